"""The router on a labelled set, on several workflows, and on hostile text."""

import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.routing import COMMANDS, accuracy, generated, is_right, labelled
from core.contracts import WorkflowMetadata
from core.orchestrator.intent import Intent, IntentRequest
from core.orchestrator.lexical.router import LexicalRouter
from tests.core.orchestrator.lexical.several_workflows import SEVERAL
from workflows.jil_parser.workflow import JILParserWorkflow

JIL = JILParserWorkflow().get_metadata()
ALL = (JIL, *SEVERAL)


def route(text: str, capabilities: tuple[WorkflowMetadata, ...] = (JIL,), **around: Any) -> Intent:
    return LexicalRouter().detect(IntentRequest(text, capabilities, COMMANDS, **around))


@pytest.mark.parametrize(
    ("half", "intent", "inputs"),
    [("tuning", 0.97, 0.96), ("test", 0.96, 0.94), ("beyond_words", 0.70, 0.40)],
)
def test_accuracy_on_the_labelled_set(half: str, intent: float, inputs: float) -> None:
    intents, with_inputs = accuracy(half)
    assert intents >= intent
    assert with_inputs >= inputs


@pytest.mark.parametrize("half", ["tuning", "test"])
def test_every_intent_is_served_well_on_its_own(half: str) -> None:
    rows = labelled(half)
    for kind in ("workflow", "meta", "none", "ask", "command"):
        results = [is_right(row, (JIL,))[0] for row in rows if row["intent"] == kind]
        assert len(results) >= 10
        assert sum(results) / len(results) >= 0.85, kind


def test_the_halves_are_split_by_the_rule() -> None:
    tuning, test = labelled("tuning"), labelled("test")
    assert len(tuning) + len(test) >= 300
    assert all(zlib.crc32(row["text"].encode()) % 2 == 0 for row in tuning)
    assert all(zlib.crc32(row["text"].encode()) % 2 == 1 for row in test)


@pytest.mark.parametrize(
    ("text", "workflow"),
    [
        ("generate a sql query for top customers", "sql_generator"),
        ("write me a select over orders and customers", "sql_generator"),
        ("Profile the CUSTOMER_ADDRESS table", "schema_profiler"),
        ("sugest indexes for ORDER_LINE", "schema_profiler"),
        ("which columns have nulls in ORDER_LINE", "schema_profiler"),
        ("convert this informatica mapping to snowflake", "informatica_converter"),
        ("migrate powercenter workflow m_load_cust", "informatica_converter"),
        ("trace the column lineage of ORDERS.AMOUNT", "lineage_tracer"),
        ("compare two csv files", "csv_reconciler"),
        ("reconcile ledger and bank", "csv_reconciler"),
        ("what breaks if I hold LOAD_GL", "jil_parser"),
        ("which jobs never start", "jil_parser"),
        ("upstream of LOAD_GL", "jil_parser"),
        ("/dataops schema-profiler CUSTOMER_ADDRESS", "schema_profiler"),
        ("/dataops lineage-tracr ORDERS.AMOUNT", "lineage_tracer"),
    ],
)
def test_the_right_one_of_several_workflows(text: str, workflow: str) -> None:
    found = route(text, ALL)
    assert (found.intent, found.workflow) == ("workflow", workflow)


@pytest.mark.parametrize(
    ("text", "between"),
    [
        ("sql", {"sql_generator", "lineage_tracer"}),
        ("LOAD_GL", {"jil_parser", "schema_profiler"}),
        ("find columns", {"schema_profiler", "lineage_tracer"}),
    ],
)
def test_a_small_margin_asks_back(text: str, between: set[str]) -> None:
    found = route(text, ALL)
    assert found.intent == "ask"
    assert set(found.candidates) == between
    assert found.workflow is None


def test_a_name_alone_does_not_make_a_foreign_question_ours() -> None:
    found = route("what breaks if I hold LOAD_GL", SEVERAL)
    assert (found.intent, found.candidates) == ("ask", ["schema_profiler"])


def test_the_runner_up_is_the_next_best() -> None:
    found = route("which columns have nulls in ORDER_LINE", ALL)
    assert found.runner_up == "lineage_tracer"
    assert route("which jobs never start").runner_up is None


@pytest.mark.parametrize("text", ["what can you do", "do you support informatica?", "hi", "@dataops help"])
@pytest.mark.parametrize("capabilities", [(), (JIL,), ALL])
def test_talk_about_the_bot_is_meta_whatever_is_installed(
    text: str, capabilities: tuple[WorkflowMetadata, ...]
) -> None:
    assert route(text, capabilities).intent == "meta"


def test_without_workflows_nothing_is_routed() -> None:
    assert route("what breaks if I hold LOAD_GL?", ()).intent == "none"
    assert route("/dataops help", ()).command == "help"


def test_the_right_one_of_five_hundred() -> None:
    many = generated(500)
    for metadata in many[::97]:
        found = route(metadata.example_queries[0], many)
        assert (found.intent, found.workflow) == ("workflow", metadata.name)


def test_a_workflow_command_wins_over_a_built_in_word() -> None:
    named = WorkflowMetadata(name="status", description="Shows the state of a pipeline")
    found = route("/dataops status", (named,))
    assert (found.intent, found.workflow) == ("workflow", "status")


