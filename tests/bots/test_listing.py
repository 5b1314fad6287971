import json
from pathlib import Path

from tests.bots.commandline import dataops


def add_broken(folder: Path) -> None:
    broken = folder / "workflows" / "broken"
    broken.mkdir(parents=True)
    (broken / "workflow.py").write_text("1 / 0")


def test_a_broken_workflow_is_named_beside_the_others(tmp_path: Path) -> None:
    add_broken(tmp_path)
    listed = dataops(tmp_path, "list", "--json", DATAOPS_WORKFLOWS="workflows")
    document = json.loads(listed.stdout)  # and nothing else: a log line would end up here
    assert listed.returncode == 1
    assert "jil_parser" in [workflow["name"] for workflow in document["workflows"]]
    assert document["problems"][0]["reason"] == "ZeroDivisionError: division by zero"


def test_words_are_routed_with_a_broken_workflow_beside(tmp_path: Path) -> None:
    add_broken(tmp_path)
    routed = dataops(tmp_path, "route", "what can you do?", "--json", DATAOPS_WORKFLOWS="workflows")
    assert [json.loads(line)["intent"] for line in routed.stdout.splitlines()] == ["meta"]
