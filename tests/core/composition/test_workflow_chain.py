"""Workflows one after the other: what they are given, what comes of it, and what is refused."""

from collections.abc import Mapping
from typing import Any

import pytest

from core.composition import WorkflowChain
from core.composition.aggregators import as_list, merge
from core.composition.workflow_step import Constant
from core.errors import UserFacingError
from tests.core.composition.samples import Sample, raising, registry_of, saying, states, text

SCHEMA = {"table": "LEDGER", "columns": 12}


def three(*, fails: Exception | None = None) -> tuple[WorkflowChain, list[Sample]]:
    """Analyze, generate (from what the first found), optimize."""
    generate = saying({"sql": "select 1"}) if fails is None else raising(fails)
    samples = [
        Sample("schema_analyzer", saying({"schema": SCHEMA}), text("table")),
        Sample("sql_generator", generate, text("schema")),
        Sample("query_optimizer", saying("select 1 limit 1")),
    ]
    chain = WorkflowChain(registry_of(*samples), name="tuned_query", description="Makes a tuned query")
    chain.add_step("schema_analyzer")
    chain.add_step("sql_generator", parameter_mapping=lambda prev: {"schema": prev["result"]["schema"]})
    chain.add_step("query_optimizer")
    return chain, samples


def test_each_step_gets_what_its_mapping_takes_from_the_one_before() -> None:
    chain, (_, generator, optimizer) = three()
    response = chain.execute("session_1", {"table": "LEDGER", "query": "tune it"})
    assert response["success"] is True
    assert response["result"] == "select 1 limit 1"
    assert generator.given[0]["schema"] == SCHEMA
    assert generator.given[0]["input"] == "tune it"
    assert optimizer.given[0]["context"]["previous"] == {"sql": "select 1"}
    assert optimizer.given[0]["context"]["results"]["schema_analyzer"] == {"schema": SCHEMA}
    assert [step.workflow_names for step in chain.steps] == [
        ["schema_analyzer"],
        ["sql_generator"],
        ["query_optimizer"],
    ]
    assert states(response) == [
        ("schema_analyzer", "done"),
        ("sql_generator", "done"),
        ("query_optimizer", "done"),
    ]


def test_the_answer_is_the_last_finding_with_what_each_step_came_to() -> None:
    answer = {"finding": "3 late jobs.", "details": "A, B and C.", "numbers": {"Late": 3}}
    chain = WorkflowChain(
        registry_of(Sample("first", saying("12 lines.")), Sample("last", saying("x", answer=answer)))
    )
    chain.add_step("first")
    chain.add_step("last")
    told = chain.execute("session_1", {})["answer"]
    assert told["finding"] == "3 late jobs."
    assert told["numbers"] == {"Late": 3}
    assert told["details"] == "A, B and C.\n\n- first: 12 lines.\n- last: 3 late jobs."


def test_a_step_whose_condition_does_not_hold_is_left_out_and_named() -> None:
    chain = WorkflowChain(registry_of(*(Sample(name, saying(name)) for name in ("a", "b", "c"))))
    chain.add_step("a")
    chain.add_step("b", condition=lambda prev: prev["result"] == "something else")
    chain.add_step("c", condition=lambda prev: prev["result"] == "a")
    response = chain.execute("session_1", {})
    assert states(response) == [("a", "done"), ("b", "skipped"), ("c", "done")]
    assert "- b: not needed" in response["answer"]["details"]


def test_a_chain_of_which_nothing_is_needed_says_so() -> None:
    chain = WorkflowChain(registry_of(Sample("a", saying("x"))))
    chain.add_step("a", condition=lambda prev: bool(prev["result"]))
    response = chain.execute("session_1", {})
    assert "had nothing to do" in response["result"]


def test_workflows_side_by_side_come_to_one_result() -> None:
    samples = [
        Sample("left", saying({"a": 1})),
        Sample("right", saying({"b": 2})),
        Sample("after", saying("x")),
    ]
    chain = WorkflowChain(registry_of(*samples))
    chain.add_parallel(["left", "right"], merge)
    chain.add_step("after")
    response = chain.execute("session_1", {})
    assert samples[-1].given[0]["context"]["previous"] == {"a": 1, "b": 2}
    assert states(response) == [("left", "done"), ("right", "done"), ("after", "done")]


def test_the_aggregator_is_given_the_responses_in_order() -> None:
    chain = WorkflowChain(registry_of(Sample("left", saying("l")), Sample("right", saying("r"))))
    chain.add_parallel(["left", "right"], as_list)
    response = chain.execute("session_1", {})
    assert response["result"] == {"results": ["l", "r"]}
    assert response["answer"]["finding"] == "l r"


