"""Cards are data: they survive being written down, and always say something."""

import pytest
from pydantic import ValidationError

from core.chat.card import Card
from core.chat.conformance import BLOCKS


def test_a_card_survives_being_written_down() -> None:
    card = Card(kind="answer", title="Found it", blocks=BLOCKS, footer="1.2 s")
    assert Card.model_validate_json(card.model_dump_json()) == card


@pytest.mark.parametrize("title", ["", " ", "\n\t"])
def test_a_card_has_a_title(title: str) -> None:
    with pytest.raises(ValidationError):
        Card(kind="notice", title=title)


@pytest.mark.parametrize("fields", [{"kind": "other"}, {"blocks": [{"type": "other"}]}])
def test_what_no_door_can_render_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Card.model_validate({"kind": "notice", "title": "x"} | fields)


def test_a_card_does_not_change() -> None:
    card = Card(kind="notice", title="x")
    with pytest.raises(ValidationError):
        card.title = "y"  # type: ignore[misc]
