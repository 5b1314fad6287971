"""Errors as logs have them: what failed and where. Their texts may hold what people wrote, and stay out."""

import re
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")
"""A code has no blanks: it is a word of a platform or a number, and no sentence."""

DEEP = 20
"""Causes of one error that are told, the nearest ones."""

LATEST = 60
"""Frames of one error that are told, the innermost ones."""

_CODES = ("sqlite_errorname", "errno", "status", "status_code", "code")


def kind_of(error: BaseException) -> str:
    """The class of an error, with its codes if it has some."""
    try:
        codes = list(dict.fromkeys(_codes(error)))
    except Exception:  # noqa: BLE001 - an attribute may be computed; a log fails nobody
        codes = []
    return f"{type(error).__name__} ({' '.join(codes)})" if codes else type(error).__name__


def place_of(error: BaseException) -> str:
    """The innermost line of code that an error went through; empty for one that was never raised."""
    frames = traceback.extract_tb(error.__traceback__, limit=-1)
    return f"{frames[0].filename}:{frames[0].lineno}" if frames else ""


def trace_of(error: BaseException) -> str:
    """The stack trace of an error and of its causes, without a word of what they say."""
    return "\n".join(line for part in _parts(error, set()) for line in part)


def without_texts(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog: ``exc_info`` becomes the trace under ``exception``."""
    error = _error(event.pop("exc_info", None))
    if error is not None:
        event["exception"] = trace_of(error)
    return event


def _error(given: Any) -> BaseException | None:
    """The error that is meant: itself, what ``sys.exc_info`` gives, or true for the one being handled."""
    if isinstance(given, BaseException) or not given:
        return given or None
    return given[1] if isinstance(given, tuple) else sys.exc_info()[1]


def _parts(error: BaseException, told: set[int]) -> Iterator[list[str]]:
    """The trace of each error, causes first, as Python tells them."""
    told.add(id(error))
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and id(cause) not in told and len(told) < DEEP:
        yield from _parts(cause, told)
        yield ["which led to:" if error.__cause__ else "and then:"]
    yield ["Traceback (most recent call last):", *_frames(error), kind_of(error)]
    for each in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        if id(each) not in told and len(told) < DEEP:
            yield ["one of them:"]
            yield from _parts(each, told)


def _frames(error: BaseException) -> list[str]:
    frames = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__))[-LATEST:]
    return [f"  {frame.filename}:{frame.lineno} in {frame.name}: {frame.line or ''}" for frame in frames]


def _codes(error: BaseException) -> Iterator[str]:
    """Codes by the names that libraries give them; botocore's stands in its response."""
    response = getattr(error, "response", None)
    told = response.get("Error") if isinstance(response, dict) else None
    if isinstance(told, dict) and _is_code(told.get("Code")):
        yield str(told["Code"])
    yield from (str(value) for name in _CODES if _is_code(value := getattr(error, name, None)))


def _is_code(value: object) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and CODE.fullmatch(value) is not None)
