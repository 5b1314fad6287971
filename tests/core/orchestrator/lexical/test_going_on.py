"""What goes on from the last question, and what is one of its own."""

from typing import Any

import pytest

from core.orchestrator.intent import Intent, IntentRequest
from core.orchestrator.lexical.router import LexicalRouter
from tests.core.orchestrator.lexical.several_workflows import SEVERAL
from workflows.jil_parser.workflow import JILParserWorkflow

ALL = (JILParserWorkflow().get_metadata(), *SEVERAL)

LAST = {"analysis": "upstream", "current_job": "GL_POST", "levels": 2}


def route(text: str, files: tuple[str, ...] = (), last: dict[str, Any] | None = None) -> Intent:
    remembered = LAST if last is None else last
    request = IntentRequest(text, ALL, files=files, last_workflow="jil_parser", remembered=remembered)
    return LexicalRouter().detect(request)


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("and downstream?", {"analysis": "downstream"}),
        ("what about downstream", {"analysis": "downstream"}),
        ("same for APPL_GL", {"current_job": "APPL_GL"}),
        ("no, I meant APPL_GL", {"current_job": "APPL_GL"}),
        ("sorry, not that one, APPL_GL", {"current_job": "APPL_GL"}),
        ("three levels only", {"levels": 3}),
        ("and downstream of APPL_GL", {"analysis": "downstream", "current_job": "APPL_GL"}),
        ("or on ice?", {"analysis": "impact", "scenario": "ice"}),
        ("deeper", {}),
        ("again please", {}),
        ("once more", {}),
    ],
)
def test_what_is_left_out_stays_as_it_was(text: str, changed: dict[str, Any]) -> None:
    found = route(text)
    assert (found.intent, found.workflow) == ("workflow", "jil_parser")
    assert found.parameters == LAST | changed
    assert set(found.inherited) == LAST.keys() - changed.keys()


@pytest.mark.parametrize("text", ["again with this file", "and in this one?", "sorry, wrong file. this one"])
def test_a_file_that_is_pointed_at_repeats_the_question(text: str) -> None:
    assert route(text, files=("new.jil",)).parameters == LAST
    assert route(text, files=("minutes.docx",)).parameters != LAST


@pytest.mark.parametrize(
    "text",
    [
        "Which jobs are downstream of APPL_GL?",
        "downstream of APPL_GL",
        "show downstream of APPL_GL",
        "and what waits for APPL_GL?",
    ],
)
def test_a_whole_question_takes_nothing_over(text: str) -> None:
    found = route(text)
    assert found.workflow == "jil_parser"
    assert found.inherited == []
    assert "levels" not in found.parameters


@pytest.mark.parametrize(
    "text", ["thanks", "ok", "hold it", "and kill GL_POST", "what can you do?", "and pizza?"]
)
def test_talk_and_orders_are_no_follow_up(text: str) -> None:
    assert route(text).intent in {"none", "meta"}


def test_it_in_one_of_the_declared_questions_needs_no_other_word() -> None:
    assert route("who is in it?").parameters == {"analysis": "members"}
