"""Rules: which workflows run for what is given, and in which order."""

import pytest

from core.composition import ConditionalOrchestrator
from core.errors import UserFacingError
from tests.core.composition.samples import Sample, registry_of, saying, states, text


def orchestrator() -> ConditionalOrchestrator:
    size = text("data_size", type="integer", required=False)
    names = ("large_data_processor", "small_data_processor", "auditor")
    made = ConditionalOrchestrator(registry_of(*(Sample(name, saying(name), size) for name in names)))
    made.add_rule(lambda given: given["data_size"] > 1_000_000, "large_data_processor")
    made.add_rule(lambda given: given["data_size"] <= 1_000_000, "small_data_processor")
    made.add_rule(lambda given: "audit" in given["input"], "auditor", priority=5)
    return made


def test_the_rules_that_hold_give_their_workflows_by_priority() -> None:
    rules = orchestrator()
    assert rules.evaluate({"data_size": 5, "input": ""}) == ["small_data_processor"]
    assert rules.evaluate({"data_size": 5_000_000, "input": "audit it"}) == [
        "auditor",
        "large_data_processor",
    ]
    rules.add_rule(lambda _: True, "small_data_processor", priority=9)
    assert rules.evaluate({"data_size": 5, "input": ""}) == ["small_data_processor"]


def test_those_workflows_run_in_that_order_and_no_others() -> None:
    response = orchestrator().execute("session_1", {"data_size": 2_000_000, "query": "audit it"})
    assert states(response) == [
        ("auditor", "done"),
        ("large_data_processor", "done"),
        ("small_data_processor", "skipped"),
    ]
    assert response["result"] == "large_data_processor"


def test_a_rule_that_cannot_be_decided_stops_before_anything_runs() -> None:
    with pytest.raises(UserFacingError, match=r"stopped before large_data_processor: .* Not run: large"):
        orchestrator().execute("session_1", {"query": ""})


def test_without_a_rule_there_is_nothing_to_run() -> None:
    with pytest.raises(UserFacingError, match="it has no steps"):
        ConditionalOrchestrator(registry_of()).execute("session_1", {})


def test_what_a_rule_may_not_need_is_not_demanded() -> None:
    rules = ConditionalOrchestrator(registry_of(Sample("a", saying("x"), text("table"))), name="rules")
    rules.add_rule(lambda _: False, "a")
    assert [each.required for each in rules.get_metadata().required_inputs] == [False]
    assert "had nothing to do" in rules.execute("session_1", {})["result"]
