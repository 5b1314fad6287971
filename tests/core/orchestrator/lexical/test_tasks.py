"""A task or a mere subject."""

import pytest

from core.orchestrator.lexical.message import read_message
from core.orchestrator.lexical.ranking import index_of
from core.orchestrator.lexical.tasks import asks_for_work, is_bare_order
from workflows.jil_parser.workflow import JILParserWorkflow

INDEX = index_of((JILParserWorkflow().get_metadata(),))


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("which jobs run on sunday", True),
        ("list the jobs", True),
        ("i need the jobs of box GL_BOX", True),
        ("jobs without alarms", True),
        ("members of GL_BOX", True),
        ("GL_POST start condition", True),
        ("upstream", True),
        ("any jobs there?", True),
        ("my autosys jobs", False),
        ("what is jil", False),
        ("what about LOAD_GL", False),
        ("LOAD_GL box", False),
    ],
)
def test_asks_for_work(text: str, *, task: bool) -> None:
    message = read_message(text, INDEX.spelling)
    assert asks_for_work(message, INDEX.rank(message, ())[0]) is task


def test_a_bare_order_points_at_what_nobody_sees() -> None:
    assert is_bare_order(read_message("analyse this", INDEX.spelling))
    assert not is_bare_order(read_message("analyse everything", INDEX.spelling))
    assert not is_bare_order(read_message("", INDEX.spelling))