def test_a_command_keeps_its_arguments() -> None:
    found = route("/dataops pin estate.jil prod")
    assert (found.command, found.arguments) == ("pin", ["estate.jil", "prod"])


def test_a_built_in_word_without_the_slash_command_is_no_command() -> None:
    assert route("pins").intent == "meta"
    assert route("@dataops pins").command is None


def test_an_attached_file_is_something_to_work_on() -> None:
    assert route("have a look", ALL, files=("mappings.xml",)).workflow == "informatica_converter"
    assert route("compare these", ALL, files=("a.csv", "b.csv")).workflow == "csv_reconciler"
    assert route("", ALL, files=("mappings.xml",)).candidates == ["informatica_converter"]
    assert route("analyse this", files=("minutes.docx",)).intent == "ask"
    assert route("thanks!", files=("estate.jil",)).intent == "none"


def test_the_thread_goes_on_with_its_last_workflow() -> None:
    assert route("and GL_POST?", ALL, last_workflow="jil_parser").workflow == "jil_parser"
    assert route("and GL_POST?", ALL).intent == "ask"
    assert route("thanks", ALL, last_workflow="jil_parser").intent == "none"


def test_it_stands_for_the_last_answer() -> None:
    assert route("who owns it?", last_workflow="jil_parser").parameters["analysis"] == "job"
    assert route("who owns it?").intent == "meta"


def test_the_sentence_with_the_wish_decides() -> None:
    assert route("Hi! I am new here. What is this bot good for?").intent == "meta"
    found = route("I am new here. My cat is fine. What is upstream of GL_POST?")
    assert (found.intent, found.parameters["current_job"]) == ("workflow", "GL_POST")
    assert route("My cat is fine. My dog too.").intent == "none"
    assert route("Hi! My laptop is slow today.").intent == "none"
    assert route("Hi! LOAD_GL. Thanks!").intent == "ask"


def test_orders_nobody_can_follow_are_out_of_scope() -> None:
    assert route("kill LOAD_GL now").intent == "none"
    assert route("did LOAD_GL finish last night?").intent == "none"
    assert route("kill LOAD_GL? what breaks then").intent == "workflow"


@pytest.mark.parametrize(
    ("ability", "task"),
    [
        ("can you read JIL files?", "can you read this JIL file?"),
        ("can you find cycles?", "can you show me the cycles"),
        ("how do I find what breaks?", "how do I find what breaks if LOAD_GL is held?"),
    ],
)
def test_a_question_of_ability_differs_from_a_task(ability: str, task: str) -> None:
    assert route(ability).intent == "meta"
    assert route(task).intent == "workflow"


def test_what_is_found_in_the_words_comes_along() -> None:
    found = route("upstrem of GL_POST 2 levels")
    assert found.parameters == {"current_job": "GL_POST", "analysis": "upstream", "levels": 2}
    assert route("LOAD_GL").parameters == {"current_job": "LOAD_GL"}
    on_a_host = route("etlprod01 is patched tonight, what breaks when LOAD_GL is held")
    assert on_a_host.parameters["current_job"] == "LOAD_GL"


@pytest.mark.parametrize(
    ("text", "analysis"),
    [
        ("does anything wait for LOAD_GL", "downstream"),
        ("LOAD_GL waits for whom", "upstream"),
        ("LOAD_GL feeds what", "downstream"),
        ("which one feeds LOAD_GL", "upstream"),
    ],
)
def test_the_side_a_name_stands_on_decides(text: str, analysis: str) -> None:
    assert route(text).parameters["analysis"] == analysis


HOSTILE = [
    "",
    " ",
    "\x00\x01\x7f",
    "/dataops \u202e\u200b",
    "x" * 10_000,
    "A_B " * 2_500,
    "(" * 10_000,
    ",@dataops" * 1_100,
    "--levels=" * 1_100,
    "\u0645\u0631\u062d\u0628\u0627 LOAD_GL",
    "\U0001f389" * 300,
    "\ud800",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("capabilities", [(), (JIL,), ALL])
def test_hostile_text_gets_an_intent(text: str, capabilities: tuple[WorkflowMetadata, ...]) -> None:
    assert 0 <= route(text, capabilities, files=("a.zip", "")).score <= 1


SPOKEN = st.lists(
    st.sampled_from(
        [
            "what",
            "breaks",
            "jobs",
            "LOAD_GL",
            "`x`",
            "s(A)",
            "/dataops",
            "@dataops",
            "=",
            "--levels",
            "levels=",
            "2",
            "hi",
        ]
    )
    | st.text(max_size=12),
    max_size=20,
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(text=SPOKEN | st.text(max_size=300), last=st.sampled_from([None, "jil_parser", "gone"]))
def test_never_raises_and_keeps_the_contract(text: str, last: str | None) -> None:
    found = route(text, ALL, last_workflow=last)
    names = {metadata.name for metadata in ALL}
    assert 0 <= found.score <= 1
    assert (found.workflow in names) == (found.intent == "workflow")
    assert (found.command is not None) == (found.intent == "command")
    assert bool(found.candidates) == (found.intent == "ask")
    assert set(found.candidates) <= names
