"""The fixtures that come with the package, in the project of somebody who writes a workflow."""

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from core.devkit import WorkflowTestHarness
from core.devkit.said import Said
from core.devkit.snapshots import Snapshots
from core.runs.run import Outcome, Run
from tests.core.devkit.workflows import Nodes, done

ROOT = Path(__file__).parents[3]

TESTS = """
    import sys

    def test_nothing_is_imported_before_it_is_used():
        assert not {name for name in sys.modules if name.startswith(("core.devkit.harness", "langgraph"))}

    def test_the_documented_response_conforms(conformant_response):
        from core.contracts import WorkflowResponse
        response = WorkflowResponse.model_validate(conformant_response)
        assert response.model_dump(exclude={"answer"}) == conformant_response

    def test_a_harness(workflow_harness, workflow_snapshot, conformant_response):
        from tests.core.devkit.workflows import Nodes, done
        harness = workflow_harness(Nodes(done))
        harness.assert_output_format(harness.workflow.invoke({"query": "read it"}))
        assert harness.assert_output_format(conformant_response).metadata["files_analyzed"] == 5
        workflow_snapshot(harness.say("read this ledger"), "answered")
"""

CONFTEST = """
    import pytest

    @pytest.fixture
    def workflow_renderings():
        return {"paper": lambda run, outcome: f"{run.run_id}: {outcome.response.answer.finding}"}
"""


def pytest_in(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run pytest as somebody else would, with this plugin alone."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "core.devkit.pytest_plugin", *options, "."],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_somebody_elses_tests_use_them(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "conftest.py").write_text(dedent(CONFTEST))
    (tmp_path / "test_it.py").write_text(dedent(TESTS))
    written = pytest_in(tmp_path, "--update-workflow-snapshots")
    assert "3 passed" in written.stdout, written.stdout
    assert (tmp_path / "snapshots" / "answered.paper.txt").read_text() == "run_harness1: done\n"
    (tmp_path / "snapshots" / "answered.paper.txt").write_text("run_harness1: something else\n")
    changed = pytest_in(tmp_path, "-k", "harness")
    assert "-run_harness1: something else" in changed.stdout
    assert "+run_harness1: done" in changed.stdout


def shown(_run: Run, outcome: Outcome) -> str:
    assert outcome.response is not None
    return str(outcome.response.result)


@pytest.fixture
def said() -> Said:
    with WorkflowTestHarness(Nodes(done)) as harness:
        return harness.say("read this ledger")


def test_a_snapshot_that_was_never_kept_fails_and_says_how_to_keep_it(tmp_path: Path, said: Said) -> None:
    with pytest.raises(AssertionError, match=r"end.one.txt is not there; run pytest with --update-workflow"):
        Snapshots(tmp_path, {"one": shown}, update=False).check(said, "end")


def test_every_surface_has_a_file_and_all_differences_are_told(tmp_path: Path, said: Said) -> None:
    renderings = {"one": shown, "two": lambda run, outcome: shown(run, outcome).upper()}
    Snapshots(tmp_path, renderings, update=True).check(said, "end")
    Snapshots(tmp_path, renderings, update=False).check(said, "end")
    (tmp_path / "end.one.txt").write_text("x\n")
    (tmp_path / "end.two.txt").write_text("y\n")
    with pytest.raises(AssertionError, match=r"(?s)-x\n\+done.*-y\n\+DONE"):
        Snapshots(tmp_path, renderings, update=False).check(said, "end")


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a b", "ü"])
def test_a_name_leads_nowhere_else(tmp_path: Path, said: Said, name: str) -> None:
    with pytest.raises(AssertionError, match="name is of letters"):
        Snapshots(tmp_path, {"one": shown}, update=True).check(said, name)


def test_without_a_surface_nothing_is_proved(tmp_path: Path, said: Said) -> None:
    with pytest.raises(AssertionError, match="No surface is installed"):
        Snapshots(tmp_path, {}, update=True).check(said, "end")
