"""The ``dataops-workflow`` command as it is typed in a directory, without a process of its own."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.devkit.cli import main


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left in the terminal."""

    code: int
    out: str
    err: str


Kit = Callable[..., Done]


def kit_in(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Kit:
    """The command in a folder that is also the home of whoever types."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))

    def typed(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["dataops-workflow", *arguments])
        capfd.readouterr()
        try:
            main()
        except SystemExit as end:
            printed = capfd.readouterr()
            return Done(end.code if isinstance(end.code, int) else 0, printed.out, printed.err)
        raise AssertionError("a command ends with its code")

    return typed
