"""``dataops-workflow test``: own tests, one run, or a thread."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.core.devkit.kit_command import Kit, kit_in

ROOT = Path(__file__).parents[3]
MODEL = """
    def profile(state: State) -> State:
        from langchain_core.language_models import GenericFakeChatModel

        model = GenericFakeChatModel(messages=iter(["the real one"]))
        return {"success": True, "result": model.invoke(state["query"]).text, "metadata": {}}
"""
ASKS = """
    def profile(state: State) -> State:
        from core.contracts import WorkflowInputParameter
        from core.tools.questions import ask_person

        day = WorkflowInputParameter(name="day", description="a day", prompt="Which day?")
        return {"result": ask_person(day)}
"""
RAISES = """
    def profile(state: State) -> State:
        raise KeyError("no such \\x1b[31m key")
"""
REFUSES = """
    def profile(state: State) -> State:
        raise UserFacingError("Attach the \x1b[31mright file.")
"""
WRONG = """
    def profile(state: State) -> State:
        return {"success": True, "result": 7}
"""
NO_SUCCESS = """
    def profile(state: State) -> State:
        return {"success": False, "result": {}, "errors": ["The file is old."]}
"""


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Kit:
    typed = kit_in(tmp_path, monkeypatch, capfd)
    typed("create", "mine")
    return typed


def write(tmp_path: Path, step: str) -> None:
    """Put another step into the workflow."""
    nodes = tmp_path / "workflows" / "mine" / "nodes.py"
    nodes.write_text(nodes.read_text() + dedent(step))


def test_its_own_tests_are_run(kit: Kit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # only to be quick
    tests = tmp_path / "workflows" / "mine" / "tests" / "test_workflow.py"
    tests.write_text("def test_it() -> None:\n    assert True\n")
    done = kit("test", "mine")
    assert done.code == 0
    assert "1 passed" in done.out
    tests.write_text("def test_it() -> None:\n    assert False\n")
    assert kit("test", "mine").code == 1
    tests.unlink()
    assert "holds no tests; write one, or run it once with" in kit("test", "mine").err


@pytest.mark.parametrize("name", ["mine", "Mine"])
def test_an_input_runs_it_once_and_prints_json(kit: Kit, name: str) -> None:
    done = kit("test", name, "--input", '{"query": "test"}')
    assert done.code == 0, done.err
    response = json.loads(done.out)
    assert response["success"] is True
    assert response["metadata"]["workflow_name"] == "mine"
    assert response["answer"]["finding"].startswith("orders.csv has 12 rows")
    assert done.err == ""


def test_an_input_may_stand_in_a_file_and_name_files(kit: Kit, tmp_path: Path) -> None:
    (tmp_path / "day.csv").write_text("a,b\n1,2\n")
    (tmp_path / "test.json").write_text('{"query": "test", "file": "day.csv"}')
    done = kit("test", "mine", "--input", "test.json")
    assert json.loads(done.out)["result"]["file"] == "day.csv"


@pytest.mark.parametrize("given", ['{"query"', "missing.json", "[1]", "{}x", "[" * 100_000, "\0"])
def test_what_is_no_input_is_refused(kit: Kit, given: str) -> None:
    done = kit("test", "mine", "--input", given)
    assert done.code == 1
    assert """--input '{"query": "…"}'""" in done.err
    assert done.out == ""


def test_a_trace_shows_steps_times_and_changes_beside_the_json(kit: Kit) -> None:
    done = kit("test", "mine", "--trace")
    assert json.loads(done.out)["success"] is True
    assert done.err.startswith("profile  0.")
    assert "  success = True" in done.err
    assert "done after " in done.err


def test_what_it_made_is_named(kit: Kit) -> None:
    kit("create", "repair", "--template", "iterative")
    done = kit("test", "repair", "--input", '{"query": "test"}')
    assert json.loads(done.out)["artifacts"]
    assert "made messy_clean.csv: " in done.err


def test_a_played_model_answers_in_place_of_the_real_one(kit: Kit, tmp_path: Path) -> None:
    write(tmp_path, MODEL)
    assert json.loads(kit("test", "mine", "--mock-llm").out)["result"] != "the real one"
    assert json.loads(kit("test", "mine", "--trace").out)["result"] == "the real one"


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (ASKS, "It asks a person: Which day? Give it in --input, or answer it with --chat."),
        (REFUSES, "dataops-workflow: Attach the \ufffd[31mright file."),
        (RAISES, "The workflow failed. KeyError: 'no such"),
        (RAISES, "nodes.py, line "),
        (WRONG, "ended without a valid response"),
    ],
)
def test_a_run_without_an_answer_says_why(kit: Kit, tmp_path: Path, step: str, sentence: str) -> None:
    write(tmp_path, step)
    done = kit("test", "mine", "--input", '{"query": "test"}')
    assert done.code == 1
    assert sentence in done.err
    assert "Traceback" not in done.err
    assert "\x1b" not in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("raise ValueError('no graph')", "The workflow failed. ValueError: no graph ("),
        ("raise SystemExit(7)", "SystemExit: 7"),
    ],
)
def test_what_has_no_graph_is_explained(kit: Kit, tmp_path: Path, wrong: str, sentence: str) -> None:
    file = tmp_path / "workflows" / "mine" / "workflow.py"
    file.write_text(file.read_text().replace("        from . import nodes\n", f"        {wrong}\n"))
    done = kit("test", "mine", "--trace")
    assert done.code == 1
    assert sentence in done.err
    assert "Traceback" not in done.err


def test_nothing_in_place_of_a_file_is_no_file(kit: Kit) -> None:
    done = kit("test", "mine", "--input", '{"query": "test", "file": null}')
    assert json.loads(done.out)["result"]["file"] == "orders.csv"


def test_a_folder_that_no_package_can_be_called_is_explained(kit: Kit, tmp_path: Path) -> None:
    (tmp_path / "workflows" / "mine").rename(tmp_path / "workflows" / "My-Own")
    done = kit("validate", "my-own")
    assert done.code == 1
    assert "'My-Own' cannot be a Python package; use letters, digits and underscores" in done.err


def test_no_success_is_printed_and_said_by_the_exit_code(kit: Kit, tmp_path: Path) -> None:
    write(tmp_path, NO_SUCCESS)
    done = kit("test", "mine", "--input", '{"query": "test"}')
    assert done.code == 1
    assert json.loads(done.out)["errors"] == ["The file is old."]


def test_an_unknown_or_broken_one_is_explained(
    kit: Kit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "There is no workflow 'other' in workflows, only mine; name one" in kit("test", "other").err
    (tmp_path / "workflows" / "mine" / "workflow.py").write_text("class (")
    assert "workflows/mine/workflow.py cannot be loaded: SyntaxError" in kit("test", "mine", "--trace").err
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert "begin with: dataops-workflow create my-workflow" in kit("test", "mine").err


def test_a_thread_hands_each_line_to_dataops_ask(
    kit: Kit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = tmp_path / "heard"
    fake = tmp_path / "bin" / "dataops"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\nprintf "%s\\n" "$DATAOPS_WORKFLOWS" "$@" end >> "{heard}"\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DATAOPS_WORKFLOWS", "others")
    monkeypatch.setattr(
        sys, "stdin", io.StringIO("--how many? --file my day.csv\n\nand now; ls\nexit\nunheard\n")
    )
    done = kit("test", "mine", "--chat")
    assert done.code == 0, done.err
    assert "/dataops mine" in done.out
    first, second, rest = [call.strip().splitlines() for call in heard.read_text().split("end\n")]
    assert rest == []
    assert first[0] == f"{tmp_path / 'workflows'}{os.pathsep}others"
    assert first[1:3] == ["ask", "--thread"]
    assert first[3].startswith("mine-")
    assert first[4:] == ["--file=my day.csv", "--", "--how many?"]
    assert second[3:] == [first[3], "--", "and now; ls"]


def test_ctrl_c_is_for_the_question_that_runs_and_the_thread_goes_on(kit: Kit, tmp_path: Path) -> None:
    """In a process of its own: what nobody catches would stop these tests."""
    heard = tmp_path / "heard"
    fake = tmp_path / "bin" / "dataops"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\nkill -INT $PPID\necho ended >> "{heard}"\nexit 130\n')
    fake.chmod(0o755)
    assert kit("list").code == 0
    done = subprocess.run(
        [sys.executable, "-c", "from core.devkit.cli import main; main()", "test", "mine", "--chat"],
        cwd=tmp_path,
        env={
            "PATH": f"{fake.parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(tmp_path),
            "PYTHONPATH": str(ROOT),
        },
        input="one\ntwo\nexit\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert heard.read_text() == "ended\nended\n"
