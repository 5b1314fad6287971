"""What the word after the slash command means."""

import pytest

from core.orchestrator.lexical.builtin_words import resolve
from core.orchestrator.lexical.ranking import index_of
from tests.core.orchestrator.lexical.several_workflows import SEVERAL

COMMANDS = ("help", "pins", "pin", "status", "cancel")


@pytest.mark.parametrize(
    ("body", "command", "workflow", "arguments"),
    [
        ("", "help", None, []),
        ("help", "help", None, []),
        ("HELP!", "help", None, []),
        ("hlep", "help", None, []),
        ("pin a.xml", "pin", None, ["a.xml"]),
        ("cancle 42", "cancel", None, ["42"]),
        ("schema-profiler T_1", None, "schema_profiler", ["T_1"]),
        ("schema_profiler", None, "schema_profiler", []),
        ("schema profiler T_1", None, "schema_profiler", ["T_1"]),
        ("schemaprofilr T_1", None, "schema_profiler", ["T_1"]),
    ],
)
def test_resolved(body: str, command: str | None, workflow: str | None, arguments: list[str]) -> None:
    found = resolve(body, COMMANDS, index_of(SEVERAL))
    assert found is not None
    assert (found.command, found.workflow, found.arguments) == (command, workflow, arguments)


@pytest.mark.parametrize("body", ["which columns have nulls", "xyzzy", "?", "held tables are which ones"])
def test_a_sentence_is_left_to_the_ranking(body: str) -> None:
    assert resolve(body, COMMANDS, index_of(SEVERAL)) is None
