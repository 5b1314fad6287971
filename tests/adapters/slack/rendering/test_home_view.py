"""The Home tab looks as it was last reviewed, and is one that Slack takes."""

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.rendering.home_view import home_view
from core.chat.card import Card, Link, Links, Text
from tests.adapters.cards import cards
from tests.adapters.slack.workspace.rules.view_rules import check_view

GOLDEN = Path(__file__).parent / "home_view.json"
SITE = "https://acme.slack.com/archives"

TAB = (
    Card(
        kind="notice",
        title="Where you can ask me",
        blocks=(
            Links(
                items=(
                    Link(label="C0111MNOP", url=f"{SITE}/C0111MNOP", note="/dataops line-counter"),
                    Link(label="Direct messages with me", url=f"{SITE}/D0222QRST", note="/dataops a"),
                )
            ),
            Text(markdown="I can help you with:\n\n• Counts lines (`/dataops line-counter`)"),
        ),
    ),
    Card(
        kind="notice",
        title="Your latest runs",
        blocks=(
            Links(
                items=(
                    Link(
                        label="<!channel> how *many* lines?",
                        url=f"{SITE}/C0111MNOP/p1700000000000100",
                        note="answered, 2026-05-02 10:00 UTC",
                    ),
                )
            ),
        ),
    ),
    Card(kind="notice", title="Your latest files", blocks=(Text(markdown="None yet."),)),
)


def test_the_tab_looks_as_it_was_reviewed() -> None:
    assert home_view(TAB) == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_slack_takes_the_reviewed_tab() -> None:
    check_view(home_view(TAB), "home")


@settings(max_examples=40, deadline=None)
@given(st.lists(cards, min_size=1, max_size=4))
def test_slack_takes_any_tab(shown: list[Card]) -> None:
    check_view(home_view(shown), "home")


def test_a_table_is_lines_on_the_tab() -> None:
    text = Text(markdown="| job | runs |\n|---|---|\n| GL_LOAD | 3 |")
    view = check_view(home_view([Card(kind="notice", title="Runs", blocks=(text,))]), "home")
    assert "GL_LOAD | 3" in json.dumps(view)
