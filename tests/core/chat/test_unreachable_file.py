"""Why a file cannot be fetched goes with the file and comes back from it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

import pytest

from core.chat.inbound import InboundFile
from core.chat.unreachable_file import UnreachableFile


class Obstacle(StrEnum):
    SEALED = "is sealed; open it and attach it again"


class Other(StrEnum):
    BURNT = "has burnt"


@dataclass(frozen=True, slots=True)
class Lost(UnreachableFile):
    obstacles: ClassVar = Obstacle


@dataclass(frozen=True, slots=True)
class LostElsewhere(UnreachableFile):
    obstacles: ClassVar = Other


def test_the_sentence_says_what_to_do() -> None:
    assert str(Lost("a.lst", Obstacle.SEALED)) == "a.lst is sealed; open it and attach it again."


@pytest.mark.parametrize("name", ["a.lst", "", "unreachable:BURNT"])
def test_the_obstacle_comes_back_from_the_file(name: str) -> None:
    lost = Lost(name, Obstacle.SEALED)
    assert lost.file == InboundFile(name=name, locator="unreachable:SEALED")
    assert Lost.of(lost.file) == lost


@pytest.mark.parametrize(
    "locator", ["", "x", "SEALED", "unreachable:", "unreachable:sealed", "unreachable:unreachable:SEALED"]
)
def test_any_other_file_can_be_fetched(locator: str) -> None:
    assert Lost.of(InboundFile(name="a", locator=locator)) is None


def test_an_obstacle_of_another_door_is_none_of_this_one() -> None:
    assert LostElsewhere.of(Lost("a", Obstacle.SEALED).file) is None
