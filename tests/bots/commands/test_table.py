"""The names that workflows may not take are those of the built-in words, no more and no fewer."""

from pathlib import Path

from core.command_names import NAMES
from tests.house import open_house


async def test_every_name_is_a_word_and_every_word_has_its_name(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        assert {command.words[0] for command in house.service.commands.all} == set(NAMES)
        assert len(NAMES) == len(set(NAMES))
