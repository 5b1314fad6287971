"""What steps of sample workflows call: leaving a mark, and taking the process down."""

from pathlib import Path

from tests.core.crashes import Steps

_steps = Steps(1)


def note(path: str) -> None:
    """Leave a mark for each time that a step runs."""
    with Path(path).open("a") as stream:
        stream.write("x")


def crash_once() -> None:
    """Die the first time in this process."""
    _steps.step()
