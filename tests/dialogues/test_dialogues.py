"""Every dialogue runs at every door as it is written."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from zlib import crc32

import pytest
import pytest_asyncio
from _pytest.mark import ParameterSet

from core.tools.drawing import png
from tests.dialogues import surfaces
from tests.dialogues.doors import DOORS, DoorName, Doors, open_doors
from tests.dialogues.library import FOLDERS, dialogue, scripts
from tests.dialogues.player import Missed, Turn, play
from tests.dialogues.script import parse

pytestmark = pytest.mark.asyncio(loop_scope="module")

SKEW = "ada: Report the partition skew of SALES\n"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def doors(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path_factory.mktemp("doors")) as opened:
        yield opened


async def played(doors: Doors, door: DoorName, text: str) -> Sequence[Turn]:
    async with doors.stage(door) as stage:
        return await play(parse("here.txt", text, FOLDERS), stage)


def everywhere() -> list[ParameterSet]:
    """Every dialogue at every door; what the fast suite leaves out is marked."""
    return [
        pytest.param(
            script,
            door,
            id=f"{script.stem}-{door}",
            marks=() if door in fast_doors(script) else pytest.mark.dialogues,
        )
        for script in scripts()
        for door in DOORS
    ]


def fast_doors(script: Path) -> tuple[DoorName, ...]:
    """For every third dialogue one door, which it keeps with its name."""
    lot = crc32(script.stem.encode())
    return () if lot % 3 else (DOORS[lot // 3 % len(DOORS)],)


@pytest.mark.parametrize(("script", "door"), everywhere())
async def test_a_dialogue_runs_unchanged(
    doors: Doors, script: Path, door: DoorName, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(png, "ZOOM", 0.5)  # nobody looks at the pictures
    written = dialogue(script)
    async with doors.stage(door, files_later=written.brings_files_later) as stage:
        await play(written, stage)


async def test_every_door_has_its_share_of_the_fast_suite() -> None:
    assert {door for script in scripts() for door in fast_doors(script)} == set(DOORS)


async def test_the_page_shows_how_it_goes_at_every_door(doors: Doors) -> None:
    written = surfaces.PAGE.read_text(encoding="utf-8")
    assert written == await surfaces.surfaces(doors), "run make surfaces"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        (f"{SKEW}bot: Are you happy?\n", "here.txt:2", "not there: Are you happy?"),
        (f"{SKEW}bot: Are you sure?\nbut not: sure\n", "here.txt:3", "must not be there: sure"),
        ("ada: What can you do?\nbot asks: I help\n", "here.txt:2", "nothing is asked: I help"),
        (f"{SKEW}bot gives: skew.csv\n", "here.txt:2", "not there: skew.csv"),
        (f"{SKEW}bot asks: sure\npress: perhaps\nbot: sure\n", "here.txt:3", "perhaps"),
    ],
    ids=["not said", "said all the same", "not asked", "not given", "no such button"],
)
async def test_what_the_bot_does_otherwise_is_told_with_what_was_seen(
    doors: Doors, door: DoorName, text: str, place: str, what: str
) -> None:
    with pytest.raises(Missed) as missed:
        await played(doors, door, text)
    said = str(missed.value)
    assert said.startswith(f"{place} ({door}): ")
    assert what in said


@pytest.mark.parametrize("door", DOORS)
async def test_a_turn_holds_what_came_after_its_act_alone(doors: Doors, door: DoorName) -> None:
    asked, answered = await played(
        doors, door, f"{SKEW}bot asks: Are you sure?\nanswer: yes\nbot: Partition report for True\n"
    )
    first, second = ("\n".join(post.text for post in turn.posts) for turn in (asked, answered))
    assert "SALES" in asked.did
    assert "yes" in answered.did
    assert "Are you sure?" in first
    assert "Partition report" not in first
    assert "Partition report for True" in second
    assert "Are you sure?" not in second


async def test_a_thread_has_nothing_of_the_one_before(doors: Doors) -> None:
    counting = "ada: Count the lines of this listing"
    for door in DOORS:
        await played(doors, door, f"{counting} [attached: july.lst]\nbot: 3 lines\n")
        await played(doors, door, f"{counting}\nbot asks: Which listing should I count?\nbut not: july.lst\n")
