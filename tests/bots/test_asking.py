"""``dataops ask`` as people and scripts use it."""

import json
import os
import signal
import subprocess
import zipfile
from pathlib import Path

import pytest

from adapters.console.door import PLATFORM, ConsoleDoor
from bots.asking import run_message
from bots.console_message import Asking, console_message
from bots.service import open_service
from core.runs.run import RunState
from core.settings import Settings
from tests.bots.commandline import COMMAND, ask_json, dataops
from tests.sample_workflows import asking, write_deployer, write_greeter

JIL = Path(__file__).parents[1] / "data" / "jil"


def test_a_file_is_answered_with_files_under_their_own_names(tmp_path: Path) -> None:
    code, document = ask_json(
        tmp_path, "/dataops parse-jil", "--file", JIL / "claims_feed.jil", "--out", tmp_path / "out"
    )
    assert (code, document["success"], document["errors"]) == (0, True, None)
    assert document["metadata"]["workflow_name"] == "jil_parser"
    assert {"execution_time", "iterations"} <= document["metadata"].keys()
    assert [file["id"] for file in document["files"]] == document["artifacts"]
    for file in document["files"]:
        path = Path(file["path"])
        assert (path.name, path.stat().st_size) == (file["name"], file["size"])
    assert {file["name"] for file in document["files"]} >= {
        "parse.json",
        "jobs.csv",
        "report.md",
        "report.html",
        "graph.png",
        "graph.svg",
    }
    assert document["run_id"].startswith("run_")
    assert document["thread"].startswith("console:local:console:")


def test_a_thread_is_gone_on_with_in_a_later_process_without_the_file(tmp_path: Path) -> None:
    _, first = ask_json(tmp_path, "/dataops parse-jil", "--file", JIL / "claims_feed.jil")
    code, document = ask_json(
        tmp_path, "which jobs are upstream of CLM_VALIDATE?", "--thread", first["thread"]
    )
    assert code == 0
    assert "CLM_UNPACK" in str(document["result"])
    bare = first["thread"].rpartition(":")[2]
    assert ask_json(tmp_path, "and downstream?", "--thread", bare)[0] == 0


def test_an_open_question_is_named_and_answered_in_another_process(tmp_path: Path) -> None:
    code, waiting = ask_json(tmp_path, "/dataops parse-jil")
    assert code == 4
    assert waiting["question"]["parameter"] == "file_path"
    code, document = ask_json(
        tmp_path, "this", "--thread", waiting["thread"], "--file", JIL / "claims_feed.jil"
    )
    assert (code, document["run_id"]) == (0, waiting["run_id"])


def test_an_approval_is_given_in_another_process_which_goes_on_with_the_run(tmp_path: Path) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done")
    asked = ("/dataops deployer", "--user", "developer")
    code, waiting = ask_json(tmp_path, *asked, DATAOPS_WORKFLOWS=str(tmp_path / "workflows"))
    assert code == 4
    assert waiting["question"]["choices"] == ["approve", "decline"]
    voted = ("approve", "--thread", waiting["thread"])
    code, document = ask_json(tmp_path, *voted, DATAOPS_WORKFLOWS=str(tmp_path / "workflows"))
    assert (code, document["run_id"]) == (0, waiting["run_id"])
    assert document["result"] == "Deployed; approved by console:local:admin"


def test_resume_ends_the_questions_that_nobody_answered(tmp_path: Path) -> None:
    _, waiting = ask_json(tmp_path, "/dataops parse-jil")
    done = dataops(tmp_path, "resume", DATAOPS_QUESTION_DAYS="0.0000001")
    assert done.returncode == 0
    assert f"{waiting['run_id']} in {waiting['thread']}: expired" in done.stdout
    assert "ask again when you need it" in done.stdout
    assert "expired" not in dataops(tmp_path, "resume").stdout


@pytest.mark.parametrize("arguments", [("--user", "stranger"), ("--channel", "elsewhere")])
def test_an_unknown_person_or_channel_is_refused(tmp_path: Path, arguments: tuple[str, str]) -> None:
    code, document = ask_json(tmp_path, "/dataops parse-jil", *arguments)
    assert (code, document["success"]) == (3, False)
    assert document["errors"][0].startswith("You may not do that here.")


@pytest.mark.parametrize(
    "arguments",
    [("--file", "absent.jil"), ("--thread", "a:b"), ("--thread", "slack:T:C:1"), ("--nonsense",)],
)
def test_wrong_usage_is_said_in_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = dataops(tmp_path, "ask", "hello", *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_bytes_that_are_no_text_are_heard_all_the_same(tmp_path: Path) -> None:
    code, document = ask_json(tmp_path, "which jobs \udcff?", "--thread", "a\udcff")
    assert code in (0, 4), document
    refused = dataops(tmp_path, "ask", "hello", "--user", "\udcff")
    assert (refused.returncode, "Traceback" in refused.stderr) == (3, False)
    (tmp_path / "a\udcff.jil").write_text("")
    done = dataops(tmp_path, "ask", "hello", "--file", "a\udcff.jil")
    assert done.returncode == 2
    assert "is no text; rename what it leads to" in done.stderr


def test_several_files_and_a_zip_are_one_script_in_order(tmp_path: Path) -> None:
    first, second = tmp_path / "a.jil", tmp_path / "b.jil"
    first.write_text("insert_job: LOAD_A\njob_type: CMD\ncommand: x\nmachine: m\nowner: o\n")
    second.write_text("update_job: LOAD_A\ncondition: s(NOT_THERE)\n")
    packed = tmp_path / "both.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(first, "a.jil")
        archive.write(second, "b.jil")
    for files in (("--file", first, "--file", second), ("--file", packed)):
        code, _ = ask_json(tmp_path, "/dataops parse-jil", *files, "--out", tmp_path / "out")
        assert code == 0
        parsed = (tmp_path / "out" / "parse.json").read_text()
        assert "b.jil" in parsed
        assert "NOT_THERE" in parsed


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.jil", b"", "is empty"),
        ("image.jil", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "binary"),
        ("letter.jil", b"Dear all,\nplease find attached nothing.\n", "no JIL statement"),
    ],
)
def test_a_file_that_is_no_jil_gets_one_clear_sentence(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)
    code, document = ask_json(tmp_path, "/dataops parse-jil", "--file", tmp_path / name)
    assert (code, document["success"], document["artifacts"]) == (1, False, [])
    assert sentence in document["errors"][0]
    assert name in document["errors"][0]
    assert document["run_id"] in (tmp_path / ".dataops" / "dataops.log").read_text()


