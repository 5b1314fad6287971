"""Relations are followed both ways, to a depth, and out of every circle."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.artifact import Artifact
from tests.core.artifacts.stores import Stored, described, embedded


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Stored]:
    with embedded(tmp_path) as parts:
        yield parts


def made(stored: Stored, name: str, *parents: str) -> str:
    return stored.store.store_artifact(name, described(name=name, parent_artifacts=list(parents)))


def names(artifacts: list[Artifact]) -> list[str]:
    return [each.name for each in artifacts]


def test_both_ways_the_nearest_come_first_and_each_once(stored: Stored) -> None:
    a = made(stored, "a")
    b, c = made(stored, "b", a), made(stored, "c", a)
    d = made(stored, "d", b, c)
    found = stored.store.lineage(d)
    assert (names(found.ancestors), found.descendants) == (["b", "c", "a"], [])
    found = stored.store.lineage(a)
    assert (found.ancestors, names(found.descendants)) == ([], ["b", "c", "d"])
    assert names(stored.store.lineage(a, depth=1).descendants) == ["b", "c"]


def test_a_circle_ends_where_it_began(stored: Stored) -> None:
    a = made(stored, "a")
    b = made(stored, "b", a)
    stored.store.link_artifacts(b, a)
    stored.store.link_artifacts(a, a)
    found = stored.store.lineage(a)
    assert (names(found.ancestors), names(found.descendants)) == (["b"], ["b"])


def test_what_is_deleted_and_what_never_was_is_left_out(stored: Stored) -> None:
    a = made(stored, "a")
    b = made(stored, "b", a, "artifact_file_0")
    c = made(stored, "c", a)
    stored.store.forget_artifacts([b])
    assert names(stored.store.lineage(a).descendants) == ["c"]
    assert names(stored.store.lineage(c).ancestors) == ["a"]


def test_a_long_chain_is_followed_to_its_depth(stored: Stored) -> None:
    chain = [made(stored, "0")]
    for number in range(1, 15):
        chain.append(made(stored, str(number), chain[-1]))
    assert len(stored.store.lineage(chain[0]).descendants) == 10
    assert len(stored.store.lineage(chain[0], depth=99).descendants) == 14
