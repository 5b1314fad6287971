"""Chains that stand in a trusted folder as files."""

from pathlib import Path
from textwrap import dedent

import pytest

from core.composition.chain_folder import chains_in
from core.workflow_registry import WorkflowRegistry
from tests.core.composition.samples import Sample, saying, states, text

NIGHT = """
    name: night_close
    description: Counts the rows, then reports what is late
    category: nightly
    example_queries: [Close the night]
    steps:
      - workflow: count_rows
        parameters: {table: input.ledger}
      - parallel:
          - workflow: left
            parameters: {rows: previous.result.rows}
          - workflow: left
            name: again
            parameters: {rows: 7}
        join: by_name
        when: {previous.result.rows: {above: 0}}
      - workflow: left
        name: never
        parameters: {rows: {value: 1}}
        when: {steps.count_rows.result.rows: [1, 2]}
"""


def write_chain(folder: Path, content: str, name: str = "night") -> Path:
    path = folder / "chains" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(dedent(content), encoding="utf-8")
    return path


def registry_on(folder: Path) -> tuple[WorkflowRegistry, Sample]:
    registry = WorkflowRegistry((folder,), ("help",), (chains_in,))
    left = Sample("left", saying("l"), text("rows", type="integer"))
    registry.register(Sample("count_rows", saying({"rows": 3}), text("table", prompt="Which ledger?")))
    registry.register(left)
    registry.discover_workflows()
    return registry, left


def test_a_chain_in_a_file_is_listed_and_runs_like_a_workflow(tmp_path: Path) -> None:
    path = write_chain(tmp_path, NIGHT)
    registry, left = registry_on(tmp_path)
    assert registry.problems == []
    metadata = registry.get_metadata("night_close")
    assert (metadata.command, metadata.category) == ("night-close", "nightly")
    assert [(each.name, each.prompt) for each in metadata.required_inputs] == [("ledger", "Which ledger?")]
    assert metadata.composed_of == ["count_rows", "left"]
    assert registry.source_of("night_close") == str(path)
    end = registry.get_workflow("night_close").invoke({"input": "", "ledger": "GL"})
    assert sorted(given["rows"] for given in left.given) == [3, 7]
    assert states(end) == [("count_rows", "done"), ("left", "done"), ("again", "done"), ("never", "skipped")]
    assert end["result"] == {"left": "l", "again": "l"}


WRONG = {
    "no list": ("steps: 7\nname: x\ndescription: y", "steps: Input should be a valid list"),
    "nothing": ("", "valid dictionary"),
    "no yaml": ("steps: [", "ParserError"),
    "code": ("name: x\ndescription: y\nsteps: !!python/object/apply:os.system [ls]", "ConstructorError"),
    "unknown workflow": (
        "name: x\ndescription: y\nsteps: [{workflow: nobody}]",
        "There is no workflow 'nobody'",
    ),
    "itself": ("name: x\ndescription: y\nsteps: [{workflow: x}]", "cannot be a part of itself"),
    "unknown field": (
        "name: x\ndescription: y\nsteps: [{workflow: left, run: now}]",
        "steps.0.run: Extra inputs are not permitted",
    ),
    "both": (
        "name: x\ndescription: y\nsteps: [{workflow: left, parallel: [{workflow: left}]}]",
        "one of them",
    ),
    "neither": ("name: x\ndescription: y\nsteps: [{when: {words: a}}]", "one of them"),
    "join alone": ("name: x\ndescription: y\nsteps: [{workflow: left, join: list}]", "join belongs to"),
    "name of a group": (
        "name: x\ndescription: y\nsteps: [{name: z, parallel: [{workflow: left}]}]",
        "beside each workflow",
    ),
    "no dotted name": (
        "name: x\ndescription: y\nsteps: [{workflow: left, parameters: {rows: 'rows + 1'}}]",
        "leads nowhere; write input.NAME",
    ),
    "code in a condition": (
        "name: x\ndescription: y\nsteps: [{workflow: left, when: {'__import__(\"os\")': 1}}]",
        "leads nowhere",
    ),
    "later step": (
        "name: x\ndescription: y\nsteps: [{workflow: left, when: {steps.z.result: 1}}]",
        "'z' is no earlier step",
    ),
    "built-in command": (
        "name: x\ncommand: help\ndescription: y\nsteps: [{workflow: left, parameters: {rows: 1}}]",
        "is a built-in command",
    ),
    "taken name": (
        "name: left\ndescription: y\nsteps: [{workflow: count_rows, parameters: {table: words}}]",
        "another workflow is called 'left' already",
    ),
    "not utf-8": ("", "UnicodeDecodeError"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_file_that_is_no_chain_is_a_problem_with_its_reason(tmp_path: Path, case: str) -> None:
    content, reason = WRONG[case]
    path = write_chain(tmp_path, content)
    if case == "not utf-8":
        path.write_bytes(b"name: \xff")
    write_chain(tmp_path, NIGHT, "good")
    registry, _ = registry_on(tmp_path)
    assert [problem.source for problem in registry.problems] == [str(path)]
    assert reason in registry.problems[0].reason
    assert "\n" not in registry.problems[0].reason
    assert "night_close" in registry.list_workflows()


def test_chains_may_be_made_of_chains_in_any_order_but_not_in_a_circle(tmp_path: Path) -> None:
    row = "name: {name}\ndescription: y\nsteps: [{{workflow: {of}, parameters: {{rows: {{value: 1}}}}}}]"
    for name, of in {"a": "b", "b": "c", "c": "left", "d": "e", "e": "d"}.items():
        write_chain(tmp_path, row.format(name=name, of=of), name)
    registry, _ = registry_on(tmp_path)
    assert registry.list_workflows() == ["a", "b", "c", "count_rows", "left"]
    assert registry.parts_of("a") == ("b", "c", "left")
    assert sorted(problem.reason[:32] for problem in registry.problems) == [
        "There is no workflow 'd'; see wh",
        "There is no workflow 'e'; see wh",
    ]


def test_a_chain_that_was_changed_counts_at_the_next_look(tmp_path: Path) -> None:
    path = write_chain(tmp_path, NIGHT)
    registry, _ = registry_on(tmp_path)
    path.write_text(path.read_text().replace("Counts the rows", "Counts all rows"))
    found = registry.reload()
    assert registry.get_metadata("night_close").description.startswith("Counts all rows")
    assert (found.added, found.removed, found.changed) == ((), (), ())
    path.unlink()
    assert registry.reload().removed == ("night_close@1.0.0",)
