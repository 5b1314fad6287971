from dataclasses import dataclass
from pathlib import Path

import pytest

from core.artifacts.links import LINK_SECONDS, ArtifactLinks, Holder, Linked
from core.storage.database import Database
from tests.clock import Clock

ADA = Holder("chat:one:ada", "chat:one:finance")


@dataclass
class Parts:
    links: ArtifactLinks
    clock: Clock
    database: Database


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    database, clock = Database(tmp_path / "links.db"), Clock(1000.0)
    return Parts(ArtifactLinks(database, clock), clock, database)


def test_a_link_opens_its_artifact_as_often_as_one_likes(parts: Parts) -> None:
    secret = parts.links.make("artifact_1", ADA)
    assert [parts.links.find(secret) for _ in range(2)] == [Linked("artifact_1", ADA)] * 2


def test_each_link_is_another_and_unknown_ones_open_nothing(parts: Parts) -> None:
    one, other = (parts.links.make("artifact_1", ADA) for _ in range(2))
    assert one != other
    assert [parts.links.find(each) for each in ("", "x", "\ud800", one[:-1])] == [None] * 4


def test_a_link_ends_with_its_time(parts: Parts) -> None:
    secret = parts.links.make("artifact_1", ADA)
    parts.clock.now += LINK_SECONDS - 1
    assert parts.links.find(secret)
    parts.clock.now += 1
    assert parts.links.find(secret) is None


def test_links_are_taken_back_by_their_artifact(parts: Parts) -> None:
    gone = [parts.links.make("artifact_1", ADA) for _ in range(2)]
    kept = parts.links.make("artifact_2", ADA)
    assert parts.links.take_back(["artifact_1", "artifact_3"]) == 2
    assert [parts.links.find(each) for each in gone] == [None, None]
    assert parts.links.find(kept) == Linked("artifact_2", ADA)


def test_what_is_over_is_swept_and_no_secret_is_kept(parts: Parts) -> None:
    secret = parts.links.make("artifact_1", ADA)
    (row,) = parts.database.read("SELECT * FROM artifact_links")
    assert secret not in map(str, row)
    parts.clock.now += LINK_SECONDS
    parts.links.sweep()
    assert not parts.database.read("SELECT * FROM artifact_links")
