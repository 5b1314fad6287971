"""What the door keeps in tables of its own, and for how long: as its security review tells admins."""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from adapters.teams.chat_threads import ChatThreads
from adapters.teams.door import TeamsDoor
from adapters.teams.file_hosts import FileHosts
from adapters.teams.post_records import PostRecords
from adapters.teams.stream_records import StreamRecords
from adapters.teams.welcome_records import WelcomeRecords
from core.storage.database import Database
from tests.adapters.teams.office import open_office
from tests.clock import Clock

pytestmark = pytest.mark.doors

REVIEW = Path(__file__).parents[3] / "docs" / "security-review-teams.md"
MINUTE, HOUR, DAY = 60, 3600, 24 * 3600


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "teams.db")
    yield database
    database.close()


def test_the_review_names_every_table(database: Database) -> None:
    ChatThreads(database, lambda _: False)
    WelcomeRecords(database)
    TeamsDoor(None, database, database.path.parent / "uploads", FileHosts())  # type: ignore[arg-type]  # sends nothing
    rows = database.read("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'teams%'")
    assert {*re.findall(r"`(teams_\w+)`", REVIEW.read_text())} == {row["name"] for row in rows}


async def test_they_lie_in_the_file_that_it_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_office(tmp_path, monkeypatch):
        with closing(sqlite3.connect(tmp_path / "home" / "web.db")) as found:
            names = {name for (name,) in found.execute("SELECT name FROM sqlite_master")}
    assert {*re.findall(r"`(teams_\w+)`", REVIEW.read_text())} <= names


KEPT = {
    "teams_posts": (30 * DAY, "INSERT INTO teams_posts VALUES ('k', 0, 1, 't', 'm', :at)"),
    "teams_streams": (30 * DAY, "INSERT INTO teams_streams VALUES ('k', 't', 'm', 'text', :at)"),
    "teams_forms": (7 * DAY, "INSERT INTO teams_forms VALUES ('f', 'a', :at, 'open', '{}', NULL)"),
    "teams_file_consents": (
        7 * DAY,
        "INSERT INTO teams_file_consents VALUES ('i', 'k', 't', 'n', :at, 'open', '{}', NULL)",
    ),
    "teams_file_offers": (DAY, "INSERT INTO teams_file_offers VALUES ('i', '{}', :at)"),
    "teams_downloads": (DAY, "INSERT INTO teams_downloads VALUES ('l', 'u', 0, :at)"),
}
"""How long each row stays, and one that was written at a moment."""


@pytest.mark.parametrize("table", KEPT)
def test_what_is_too_old_is_removed(database: Database, tmp_path: Path, table: str) -> None:
    door = TeamsDoor(None, database, tmp_path / "uploads", FileHosts())  # type: ignore[arg-type]  # sends nothing
    seconds, sql = KEPT[table]
    count = f"SELECT count(*) FROM {table}"  # noqa: S608 - a name of this file
    database.write(sql, {"at": time.time() - seconds + MINUTE})
    door.sweep()
    assert database.read(count)[0][0] == 1
    database.write(f"UPDATE {table} SET at = at - :older", {"older": 2 * MINUTE})  # noqa: S608 - as above
    door.sweep()
    assert database.read(count)[0][0] == 0


def test_the_text_of_an_unfinished_stream_goes_sooner(database: Database) -> None:
    clock = Clock()
    streams = StreamRecords(database, PostRecords(database), clock)
    streams.began("run_1:answer", "t", "1")
    streams.shows("run_1:answer", "confidential")
    clock.advance(HOUR + 1)
    streams.began("run_2:answer", "t", "2")
    streams.shows("run_2:answer", "under way")
    streams.sweep()
    assert [found and found.text for found in map(streams.unfinished, ("run_1:answer", "run_2:answer"))] == [
        "", "under way"
    ]  # fmt: skip