def test_a_failure_says_what_ran_and_what_did_not() -> None:
    chain, samples = three(fails=UserFacingError("The schema is too old."))
    response = chain.execute("session_1", {"table": "LEDGER"})
    assert response["success"] is False
    sentence = (
        "tuned_query stopped at step 2 of 3, sql_generator: The schema is too old. "
        "Done: schema_analyzer. Not run: query_optimizer."
    )
    assert response["errors"] == [sentence]
    assert samples[2].given == []
    assert states(response) == [
        ("schema_analyzer", "done"),
        ("sql_generator", "failed"),
        ("query_optimizer", "not run"),
    ]


def test_an_unexpected_error_is_logged_and_its_text_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    chain, _ = three(fails=RuntimeError("password=hunter2"))
    response = chain.execute("session_1", {"table": "LEDGER"})
    assert "Something went wrong in it" in response["result"]
    assert "hunter2" not in str(response)
    assert "step_failed_unexpectedly" in capsys.readouterr().out


def test_of_workflows_side_by_side_the_good_ones_are_told_too() -> None:
    samples = [
        Sample("left", saying("l", artifacts=["artifact_1"])),
        Sample("right", raising(UserFacingError("No rights."))),
        Sample("after", saying("x")),
    ]
    chain = WorkflowChain(registry_of(*samples), name="both")
    chain.add_parallel(["left", "right"], merge)
    chain.add_step("after")
    response = chain.execute("session_1", {})
    assert response["errors"] == [
        "both stopped at step 1 of 2, left and right: right: No rights. Done: left. Not run: after."
    ]
    assert response["artifacts"] == ["artifact_1"]


@pytest.mark.parametrize(
    ("aggregator", "said"),
    [
        (lambda responses: responses[7], "could not be put together"),
        (len, "is no result"),
    ],
)
def test_an_aggregator_that_does_not_work_stops_the_chain(aggregator: Any, said: str) -> None:
    chain = WorkflowChain(registry_of(*(Sample(name, saying(name)) for name in ("a", "b", "c"))))
    chain.add_parallel(["a", "b"], aggregator)
    chain.add_step("c")
    response = chain.execute("session_1", {})
    assert response["success"] is False
    assert said in response["result"]
    assert "Done: a, b. Not run: c." in response["result"]


def test_a_response_outside_the_contract_is_a_failed_step() -> None:
    chain = WorkflowChain(registry_of(Sample("a", lambda _: {"success": "perhaps"})))
    chain.add_step("a")
    assert "without a valid response" in chain.execute("session_1", {})["result"]


def test_a_condition_that_does_not_work_says_what_ran() -> None:
    chain = WorkflowChain(registry_of(Sample("a", saying({})), Sample("b", saying("x"))), name="odd")
    chain.add_step("a")
    chain.add_step("b", condition=lambda prev: prev["result"]["rows"] > 0)
    with pytest.raises(UserFacingError, match=r"odd stopped before b: .* Done: a\. Not run: b\."):
        chain.execute("session_1", {})


def test_a_mapping_that_does_not_work_is_a_failed_step() -> None:
    chain, _ = three()
    chain.add_step("sql_generator", parameter_mapping=lambda prev: {"schema": prev["result"]["nothing"]})
    response = chain.execute("session_1", {"table": "LEDGER"})
    assert "step 4 of 4, sql_generator_2: Its parameters cannot be made" in response["result"]


def test_a_workflow_can_come_twice_and_be_named() -> None:
    sample = Sample("count", saying({"rows": 3}), text("table"), text("rows", type="integer", required=False))
    chain = WorkflowChain(registry_of(sample))
    chain.add_step("count", parameter_mapping={"table": Constant("A")}, name="first")
    chain.add_step("count", parameter_mapping={"table": "input.table", "rows": "steps.first.result.rows"})
    chain.add_step("count", parameter_mapping={"table": "words"})
    response = chain.execute("session_1", {"table": "B", "query": "C"})
    assert [given["table"] for given in sample.given] == ["A", "B", "C"]
    assert sample.given[1]["rows"] == 3
    assert states(response) == [("first", "done"), ("count", "done"), ("count_2", "done")]


def test_what_its_workflows_need_is_an_input_of_the_chain() -> None:
    chain, _ = three()
    metadata = chain.get_metadata()
    assert [(each.name, each.required) for each in metadata.required_inputs] == [("table", True)]
    assert metadata.composed_of == ["schema_analyzer", "sql_generator", "query_optimizer"]
    chain.add_step("schema_analyzer", condition=lambda _: True, parameter_mapping={})
    assert [each.required for each in chain.get_metadata().required_inputs] == [True]


def test_a_missing_parameter_is_refused_before_anything_runs() -> None:
    chain, samples = three()
    with pytest.raises(UserFacingError, match="tuned_query needs table; nothing was run"):
        chain.execute("session_1", {})
    assert all(sample.given == [] for sample in samples)


