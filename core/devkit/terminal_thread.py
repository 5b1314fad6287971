"""Talking to a workflow in the terminal: each line is what ``dataops ask`` would be told, in one thread.

The service is a command here, not an import: what a person tries out is what will answer in the chat.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import typer

from core.devkit.project import Project
from core.errors import UserFacingError

ENDS = ("exit", "quit")


def talk(name: str, project: Project) -> int:
    """Ask line by line until the input ends; 0."""
    workflow = project.load(name).get_metadata()
    command, thread = _command(), f"{workflow.command}-{uuid4().hex[:8]}"
    typer.echo(f'Say something, as in "{next(iter(workflow.example_queries), workflow.description)}", or')
    typer.echo(f"/dataops {workflow.command}. Attach with --file PATH behind it. Ctrl-D or exit ends.")
    while (line := _typed()) not in (None, *ENDS):
        if line:
            _ask([command, "ask", "--thread", thread, *_arguments(line)], project)
    return 0


def _ask(words: list[str], project: Project) -> None:
    """Wait for the answer. Ctrl-C is for the command, which hears it too: it ends its run, not the talk."""
    before = signal.signal(signal.SIGINT, _heard)
    try:
        subprocess.run(words, env=_environment(project), check=False)  # noqa: S603 - the person's own words
    finally:
        signal.signal(signal.SIGINT, before)


def _heard(_number: int, _frame: object) -> None:
    """Do nothing. To ignore the signal would be handed on to the command; this is not."""


def _typed() -> str | None:
    """The next line; None at the end of the input."""
    try:
        return input("> ").strip()
    except EOFError:
        return None


def _arguments(line: str) -> list[str]:
    """The files behind the words, then the words, which may begin like an option."""
    words, *files = line.split(" --file ")
    return [*(f"--file={Path(file.strip()).expanduser()}" for file in files), "--", words]


def _environment(project: Project) -> dict[str, str]:
    """The person's own, with this project's folder among the trusted ones."""
    known = os.environ.get("DATAOPS_WORKFLOWS", "")
    folders = [str(project.folder.resolve()), *filter(None, known.split(os.pathsep))]
    return os.environ | ({"DATAOPS_WORKFLOWS": os.pathsep.join(folders)} if project.setting else {})


def _command() -> str:
    """The ``dataops`` that a person would type, else the one beside this Python."""
    beside = Path(sys.executable).with_name("dataops")
    found = shutil.which("dataops") or (str(beside) if beside.is_file() else None)
    if found is None:
        raise UserFacingError("The command dataops is not on the PATH; install dataops-agent as a whole.")
    return found
