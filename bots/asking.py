"""``dataops ask``: one message through the whole house, and its answer in the terminal."""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import orjson

from adapters.console.door import PLATFORM, ConsoleDoor
from bots.service import Service, open_service
from core.chat.inbound import Actor, Inbound, InboundFile
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.errors import UserFacingError
from core.runs.run import Run, RunState
from core.settings import load_settings
from core.telemetry import configure_logging, log_file

if TYPE_CHECKING:
    from collections.abc import Callable

TENANT = "local"
EXIT_CODES = {
    RunState.ANSWERED: 0,
    RunState.FAILED: 1,
    RunState.REFUSED: 3,
    RunState.WAITING: 4,
    RunState.CANCELLED: 130,
}
USAGE = 2


@dataclass(frozen=True, slots=True)
class Asking:
    """The arguments of ``dataops ask``."""

    text: str
    files: tuple[Path, ...]
    thread: str | None
    channel: str | None
    user: str
    out: Path | None
    as_json: bool


def run_ask(asking: Asking) -> int:
    """Ask and answer; the exit code."""
    try:
        inbound = _inbound(asking)
    except ValueError as error:
        print(f"dataops ask: {error}", file=sys.stderr)
        return USAGE
    try:
        return asyncio.run(_ask(asking, inbound))
    except UserFacingError as error:
        return _say_failure(asking, str(error))
    except BrokenPipeError:
        raise
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
        show: Callable[[str], None] = _silent if asking.as_json else print
        door = ConsoleDoor(settings.dataops_home / "console", show, asking.out)
        service = open_service(settings, {PLATFORM: door})
        try:
            run = await _run(service, inbound)
            while run.state is RunState.WAITING and _interactive(asking):
                run = await _run(service, await _typed_answer(run, inbound))
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
    settings = load_settings()
    with log_file(settings.dataops_home) as log:
        configure_logging(settings.log_level, settings.log_format, log)
        service = open_service(settings, {PLATFORM: ConsoleDoor(settings.dataops_home / "console", print)})
        try:
            runs = await service.engine.recover()
            for run in runs:
                print(f"{run.run_id} in {run.thread}: {run.state}")
            return 0
        finally:
            await service.close()


async def _run(service: Service, inbound: Inbound) -> Run:
    """Write the message down, then run its run; Ctrl-C cancels it."""
    receipt = await asyncio.to_thread(service.inbox.receive, inbound, service.lease)
    loop = asyncio.get_running_loop()

    def cancel() -> None:
        service.runs.cancel(receipt.run_id, str(inbound.actor))
        service.engine.wake()

    loop.add_signal_handler(signal.SIGINT, cancel)
    try:
        return await service.engine.finish(receipt.run_id)
    finally:
        loop.remove_signal_handler(signal.SIGINT)


async def _typed_answer(run: Run, inbound: Inbound) -> Inbound:
    """What the person at the terminal types."""
    text = await asyncio.to_thread(input, "> ")
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
                await asyncio.to_thread(_document, service, door, run), option=orjson.OPT_INDENT_2
            ).decode()
        )
    elif run.thread is not None and run.state is not RunState.REFUSED:
        print(f"\nGo on in this thread with: dataops ask --thread {run.thread} …")
    return EXIT_CODES[run.state]


def _document(service: Service, door: ConsoleDoor, run: Run) -> dict[str, Any]:
    """The response of the contract with thread, run and files; an open question is named."""
    response = run.outcome.response if run.outcome else None
    document: dict[str, Any] = (
        response.model_dump(mode="json")
        if response
        else {"success": False, "result": "", "metadata": {}, "artifacts": [], "errors": None}
    )
    document |= {"state": run.state, "thread": str(run.thread) if run.thread else None, "run_id": run.run_id}
    document["files"] = []
    if run.thread is not None:
        document["files"] = [
            {
                "id": item.artifact.artifact_id,
                "name": item.artifact.name,
                "path": delivered.place,
                "type": item.artifact.content_type,
                "size": item.artifact.size_bytes,
            }
            for item, delivered in door.open(run.thread).delivered
        ]
        if run.state is RunState.WAITING:
            question = service.runs.open_questions(run.thread)[0]
            parameter = question.parameter
            document["result"] = parameter.question
            document["question"] = {
                "id": question.id,
                "parameter": parameter.name,
                "prompt": parameter.question,
                "type": parameter.type,
                "choices": question.offered,
                "example": parameter.example,
            }
    return document


def _inbound(asking: Asking) -> Inbound:
    """The arguments as a message; raises ValueError for arguments that do not fit."""
    if not asking.user.strip() or asking.thread == "" or asking.channel == "":
        raise ValueError("--user, --thread and --channel need a value; leave them out for the default")
    channel, thread = _place(asking)
    act = uuid4().hex
    return Inbound(
        id=f"console:{act}",
        act=f"console:{act}",
        channel=channel,
        thread=thread,
        actor=Actor(platform=PLATFORM, tenant=TENANT, id=asking.user, name=asking.user or getuser()),
        text=asking.text,
        files=tuple(_file(path) for path in asking.files),
    )


def _place(asking: Asking) -> tuple[ChannelRef, ThreadRef | None]:
    """Channel and thread; a full thread reference brings its channel along."""
    channel = ChannelRef(platform=PLATFORM, tenant=TENANT, channel=asking.channel or PLATFORM)
    if asking.thread is None:
        return channel, None
    if ":" not in asking.thread:
        return channel, channel.thread(asking.thread)
    try:
        thread = ThreadRef.parse(asking.thread)
    except ValueError as error:
        raise ValueError(f"'{asking.thread}' is no thread; use the one an answer named") from error
    if thread.channel.platform != PLATFORM or (asking.channel and thread.channel != channel):
        raise ValueError(f"the thread {thread} is not in channel {channel}; leave --channel out")
    return thread.channel, thread


def _file(path: Path) -> InboundFile:
    """A file of this machine; raises ValueError if it is none."""
    if not path.is_file():
        raise ValueError(f"there is no file {path}; check the path")
    return InboundFile(name=path.name, locator=str(path.resolve()), size=path.stat().st_size)


def _interactive(asking: Asking) -> bool:
    return not asking.as_json and sys.stdin.isatty() and sys.stdout.isatty()


def _silent(text: str) -> None:
    """Print nothing: only the document goes out."""


def _say_failure(asking: Asking, sentence: str) -> int:
    """A failure before there was a run."""
    if asking.as_json:
        document = {
            "success": False,
            "result": sentence,
            "metadata": {},
            "artifacts": [],
            "errors": [sentence],
        }
        print(
            orjson.dumps(document | {"state": "failed", "thread": None, "run_id": None, "files": []}).decode()
        )
    else:
        print(f"dataops: {sentence}", file=sys.stderr)
    return 1
