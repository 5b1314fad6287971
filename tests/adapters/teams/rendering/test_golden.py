"""Messages look as they were last reviewed; see `golden.py` for how to write the files anew."""

import pytest

from adapters.teams.rendering.card import render
from tests.adapters.example_cards import CARDS
from tests.adapters.teams.rendering.golden import FOLDER, PICTURES, written
from tests.adapters.teams.rendering.shape import check


@pytest.mark.parametrize("name", CARDS)
def test_a_card_looks_as_it_was_reviewed(name: str) -> None:
    assert written(name) == (FOLDER / f"{name}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CARDS)
def test_a_reviewed_message_is_one_that_teams_takes(name: str) -> None:
    for payload in render(CARDS[name], pictures=PICTURES).payloads:
        check(payload)


def test_every_file_belongs_to_a_card() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == CARDS.keys()
