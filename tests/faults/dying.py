"""Ends this process at a named point, once in a trial: its successor passes the point unharmed."""

import os
import signal
import time
from pathlib import Path

POINT, DONE = "FAULTS_DIE_AT", "FAULTS_DIED"
"""Variables: the point's name, and the file that says that it was reached already."""

POINTS = (
    "before the inbox",
    "before the acknowledgement",
    "after the acknowledgement",
    "in a node",
    "in one of four branches",
    "after an effect",
    "before the reply",
    "after the reply",
)


WORK_SECONDS = 1.0
"""How long a step works before it dies: what stood before it is written down by then."""


def work_until_dead(point: str) -> None:
    """Work for a moment and die, if this is the point."""
    if os.environ.get(POINT) == point:
        time.sleep(WORK_SECONDS)
    die_at(point)


def die_at(point: str) -> None:
    """Kill this process, as SIGKILL does, if this is the point."""
    if os.environ.get(POINT) != point:
        return
    try:
        Path(os.environ[DONE]).touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
