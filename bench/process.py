"""Measuring a program in a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Finished:
    """What a program printed, its wall time, and the most memory it held, in units of a million bytes.

    The peak is not below the size of the process that started it: keep that one small.
    """

    output: str
    seconds: float
    peak_megabytes: float


def measured(command: Sequence[str], folder: Path = ROOT, env: Mapping[str, str] | None = None) -> Finished:
    """Run a program to its end in a folder; raises CalledProcessError if it fails."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder, env=env) as process:
        output = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)  # the usage of this child alone, not of all so far
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    bytes_a_unit = 1 if sys.platform == "darwin" else 1024
    return Finished(output, seconds, usage.ru_maxrss * bytes_a_unit / 1e6)