def chain_of(*steps: tuple[str, Mapping[str, Any]], registry: Any = None) -> WorkflowChain:
    known = registry or registry_of(
        Sample("a", saying("x"), text("name")), Sample("b", saying("x"), text("name", type="integer"))
    )
    chain = WorkflowChain(known, name="odd")
    for workflow, mapping in steps:
        chain.add_step(workflow, parameter_mapping=mapping)
    return chain


@pytest.mark.parametrize(
    ("chain", "sentence"),
    [
        (chain_of(), "it has no steps"),
        (chain_of(("nobody", {})), "There is no workflow 'nobody'"),
        (chain_of(("odd", {})), "cannot be a part of itself"),
        (chain_of(("a", {}), ("b", {})), "'name' of b is something else"),
        (chain_of(("a", {"name": "previous.result.x"})), "nothing comes before the first step"),
        (chain_of(("a", {"other": "input.other"})), "declare 'other' under inputs"),
        (chain_of(("a", {"name": "steps.b.result"}), ("b", {})), "'b' is no earlier step"),
        (chain_of(("a", {"name": "__class__.mro"})), "is no name of an input"),
        (chain_of(("a", {"name": "previous.secrets"})), "is no name of an input"),
        (chain_of(*[("a", {})] * 101), "more than 100 steps"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(chain: WorkflowChain, sentence: str) -> None:
    for act in (chain.get_metadata, chain.get_compiled_graph, lambda: chain.execute("session_1", {})):
        with pytest.raises(UserFacingError, match=sentence):
            act()


def test_two_steps_of_one_name_are_refused() -> None:
    chain = chain_of(("a", {}))
    chain.add_step("a", name="a")
    with pytest.raises(UserFacingError, match="two steps are called 'a'"):
        chain.get_metadata()


def test_an_input_may_not_be_called_like_a_part_of_the_state() -> None:
    chain = WorkflowChain(registry_of(Sample("a", saying("x"), text("results"))))
    chain.add_step("a")
    with pytest.raises(UserFacingError, match="no input may be called 'results'"):
        chain.get_metadata()


@pytest.mark.parametrize(
    ("declared", "value", "sentence"),
    [
        ({"type": "integer"}, "many", "'many' is not a whole number"),
        ({"type": "integer"}, {"a": 1}, "is no integer"),
        ({"pattern": "[A-Z]+"}, "rm -rf", "'rm -rf' is not the value"),
        ({"type": "file", "kind": "csv"}, "/etc/passwd", "is not of this conversation"),
        ({"type": "file", "kind": "csv"}, 7, "is no list of files"),
        ({}, None, "Nothing gave it its 'value'"),
    ],
)
def test_a_result_is_read_like_anything_from_outside(
    declared: dict[str, Any], value: Any, sentence: str
) -> None:
    samples = [
        Sample("first", saying({"value": value})),
        Sample("second", saying("x"), text("value", **declared)),
    ]
    chain = WorkflowChain(registry_of(*samples))
    chain.add_step("first")
    chain.add_step("second", parameter_mapping={"value": "previous.result.value"})
    response = chain.execute("session_1", {})
    assert response["success"] is False
    assert sentence in response["result"]
    assert samples[1].given == []


def test_a_chain_can_be_a_part_of_a_chain() -> None:
    inner, samples = three()
    registry = registry_of(*samples)
    inner = WorkflowChain(registry, name="inner")
    inner.add_step("schema_analyzer")
    registry.register(inner)
    outer = WorkflowChain(registry, name="outer")
    outer.add_step("inner")
    outer.add_step("sql_generator", parameter_mapping={"schema": "previous.result.schema"})
    registry.register(outer)
    assert registry.parts_of("outer") == ("inner", "sql_generator", "schema_analyzer")
    assert outer.execute("session_1", {"table": "LEDGER"})["result"] == {"sql": "select 1"}


def test_a_long_chain_runs_to_its_end() -> None:
    chain = WorkflowChain(registry_of(Sample("a", saying("x"))))
    for _ in range(60):
        chain.add_step("a")
    assert chain.execute("session_1", {})["metadata"]["iterations"] == 60


def test_a_question_that_nobody_can_answer_is_told() -> None:
    def ask(_: dict[str, Any]) -> dict[str, Any]:
        from core.tools.questions import ask_person

        return {"output": ask_person(text("sure"))}

    chain = WorkflowChain(registry_of(Sample("a", ask)))
    chain.add_step("a")
    with pytest.raises(UserFacingError, match="nobody is there to answer"):
        chain.execute("session_1", {})


def test_a_chain_without_a_registry_takes_the_process_s_own() -> None:
    chain = WorkflowChain()
    chain.add_step("there_is_no_such_workflow")
    with pytest.raises(UserFacingError, match="There is no workflow"):
        chain.get_metadata()
