"""The three ways to bring a snapshot together with what a thread knows now."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contexts.merge import merged, selected
from core.contexts.snapshot import SnapshotContent

names = st.sampled_from(["a", "b", "c"])
inputs = st.dictionaries(names, st.fixed_dictionaries({"ids": st.lists(names), "at": names}))
questions = st.lists(
    st.fixed_dictionaries({"run_id": st.integers(0, 6).map(str), "workflow": names}),
    unique_by=lambda each: str(each["run_id"]),
)
states = st.fixed_dictionaries({}, optional={"inputs": inputs, "asked": questions, "other": names})
contents = st.builds(
    SnapshotContent,
    orchestrator_state=states,
    workflow_states=st.dictionaries(names, st.dictionaries(names, names)),
    artifact_refs=st.lists(names, unique=True),
    message_ids=st.lists(names, unique=True),
)


def is_in_order(part: list[Any], whole: list[Any]) -> bool:
    rest = iter(whole)
    return all(each in rest for each in part)


@given(contents, contents)
def test_a_merge_has_all_of_both_and_the_snapshot_wins(
    present: SnapshotContent, snapshot: SnapshotContent
) -> None:
    both = merged(present, snapshot)
    mine, theirs, state = present.orchestrator_state, snapshot.orchestrator_state, both.orchestrator_state
    assert state.keys() == mine.keys() | theirs.keys()
    for kind, kept in state.get("inputs", {}).items():
        assert kept == theirs.get("inputs", {}).get(kind, mine.get("inputs", {}).get(kind))
    assert state.get("other") == theirs.get("other", mine.get("other"))
    for workflow, known in both.workflow_states.items():
        older, newer = present.workflow_states.get(workflow, {}), snapshot.workflow_states.get(workflow, {})
        assert known == older | newer
    for name in ("artifact_refs", "message_ids"):
        united, first, second = (getattr(each, name) for each in (both, snapshot, present))
        assert (set(united), len(united)) == ({*first, *second}, len({*first, *second}))
        assert is_in_order(first, united)


@given(contents, contents)
def test_merged_questions_stand_once_in_order_and_the_present_one_is_the_newer(
    present: SnapshotContent, snapshot: SnapshotContent
) -> None:
    older = snapshot.orchestrator_state.get("asked", [])
    newer = present.orchestrator_state.get("asked", [])
    asked = merged(present, snapshot).orchestrator_state.get("asked", [])
    runs = [each["run_id"] for each in asked]
    assert runs == list(dict.fromkeys([each["run_id"] for each in [*older, *newer]]))
    assert all(each in asked for each in newer)


@given(contents)
def test_a_merge_with_itself_or_nothing_changes_nothing(content: SnapshotContent) -> None:
    assert merged(content, content) == merged(SnapshotContent(), content) == content
    assert merged(content, SnapshotContent()) == content


@given(contents)
def test_only_what_is_named_is_selected_at_its_place(content: SnapshotContent) -> None:
    paths = [f"workflow_states.{each}" for each in content.workflow_states]
    chosen = selected(content, ["artifact_refs", *paths])
    assert chosen.pop("artifact_refs") == content.artifact_refs
    assert chosen == ({"workflow_states": content.workflow_states} if paths else {})


def test_a_part_and_its_whole_are_the_whole_and_nothing_is_changed() -> None:
    content = SnapshotContent(orchestrator_state={"inputs": {"listing": {"ids": ["x"]}, "map": {}}})
    keys = ["orchestrator_state.inputs.listing", "orchestrator_state"]
    whole = {"orchestrator_state": content.orchestrator_state}
    assert selected(content, keys) == selected(content, keys[::-1]) == whole
    assert selected(content, keys[:1]) == {"orchestrator_state": {"inputs": {"listing": {"ids": ["x"]}}}}


@pytest.mark.parametrize("key", ["", "nothing", "artifact_refs.0", "orchestrator_state.inputs"])
def test_a_path_to_nothing_is_told(key: str) -> None:
    with pytest.raises(ValueError, match="nothing at"):
        selected(SnapshotContent(), [key])
