"""One exchange with a chat model, which may be slow, endless or broken."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from queue import Empty, Full, Queue
from typing import Any

from core.model.model_not_used import ModelSilent
from core.model.prompt import Prompt
from core.model.tool import Choice, Tool

MAX_CHARACTERS = 20_000
"""Where an answer is cut off: it was told to be short, so it will not end."""

AT_ONCE = 16
"""Questions under way in a process; each takes a thread, also while it does not answer."""

Heard = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Said:
    """What a model said; ``read`` and ``written`` are the tokens it counted, 0 if it did not."""

    text: str
    choices: tuple[Choice, ...]
    read: int
    written: int


class Chat:
    """A chat model of LangChain, with a limit of ``seconds`` on a whole answer. Blocking calls.

    It is read in a thread of its own: no client stops a server that sends a byte now and then.
    """

    def __init__(self, name: str, model: Any, seconds: float) -> None:
        self.name = name
        self._model = model
        self._seconds = seconds
        self._free = threading.BoundedSemaphore(AT_ONCE)

    def ask(self, asked: Prompt, tools: Sequence[Tool] = (), heard: Heard | None = None) -> Said:
        """What it says, and which tools it chose; ``heard`` gets the text piece by piece.

        Raises ModelSilent.
        """
        model = (
            self._model.bind_tools([each.declaration for each in tools], **self._must())
            if tools
            else self._model
        )
        messages = [("system", asked.system), ("human", asked.human)]
        whole: Any = None
        length = 0
        for piece in self._pieces(lambda: model.stream(messages)):
            whole = piece if whole is None else whole + piece
            length += _length(piece)
            if length > MAX_CHARACTERS:
                raise ModelSilent("endless", billed=True, own_fault=True)
            if heard is not None and (text := _text(piece)):
                heard(text)
        if whole is None:
            raise ModelSilent("empty", billed=True, own_fault=True)
        return _said(whole)

    def _must(self) -> dict[str, str]:
        """Have it choose a tool, where the model can be told to."""
        return (
            {"tool_choice": "any"}
            if "any" in getattr(self._model, "supports_tool_choice_values", ("any",))
            else {}
        )

    def _pieces(self, begin: Callable[[], Iterator[Any]]) -> Iterator[Any]:
        """The pieces of an answer until it ends, or the time is up."""
        if not self._free.acquire(blocking=False):
            raise ModelSilent("busy", billed=False)
        reading = _Reading(begin, self._free.release)
        threading.Thread(target=copy_context().run, args=(reading.read,), name="model", daemon=True).start()
        deadline = time.monotonic() + self._seconds
        try:
            while (piece := reading.next(deadline - time.monotonic())) is not None:
                yield piece
        finally:
            reading.over.set()


class _Reading:
    """What is read in the thread, handed over to whoever asked. At most two pieces lie between them."""

    def __init__(self, begin: Callable[[], Iterator[Any]], done: Callable[[], None]) -> None:
        self._begin = begin
        self._done = done
        self._pieces: Queue[Any] = Queue(maxsize=2)
        self.over = threading.Event()

    def read(self) -> None:
        """Read until the end, or until nobody waits for more."""
        try:
            for piece in self._begin():
                if not self._hand_over(piece):
                    return
            self._hand_over(None)
        except Exception as error:  # noqa: BLE001 - clients raise what they like; whoever asked is told
            self._hand_over(error)
        finally:
            self._done()

    def next(self, seconds: float) -> Any:
        """The next piece, None at the end; raises ModelSilent."""
        try:
            piece = self._pieces.get(timeout=max(0.0, seconds))
        except Empty:
            raise ModelSilent("slow", billed=True) from None
        if isinstance(piece, Exception):
            raise ModelSilent(type(piece).__name__, billed=_is_billed(piece)) from piece
        return piece

    def _hand_over(self, piece: Any) -> bool:
        """Wait until it is taken; false when nobody waits any more."""
        while not self.over.is_set():
            try:
                self._pieces.put(piece, timeout=0.2)
            except Full:
                continue
            return True
        return False


def _is_billed(error: Exception) -> bool:
    """Whether it may have cost something: an answer that says no has not."""
    response = getattr(error, "response", None)
    status = getattr(error, "status_code", None)
    if isinstance(response, dict):  # botocore's
        status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return not isinstance(status, int) or status < 400


def _text(piece: Any) -> str:
    """The words of a piece; what is no text has none."""
    content = piece.content
    if isinstance(content, str):
        return content
    parts = (part.get("text") for part in content if isinstance(part, dict) and part.get("type") == "text")
    return "".join(part for part in parts if isinstance(part, str))


def _length(piece: Any) -> int:
    """How many characters came, also of a tool's arguments."""
    called = sum(len(call.get("args") or "") for call in getattr(piece, "tool_call_chunks", ()))
    return len(_text(piece)) + called + 1  # pieces of nothing count too: they may come for ever


def _said(whole: Any) -> Said:
    used = whole.usage_metadata or {}
    choices = tuple(
        Choice(str(call["name"]), dict(call["args"]))
        for call in whole.tool_calls
        if isinstance(call.get("args"), dict)
    )
    return Said(_text(whole), choices, used.get("input_tokens", 0), used.get("output_tokens", 0))
