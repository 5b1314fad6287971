"""Dependencies: levels, what runs for a target, and circles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.composition import WorkflowDependencyGraph
from core.errors import UserFacingError
from tests.core.composition.samples import Sample, raising, registry_of, saying, states

DIAMOND = {"report": ["left", "right"], "left": ["load"], "right": ["load"], "other": []}


def diamond(*, right: Exception | None = None) -> tuple[WorkflowDependencyGraph, dict[str, Sample]]:
    names = ("load", "left", "right", "report", "other")
    samples = {name: Sample(name, saying(name)) for name in names}
    if right is not None:
        samples["right"] = Sample("right", raising(right))
    graph = WorkflowDependencyGraph(registry_of(*samples.values()), name="night")
    for workflow, others in DIAMOND.items():
        graph.add_dependency(workflow, others)
    return graph, samples


def test_workflows_are_ordered_by_level() -> None:
    graph, _ = diamond()
    assert graph.resolve_execution_order() == [["load", "other"], ["left", "right"], ["report"]]


def test_a_target_runs_with_all_on_which_it_depends_and_with_nothing_else() -> None:
    graph, samples = diamond()
    response = graph.execute_with_dependencies("report", "session_1")
    assert response["result"] == "report"
    assert states(response) == [("load", "done"), ("left", "done"), ("right", "done"), ("report", "done")]
    assert samples["other"].given == []
    (given_report,) = samples["report"].given
    assert given_report["context"]["previous"] == {"left": "left", "right": "right"}
    assert given_report["context"]["results"] == {"load": "load", "left": "left", "right": "right"}


def test_after_a_failure_it_says_what_ran() -> None:
    graph, samples = diamond(right=UserFacingError("No disk."))
    response = graph.execute_with_dependencies("report", "session_1")
    assert "left and right: right: No disk. Done: load, left. Not run: report." in response["result"]
    assert samples["report"].given == []


def test_a_circle_is_named_and_nothing_runs() -> None:
    graph, samples = diamond()
    graph.add_dependency("load", ["report"])
    for act in (
        graph.resolve_execution_order,
        graph.get_metadata,
        lambda: graph.execute_with_dependencies("report", "session_1"),
    ):
        with pytest.raises(UserFacingError, match=r"wait for each other, so none can run: .* after "):
            act()
    assert all(sample.given == [] for sample in samples.values())


def test_an_unknown_target_or_workflow_is_refused() -> None:
    graph, _ = diamond()
    with pytest.raises(UserFacingError, match="'nobody' is not among these workflows"):
        graph.execute_with_dependencies("nobody", "session_1")
    graph.add_dependency("report", ["nobody"])
    with pytest.raises(UserFacingError, match="There is no workflow 'nobody'"):
        graph.execute_with_dependencies("report", "session_1")


def test_all_of_it_is_one_workflow() -> None:
    graph, _ = diamond()
    assert sorted(graph.get_metadata().composed_of) == ["left", "load", "other", "report", "right"]
    assert graph.get_compiled_graph().invoke({"input": ""})["success"] is True


@given(st.dictionaries(st.integers(1, 30), st.sets(st.integers(0, 29), max_size=4), max_size=30))
def test_every_workflow_stands_once_and_behind_all_on_which_it_depends(drawn: dict[int, set[int]]) -> None:
    graph = WorkflowDependencyGraph(registry_of())
    dependencies = {number: {other for other in others if other < number} for number, others in drawn.items()}
    for number, others in dependencies.items():
        graph.add_dependency(f"w{number}", [f"w{other}" for other in sorted(others)])
    levels = graph.resolve_execution_order()
    level = {name: number for number, names in enumerate(levels) for name in names}
    assert sum(map(len, levels)) == len(level)
    for number, others in dependencies.items():
        assert all(level[f"w{other}"] < level[f"w{number}"] for other in others)
