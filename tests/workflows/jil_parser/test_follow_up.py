"""What a question takes over from its thread."""

from typing import Any

import pytest

from workflows.jil_parser.follow_up import FollowUp
from workflows.jil_parser.state import JILParserState


def thread(
    words: str, inherited: tuple[str, ...] = (), before: dict[str, Any] | None = None, **state: Any
) -> FollowUp:
    context = {"remembered": before or {}, "inherited": list(inherited), "new_inputs": False}
    given: JILParserState = {"input": words, "context": context, **state}  # type: ignore[typeddict-item]
    return FollowUp(given)


@pytest.mark.parametrize(
    ("words", "inherited", "said", "levels"),
    [
        ("deeper", ("levels",), 2, 3),
        ("two levels deeper", (), 2, 4),
        ("3 levels", (), 3, 3),
        ("all levels", ("levels",), 2, None),
        ("and downstream?", ("levels",), 2, 2),
        ("deeper", (), None, None),
    ],
)
def test_levels_count_on_from_the_last_question(
    words: str, inherited: tuple[str, ...], said: int | None, levels: int | None
) -> None:
    assert thread(words, inherited, {"levels": 2}, levels=said).levels == levels


@pytest.mark.parametrize(
    ("inherited", "analysis", "meant"),
    [
        (("analysis",), "cycles", "cycle_reasons"),
        (("analysis",), "warnings", "job"),
        (("analysis",), "upstream", "upstream"),
        (("current_job",), "cycles", "cycles"),
        (("current_job",), "overview", "overview"),
    ],
)
def test_another_job_changes_what_a_list_means(inherited: tuple[str, ...], analysis: str, meant: str) -> None:
    assert thread("and GL_POST?", inherited, analysis=analysis, current_job="GL_POST").analysis == meant


def test_who_is_in_it_is_about_what_was_spoken_of() -> None:
    assert (
        thread("who is in it?", analysis="members", before={"analysis": "cycle_reasons"}).analysis == "cycles"
    )
    assert thread("what is in it?", analysis="members", before={"current_job": "BX"}).analysis == "members"
    assert thread("what is in it?", analysis="members").analysis == "overview"


def test_a_new_name_takes_the_place_of_an_old_object() -> None:
    assert thread("and etl3?", ("name",), name="etl2", current_job="etl3").name is None
    assert thread("and upstream?", ("name",), name="etl2").name == "etl2"
