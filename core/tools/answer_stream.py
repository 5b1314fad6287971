"""Showing people an answer while it is being written."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_shown: ContextVar[bool] = ContextVar("answer_shown", default=True)


@contextmanager
def unshown() -> Iterator[None]:
    """Nothing that is streamed inside is the run's answer: it is a part of what the answer is made of."""
    token = _shown.set(False)
    try:
        yield
    finally:
        _shown.reset(token)


def stream_answer(chunk: str) -> None:
    """Show the next words of the answer's details, where the platform can. Outside a run it does nothing.

    All that a run streams, one chunk after the other, is its answer's ``details`` or the beginning of them.
    The answer is returned whole all the same: where nothing could be streamed, it is shown as ever.
    """
    from langgraph.config import get_stream_writer

    try:
        writer = get_stream_writer()
    except RuntimeError:
        return
    if _shown.get():
        writer({"answer": chunk})
