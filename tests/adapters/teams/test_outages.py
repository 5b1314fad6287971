"""While Teams cannot be reached nothing is lost, and afterwards everything stands as it should, once.

The door goes at its real pace here, on a clock that is turned.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

import pytest

from tests.adapters.teams.connector import Act
from tests.adapters.teams.office import Office, open_office, serving
from tests.adapters.turned_clock import TurnedClock, turned_clock
from tests.sample_workflows import write_greeter

pytestmark = pytest.mark.doors

Patch = pytest.MonkeyPatch
ASKED = "report the partition skew of SALES"
ANSWER = "Partition report for"
CALLS = ("send", "reply", "update")


class Stage:
    """Work that goes on until a test says so, in a thread of the channel."""

    def __init__(self, office: Office, clock: TurnedClock, said: Act, folder: Path) -> None:
        self.office = office
        self.clock = clock
        self.said = said
        self.folder = folder
        self.works = 1

    def finish_the_work(self) -> None:
        (self.folder / "gate").touch()

    def cut(self, *calls: str) -> None:
        for name in calls or CALLS:
            self.office.teams.fail(name, times=None, status=502)

    def posts(self) -> list[str]:
        return [post.text for post in self.office.teams.answers(self.office.teams.channel, self.said)]

    def answered_once(self) -> None:
        """The answer stands once, nothing says that there is work going on, and the work was done once."""
        shown = "\n".join(self.posts())
        assert shown.count(ANSWER) == 1, shown
        assert "Working on it" not in shown
        buttons = self.office.teams.answers(self.office.teams.channel, self.said)
        assert not [each.label for post in buttons for each in post.buttons if each.label == "Cancel"]
        assert len(list((self.folder / "done").iterdir())) == self.works
        rows = self.office.service.database.read("SELECT state FROM runs")
        assert [row["state"] for row in rows] == ["answered"]


@asynccontextmanager
async def working(tmp_path: Path, monkeypatch: Patch) -> AsyncIterator[Stage]:
    (tmp_path / "done").mkdir()
    gate, done = str(tmp_path / "gate"), str(tmp_path / "done")
    wait = f"[threading.Event().wait(0.005) for _ in iter(lambda: os.path.exists({gate!r}), True)]"
    write_greeter(
        tmp_path / "workflows",
        body=f"import os, tempfile, threading; {wait}; tempfile.mkdtemp(dir={done!r})",
    )
    async with (
        turned_clock() as clock,
        open_office(tmp_path, monkeypatch, paced=nullcontext) as office,
    ):
        said = await office.teams.say(office.teams.ada, office.teams.channel, ASKED, mention=True)
        await office.post(office.teams.channel, "Working on it", said)
        await clock.turn(3)
        yield Stage(office, clock, said, tmp_path)


async def test_an_answer_that_took_the_progress_cards_place_stays(tmp_path: Path, monkeypatch: Patch) -> None:
    async with working(tmp_path, monkeypatch) as stage:
        for name in ("send", "reply"):
            stage.office.teams.fail(name, times=1, reset="before")
        stage.finish_the_work()
        await stage.office.seen(stage.office.teams.channel, ANSWER, stage.said)
        await stage.clock.turn(10)
        stage.answered_once()


@pytest.mark.parametrize("seconds", [2, 15, 60])
async def test_an_outage_loses_no_answer(tmp_path: Path, monkeypatch: Patch, seconds: int) -> None:
    async with working(tmp_path, monkeypatch) as stage:
        stage.cut()
        stage.finish_the_work()
        await stage.clock.turn(seconds)
        stage.office.teams.heal()
        await stage.clock.turn(max(10, seconds + 10))
        stage.answered_once()


async def test_an_outage_loses_no_answer_if_the_service_restarts_meanwhile(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    async with working(tmp_path, monkeypatch) as stage:
        changed = {"dataops_home": tmp_path / "second", "dataops_lease_seconds": 5.0}
        settings = stage.office.service.settings.model_copy(update=changed)
        teams = stage.office.teams
        async with serving(teams, settings):
            stage.said = await teams.say(teams.ada, teams.channel, ASKED, mention=True)
            await stage.office.post(teams.channel, "Working on it", stage.said)
            stage.cut()
            stage.finish_the_work()
            await stage.clock.turn(8)
        teams.heal()
        stage.works = 2  # the first service has one, too
        async with serving(teams, settings) as stage.office.service:
            await stage.clock.turn(12)
            stage.answered_once()


async def test_a_card_whose_last_change_got_lost_is_changed_later(tmp_path: Path, monkeypatch: Patch) -> None:
    async with working(tmp_path, monkeypatch) as stage:
        stage.cut("update")
        stage.finish_the_work()
        await stage.office.seen(stage.office.teams.channel, ANSWER, stage.said)
        await stage.clock.turn(30)
        stage.office.teams.heal()
        await stage.clock.turn(70)
        stage.answered_once()
