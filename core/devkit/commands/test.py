"""``dataops-workflow test``: a workflow's own tests, one run on its own, or a thread in the terminal."""

import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec

from core.devkit.project import Project
from core.errors import UserFacingError


@dataclass(frozen=True, slots=True)
class Trial:
    """The arguments. ``given`` is JSON or the path of a file."""

    name: str
    given: str | None
    mock_llm: bool
    trace: bool
    chat: bool


def run(trial: Trial, project: Project | None = None) -> int:
    """Do what was asked for; the exit code."""
    project = project or Project()
    if trial.chat:
        from core.devkit.terminal_thread import talk

        return talk(trial.name, project)
    if trial.given is None and not (trial.trace or trial.mock_llm):
        return _own_tests(trial.name, project)
    from core.devkit.given_input import read_input
    from core.devkit.single_run import run_once

    workflow = project.load(trial.name)
    given = read_input(trial.given, workflow)
    return run_once(workflow, given, mock_llm=trial.mock_llm, trace=trial.trace)


def _own_tests(name: str, project: Project) -> int:
    """Run pytest on the workflow's folder, in a process of its own; its exit code."""
    folder = project.place(name)
    if not any(folder.glob("tests/**/test_*.py")):
        raise UserFacingError(
            f"{folder / 'tests'} holds no tests; write one, or run it once with: "
            f"""dataops-workflow test {name} --input '{{"query": "…"}}'"""
        )
    if find_spec("pytest") is None:
        raise UserFacingError("pytest is needed for a workflow's own tests; type: pip install pytest")
    return subprocess.run([sys.executable, "-m", "pytest", str(folder)], check=False).returncode  # noqa: S603 - a trusted folder
