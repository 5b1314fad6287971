"""``dataops ask "/dataops parse-jil"`` with all its files, beside a plain pass over the attached lines."""

import os
import sys
import tempfile
from pathlib import Path

from bench.estates import SIZES, estate, named, plain_pass, seconds_of
from bench.process import Finished, measured
from bench.row import Row

_ROUNDS = 2
_FILES = {"parse.json", "jobs.csv", "dependencies.csv", "report.md", "report.html", "graph.svg", "graph.png"}


def run() -> list[Row]:
    """Wall seconds and peak memory by size of the estate, from the shell and back; best of two."""
    with tempfile.TemporaryDirectory() as folder:
        return [row for jobs in SIZES for row in _measure(jobs, Path(folder))]


def _measure(jobs: int, folder: Path) -> list[Row]:
    file = estate(jobs, folder)
    asked = min((_ask(file, folder / f"{jobs}-{number}") for number in range(_ROUNDS)), key=_seconds)
    plain = plain_pass(file)
    name = f"ask about {named(jobs, file)}"
    return [
        Row(f"{name}: time", asked.seconds, "s", seconds_of(plain)),
        Row(f"{name}: peak memory", asked.peak_megabytes, "MB", plain.peak_megabytes),
    ]


def _ask(file: Path, folder: Path) -> Finished:
    """One question in a new installation; raises ValueError if a file of the answer is missing."""
    folder.mkdir()
    command = [str(Path(sys.executable).with_name("dataops")), "ask", "/dataops parse-jil"]
    env = os.environ | {"DATAOPS_HOME": str(folder / "home")}
    asked = measured([*command, "--file", str(file), "--out", str(folder / "out")], folder, env)
    missing = _FILES - {path.name for path in (folder / "out").iterdir()}
    if missing:
        raise ValueError(f"the answer came without {', '.join(sorted(missing))}")
    return asked


def _seconds(asked: Finished) -> float:
    return asked.seconds
