"""Each example keeps the contract, as ``dataops-workflow validate --strict`` holds it to."""

import json
from pathlib import Path

import pytest

from core.devkit.project import Project
from core.devkit.validation.checks import CHECKS
from core.devkit.validation.subject import Subject
from core.registry.examples import all_examples

ROOT = Path(__file__).parents[3]
ROUTING = "what leads to it, and to others"
"""Tested on its own for all of them together: it takes its time for each."""


@pytest.mark.parametrize("folder", all_examples(), ids=lambda folder: folder.name)
def test_it_validates_without_a_warning(folder: Path) -> None:
    subject = Subject.named(folder.name, Project(ROOT / "workflows"))
    assert subject.folder == folder
    found = [str(each) for name, check in CHECKS.items() if name != ROUTING for each in check(subject)]
    assert found == []


@pytest.mark.parametrize("folder", all_examples(), ids=lambda folder: folder.name)
def test_it_has_all_that_an_example_needs(folder: Path) -> None:
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names >= {"workflow.py", "nodes.py", "state.py", "config.yaml", "README.md", "examples/input.json"}
    assert [name for name in names if name.startswith("tests/test_")]
    page = (folder / "README.md").read_text(encoding="utf-8")
    assert "```mermaid" in page
    assert all(f"| `{path.name}`" in page or f"`{path.name}`" in page for path in folder.glob("[a-z]*.py"))
    given = json.loads((folder / "examples" / "input.json").read_text(encoding="utf-8"))
    assert all((ROOT / path).is_file() for path in given["file"])


def test_the_kit_finds_them_from_the_folder_of_the_product() -> None:
    project = Project(ROOT / "workflows")
    assert project.place("simple") == ROOT / "workflows" / "examples" / "simple"
    assert {"jil_parser", "simple", "supervisor"} <= set(project.registry().list_workflows())


def test_another_folder_has_none(tmp_path: Path) -> None:
    assert "simple" not in Project(tmp_path).registry().list_workflows()
