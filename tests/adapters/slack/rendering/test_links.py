"""Links are words with an address behind them; a channel's id becomes its name."""

from typing import Any

import pytest

from adapters.slack.rendering.links import links
from core.chat.card import Link, Links
from tests.adapters.slack.workspace.payload import JSON

CHANNEL = "https://acme.slack.com/archives/C0111MNOP"


def target(label: str, url: str) -> JSON:
    """What is to be clicked on."""
    (line,) = links(Links(items=(Link(label=label, url=url, note="answered"),)))
    block: Any = line.block()
    element: JSON = block["elements"][0]["elements"][0]
    return element


def test_a_channels_id_is_shown_as_its_name() -> None:
    assert target("C0111MNOP", CHANNEL) == {"type": "channel", "channel_id": "C0111MNOP"}


@pytest.mark.parametrize(
    ("label", "url"),
    [
        ("Count the lines of july.lst", CHANNEL),
        ("C0222QRST", CHANNEL),
        ("C0111MNOP", f"{CHANNEL}/p1700000000000100"),
        ("C0111MNOP", "https://evil.example/archives/C0111MNOP"),
        ("Direct messages with me", "https://acme.slack.com/archives/D0111MNOP"),
    ],
)
def test_anything_else_is_shown_by_its_words(label: str, url: str) -> None:
    assert target(label, url) == {"type": "link", "url": url, "text": label}
