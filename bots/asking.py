"""``dataops ask``: one message through the whole house, and its answer in the terminal."""

import asyncio
import os
import signal
import sqlite3
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import orjson

from adapters.console.door import PLATFORM, ConsoleDoor
from bots.answer_document import answer_document, failure_document
from bots.console_message import Asking, console_message
from bots.doors import open_console_door, open_web_door
from bots.service import Service, open_service
from bots.serving_lock import serving_address
from core.chat.inbound import Inbound
from core.errors import UserFacingError
from core.runs.run import Run, RunState
from core.settings import load_settings
from core.telemetry import configure_logging, log_file

if TYPE_CHECKING:
    from collections.abc import Callable

EXIT_CODES = {
    RunState.ANSWERED: 0,
    RunState.FAILED: 1,
    RunState.REFUSED: 3,
    RunState.WAITING: 4,
    RunState.CANCELLED: 130,
    RunState.EXPIRED: 1,
}
USAGE = 2


def run_ask(asking: Asking) -> int:
    """Ask and answer; the exit code."""
    try:
        inbound = console_message(asking)
    except ValueError as error:
        print(f"dataops ask: {error}", file=sys.stderr)
        return USAGE
    try:
        return asyncio.run(_ask(asking, inbound))
    except UserFacingError as error:
        return _say_failure(asking, str(error))
    except sqlite3.Error as error:
        return _say_failure(asking, f"The store cannot be used ({error}); tell an admin, then try again.")
    except OSError as error:
        return _say_failure(asking, f"{error.strerror or error}: {error.filename or ''}".rstrip(": "))


def run_resume() -> int:
    """Finish what a dead process left; the exit code."""
    try:
        return asyncio.run(_resume())
    except UserFacingError as error:
        print(f"dataops resume: {error}", file=sys.stderr)
        return 1


async def _ask(asking: Asking, inbound: Inbound) -> int:
    settings = load_settings()
    with log_file(settings.dataops_home) as log:
        configure_logging(settings.log_level, settings.log_format, log)
        show: Callable[[str], None] = _silent if asking.as_json else _print
        outs: dict[str, Path] = {}
        door = ConsoleDoor(settings.dataops_home / "console", show, outs.get)
        service = open_service(settings, {PLATFORM: door})
        try:
            run = await run_message(service, outs, asking, inbound)
            while _interactive(asking) and await asyncio.to_thread(_is_asked, service, run, inbound):
                answer = await _typed_answer(run, inbound)
                if answer is None:
                    break
                run = await run_message(service, outs, asking, answer)
            code = await _report(asking, service, door, run)
        finally:
            await service.close()
    if run.state in (RunState.CANCELLED, RunState.FAILED):
        _leave(code)
    return code


def _leave(code: int) -> None:
    """End the process now: a step that was stopped may still be computing in its thread."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


async def _resume() -> int:
    """Finish what is left in every door that keeps its threads here, and print what the terminal's say."""
    settings = load_settings()
    with log_file(settings.dataops_home) as log:
        configure_logging(settings.log_level, settings.log_format, log)
        console = open_console_door(settings.dataops_home, _print)
        database, pages = open_web_door(settings.dataops_home)
        service = open_service(settings, {PLATFORM: console, pages.platform: pages})
        try:
            if serving_address(settings.dataops_home) is None:  # else that process looks after them
                await service.patience.tick(time.time())
            runs = await service.engine.recover()
            for run in runs:
                print(f"{run.run_id} in {run.thread}: {run.state}")
            return 1 if any(run.state in (RunState.QUEUED, RunState.RUNNING) for run in runs) else 0
        finally:
            await service.close()
            database.close()


async def run_message(service: Service, outs: dict[str, Path], asking: Asking, inbound: Inbound) -> Run:
    """Write the message down, then run its run; Ctrl-C cancels it."""
    receipt = await asyncio.to_thread(service.inbox.receive, inbound, service.lease)
    if asking.out is not None:
        outs[receipt.run_id] = asking.out
    loop, cancels = asyncio.get_running_loop(), list[asyncio.Task[RunState | None]]()

    def cancel() -> None:
        cancels.append(asyncio.create_task(service.engine.cancel(receipt.run_id, str(inbound.actor))))

    loop.add_signal_handler(signal.SIGINT, cancel)
    try:
        run = await service.engine.finish(receipt.run_id)
        await asyncio.gather(*cancels)  # the run may have come to its question in the meantime
        run = await service.engine.finish(receipt.run_id) if cancels else run
        decided = await asyncio.to_thread(_decided, service, run)
        return await service.engine.finish(decided) if decided else run
    finally:
        loop.remove_signal_handler(signal.SIGINT)


def _decided(service: Service, run: Run) -> str | None:
    """The run that goes on because this one was the vote that it waited for. Blocks."""
    known = service.records.questions.get(run.inbound.action or "")
    waiting = service.records.runs.get(known[0].run_id) if known and known[0].approval else None
    answer = waiting.reply.inbound if waiting and waiting.reply else None
    return waiting.run_id if waiting and answer and answer.id == run.inbound.id else None


def _is_asked(service: Service, run: Run, inbound: Inbound) -> bool:
    """Whether a run waits for the person at this terminal. Blocks."""
    question = service.records.questions.open_of(run.run_id) if run.state is RunState.WAITING else None
    return question is not None and question.may_answer(inbound.actor)


async def _typed_answer(run: Run, inbound: Inbound) -> Inbound | None:
    """What the person types; None at the end of the input. Ctrl-C leaves the question open."""
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, _leave, EXIT_CODES[RunState.WAITING])
    try:
        text = await asyncio.to_thread(input, "> ")
    except EOFError:
        return None
    act = uuid4().hex
    return inbound.model_copy(
        update={
            "id": f"console:{act}",
            "act": f"console:{act}",
            "thread": run.thread,
            "text": text,
            "files": (),
        }
    )


async def _report(asking: Asking, service: Service, door: ConsoleDoor, run: Run) -> int:
    """The JSON document, or what to do next in this thread."""
    if asking.as_json:
        print(
            orjson.dumps(
                await asyncio.to_thread(answer_document, service, door, run), option=orjson.OPT_INDENT_2
            ).decode()
        )
    elif run.thread is not None and run.state is not RunState.REFUSED:
        _print(f"\nGo on in this thread with: dataops ask --thread {run.thread} …")
    return EXIT_CODES[run.state]


def _interactive(asking: Asking) -> bool:
    return not asking.as_json and sys.stdin.isatty() and sys.stdout.isatty()


def _print(text: str) -> None:
    """Print at once; when the reader of a pipe has seen enough, the run goes on unseen."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _silent(text: str) -> None:
    """Print nothing: only the document goes out."""


def _say_failure(asking: Asking, sentence: str) -> int:
    """A failure before there was a run."""
    if asking.as_json:
        print(orjson.dumps(failure_document(sentence)).decode())
    else:
        print(f"dataops: {sentence}", file=sys.stderr)
    return 1
