"""Deleting artifacts for good, in an order that a crash cannot turn into contents that nobody knows of.

A record is marked, then its contents are deleted, then the record: until the end it says what is left to do.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from core.artifact import Artifact, as_of, safe_name
from core.artifacts.contents import ArtifactContents
from core.storage.artifact_records import ArtifactRecords
from core.storage.ownership import Ownership

FOLDER = "artifacts/"

UNKNOWN_DAYS = 2
"""A content without a record that is younger may be one that is being stored."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many artifacts and contents were deleted."""

    artifacts: int = 0
    contents: int = 0

    def __add__(self, other: "Forgotten") -> "Forgotten":
        return Forgotten(self.artifacts + other.artifacts, self.contents + other.contents)


@dataclass(frozen=True, slots=True)
class Left:
    """What is still there; ``shared`` contents stay for other sessions that they were shared with."""

    artifacts: int
    contents: int
    shared: int


class ArtifactRemoval:
    """Blocking calls; each may be repeated after a crash, and goes on where it stopped.

    ``keep`` is how long artifacts are kept whose makers asked for nothing. ``ownership`` says whether
    contents that no record knows are surely of these records.
    """

    def __init__(
        self,
        records: ArtifactRecords,
        contents: ArtifactContents,
        ownership: Ownership,
        keep: timedelta | None = None,
    ) -> None:
        self._records = records
        self._contents = contents
        self._ownership = ownership
        self._keep = keep

    def remove(self, artifact_id: str) -> Forgotten:
        """Delete an artifact with all versions; contents that others refer to stay until those are gone."""
        was_removed = False

        def marked(artifact: Artifact) -> dict[str, Any]:
            nonlocal was_removed
            was_removed = artifact.removed
            return {"removed": True}

        artifact = self._records.change(artifact_id, marked)
        if artifact is None:
            return Forgotten()
        deleted = self._let_go(artifact) if artifact.owner else self._purge(artifact)
        return Forgotten(int(not was_removed), deleted)

    def expired(self, spared: Callable[[Artifact], bool]) -> Iterator[str]:
        """What is over and not spared, which is asked right before each, and what is marked already."""
        now = datetime.now(UTC)
        for artifact in self._records.every():
            end = _end(artifact, self._keep)
            if artifact.removed or (end is not None and end <= now and not spared(artifact)):
                yield artifact.artifact_id

    def sweep(self) -> None:
        """Put contents away that no record knows: of processes that died between the two.

        Only if they are surely ours, and without their versions in a bucket: should they not have been, the
        bucket still gives them back.
        """
        last = datetime.now(UTC).date() - timedelta(days=UNKNOWN_DAYS)
        if self._ownership.is_sure():
            keys = (key for key in self._contents.keys(FOLDER) if _day(key) <= last)
            for key in self._unknown(keys):
                self._contents.put_away(key)

    def forget(self, session_id: str) -> Forgotten:
        """Delete all artifacts of a session now, and what rests under its keys without a record."""
        keys = list(self._contents.keys(_prefix(session_id)))
        ids = [each.artifact_id for each in self._of_session(session_id, keys)]
        gone = sum((self.remove(each) for each in dict.fromkeys(ids)), Forgotten())
        unknown = list(self._unknown(self._contents.keys(_prefix(session_id))))
        return gone + Forgotten(contents=sum(self._contents.delete(key) for key in unknown))

    def shares_of(self, session_id: str) -> list[str]:
        """What other sessions have of a session's artifacts, of those too that are removed there."""
        keys = list(self._contents.keys(_prefix(session_id)))
        return [share for each in self._of_session(session_id, keys) for share in each.shared_as]

    def left(self, session_id: str) -> Left:
        """Look again what there is of a session."""
        keys = list(self._contents.keys(_prefix(session_id)))
        found = {each.artifact_id for each in self._of_session(session_id, keys) if not each.removed}
        shared = sum(self._is_shared(key) for key in keys)
        return Left(len(found), len(keys) - shared, shared)

    def _of_session(self, session_id: str, keys: Iterable[str]) -> list[Artifact]:
        """Its records, those too that the index does not have yet."""
        by_key = self._records.load_all(list({_owner(key) for key in keys}))
        known = {each.artifact_id: each for each in self._records.of_session(session_id)}
        return [each for each in (known | by_key).values() if each.session_id == session_id]

    def _is_shared(self, key: str) -> bool:
        owner = self._records.load(_owner(key))
        return owner is not None and owner.removed and bool(owner.shared_as)

    def _let_go(self, share: Artifact) -> int:
        """Take a share off its owner, which goes if it was the last one."""

        def without(owner: Artifact) -> dict[str, Any]:
            return {"shared_as": [each for each in owner.shared_as if each != share.artifact_id]}

        owner = self._records.change(str(share.owner), without)
        deleted = self._purge(owner) if owner and owner.removed else 0
        self._records.delete(share.artifact_id)
        return deleted

    def _purge(self, owner: Artifact) -> int:
        """Delete the contents that no share refers to, then the record if none is left."""
        shares = self._records.load_all(owner.shared_as)
        needed = {version.key for share in shares.values() for version in share.versions}
        gone = [version.key for version in owner.versions if version.key not in needed]
        deleted = sum(self._contents.delete(key) for key in gone)
        if shares:
            lost = set(owner.shared_as) - set(shares)
            self._records.change(owner.artifact_id, lambda known: _remains(known, gone, lost))
        else:
            self._records.delete(owner.artifact_id)
        return deleted

    def _unknown(self, keys: Iterable[str]) -> Iterator[str]:
        """Those of the keys that their artifact's record does not have."""
        rest = iter(keys)
        while some := list(islice(rest, 100)):
            had = known_keys(self._records, some)
            yield from (key for key in some if key not in had)


def known_keys(records: ArtifactRecords, keys: Collection[str]) -> set[str]:
    """The keys that the records have of those artifacts whose ids stand in these keys."""
    known = records.load_all(list({_owner(key) for key in keys} - {""}))
    return {version.key for artifact in known.values() for version in artifact.versions}


def _end(artifact: Artifact, keep: timedelta | None) -> datetime | None:
    """When an artifact is over: as its maker asked, else ``keep`` after its latest content at the latest."""
    if keep is None or artifact.ttl_given:
        return artifact.ttl
    latest = max(artifact.created_at, artifact.content.created_at) + keep
    return min(artifact.ttl or latest, latest)


def _remains(known: Artifact, gone: Iterable[str], lost: set[str]) -> dict[str, Any]:
    """Of a deleted artifact nothing is kept but what its shares need."""
    versions = [each for each in known.versions if each.key not in set(gone)]
    return {
        "name": "",
        "created_by": "",
        "parent_artifacts": [],
        "child_artifacts": [],
        "derived_from": None,
        "origin": None,
        "shared_as": [each for each in known.shared_as if each not in lost],
        "versions": versions,
        **as_of(versions),
    }


def _prefix(session_id: str) -> str:
    return f"{FOLDER}{safe_name(session_id)}/"


def _owner(key: str) -> str:
    """The id of the artifact in a key; of older ones it is a folder."""
    return (key.split("/")[3:] or [""])[0].partition(".")[0]


def _day(key: str) -> date:
    """The day in a key; what has none was not stored here, and stays."""
    try:
        return date.fromisoformat(key.split("/")[2])
    except (IndexError, ValueError):
        return date.max