def test_an_output_folder_that_cannot_be_written_is_said_and_the_answer_still_given(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file is in the way")
    done = dataops(tmp_path, "ask", "/dataops parse-jil", "--file", JIL / "claims_feed.jil", "--out", "out")
    assert done.returncode == 0
    assert "13 jobs" in done.stdout
    assert "parse.json could not be written to out" in done.stdout


def test_ctrl_c_cancels_and_leaves_at_once(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body="import threading; threading.Event().wait(30)")
    process = subprocess.Popen(
        [*COMMAND, "ask", "report the partition skew of SALES"],
        cwd=tmp_path,
        env=os.environ | {"HOME": str(tmp_path), "DATAOPS_WORKFLOWS": str(tmp_path / "workflows")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "Working on it" in line:
            break
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Cancelled" in rest


@pytest.mark.parametrize("late", [False, True])
async def test_ctrl_c_while_the_question_comes_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, late: bool
) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    printed: list[str] = []

    def show(text: str) -> None:
        printed.append(text)
        if "Are you sure?" in text:
            signal.raise_signal(signal.SIGINT)

    settings = Settings(
        _env_file=None, dataops_home=tmp_path / "home", dataops_workflows=str(tmp_path / "workflows")
    )
    service = open_service(settings, {PLATFORM: ConsoleDoor(tmp_path / "console", show)})
    cancel = service.records.runs.cancel

    def cancel_late(run_id: str, by: str) -> RunState | None:
        while (run := service.records.runs.get(run_id)) is not None and run.state is not RunState.WAITING:
            pass  # the run comes to rest in another thread
        return cancel(run_id, by)

    if late:
        monkeypatch.setattr(service.records.runs, "cancel", cancel_late)
    order = Asking("report the partition skew of SALES", (), None, None, "admin", None, as_json=False)
    try:
        run = await run_message(service, {}, order, console_message(order))
    finally:
        await service.close()
    assert run.state is RunState.CANCELLED
    assert "Cancelled." in printed[-1]


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    large = tmp_path / "large.jil"
    large.write_bytes(b"insert_job: A\n" * 100_000)
    code, document = ask_json(tmp_path, "/dataops parse-jil", "--file", large, MAX_INPUT_MB="1")
    assert code == 1
    assert "1 MB" in document["errors"][0]


def test_two_answers_at_once_count_once(tmp_path: Path) -> None:
    _, waiting = ask_json(tmp_path, "/dataops parse-jil")
    arguments = ["ask", "this", "--thread", waiting["thread"], "--file", JIL / "claims_feed.jil", "--json"]
    environment = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONPATH": str(JIL.parents[2])}
    both = [
        subprocess.Popen(
            [*COMMAND, *map(str, arguments)], cwd=tmp_path, env=environment, stdout=subprocess.PIPE
        )
        for _ in range(2)
    ]
    for process in both:
        process.communicate(timeout=50)
    _, status = ask_json(tmp_path, "/dataops status", "--thread", waiting["thread"])
    assert "Nothing is running" in status["result"]
    answers = (
        next((tmp_path / ".dataops" / "console").glob("*.jsonl"))
        .read_text()
        .count(f"{waiting['run_id']}:answer")
    )
    assert answers == 1


def test_nothing_but_the_document_goes_to_stdout(tmp_path: Path) -> None:
    broken = tmp_path / "workflows" / "broken"
    broken.mkdir(parents=True)
    (broken / "workflow.py").write_text("class (")
    variables = {"DATAOPS_WORKFLOWS": str(tmp_path / "workflows")}
    listed = dataops(tmp_path, "list", "--json", **variables)
    assert json.loads(listed.stdout)["problems"][0]["source"].endswith("workflow.py")
    routed = dataops(
        tmp_path, "route", "-", "--json", given="hi\nwhat breaks if I hold LOAD_GL?\n", **variables
    )
    assert [json.loads(line)["intent"] for line in routed.stdout.splitlines()] == ["meta", "workflow"]


def test_a_reader_that_leaves_early_does_not_fail_the_run(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "ask", "/dataops parse-jil", "--file", str(JIL / "claims_feed.jil")],
        cwd=tmp_path,
        env=os.environ | {"HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    process.wait(timeout=30)
    posts = next((tmp_path / ".dataops" / "console").glob("*.jsonl")).read_text()
    assert ":answer" in posts
