"""``dataops-workflow list``: what is here, what is shipped, and what could not be loaded."""

import json
from pathlib import Path

import pytest

from tests.core.devkit.kit_command import Kit, kit_in


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Kit:
    return kit_in(tmp_path, monkeypatch, capfd)


def names(said: str) -> list[str]:
    return [line.split()[0] for line in said.splitlines() if line[:1].strip()]


def test_without_a_folder_it_lists_what_is_shipped(kit: Kit) -> None:
    done = kit("list")
    assert done.code == 0
    assert "jil_parser" in names(done.out)


def test_own_and_shipped_ones_stand_together(kit: Kit, tmp_path: Path) -> None:
    kit("create", "orders-check", "--category", "sales")
    done = kit("list")
    assert {"jil_parser", "orders_check"} <= set(names(done.out))
    assert "\n  /dataops orders-check\n" in done.out
    assert str(tmp_path / "workflows" / "orders_check" / "workflow.py") in done.out
    assert "\x1b" not in done.out


def test_category_and_words_narrow_it(kit: Kit) -> None:
    kit("create", "orders-check", "--category", "sales")
    kit("create", "log-check", "--template", "sequential")
    assert names(kit("list", "--category", "sales").out) == ["orders_check"]
    assert names(kit("list", "--search", "LOG summarise").out) == ["log_check"]
    assert kit("list", "--category", "sales", "--search", "log").out.startswith("No workflow fits.")
    assert "sales" in kit("list", "--category", "nothing").out


def test_a_script_reads_json(kit: Kit, tmp_path: Path) -> None:
    kit("create", "orders-check")
    document = json.loads(kit("list", "--search", "orders", "--json").out)
    (workflow,) = document["workflows"]
    assert (workflow["name"], workflow["command"]) == ("orders_check", "orders-check")
    assert workflow["source"] == str(tmp_path / "workflows" / "orders_check" / "workflow.py")
    assert document["problems"] == []


def test_a_broken_one_is_named_and_hides_nobody(kit: Kit, tmp_path: Path) -> None:
    kit("create", "orders-check")
    broken = tmp_path / "workflows" / "broken" / "workflow.py"
    broken.parent.mkdir()
    broken.write_text("raise ValueError('half \\x1b[31m done')\n")
    done = kit("list")
    assert done.code == 1
    assert "orders_check" in names(done.out)
    assert f"not loaded: {broken}: ValueError: half" in done.out
    assert "\x1b" not in done.out


def test_chains_and_taken_words_are_seen_as_the_service_sees_them(kit: Kit, tmp_path: Path) -> None:
    kit("create", "orders-check")
    chain = tmp_path / "workflows" / "chains" / "night.yaml"
    chain.parent.mkdir()
    chain.write_text("name: night\ndescription: Closes it\nsteps: [{workflow: orders_check}]\n")
    assert "night" in names(kit("list").out)
    file = tmp_path / "workflows" / "orders_check" / "workflow.py"
    file.write_text(file.read_text().replace('name="orders_check",', 'name="help",'))
    (tmp_path / "workflows" / "orders_check").rename(tmp_path / "workflows" / "renamed")
    assert "'help' is a built-in command" in kit("list").out
