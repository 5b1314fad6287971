"""What artifacts were made from, and what was made from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.artifact import Artifact
from core.storage.artifact_records import ArtifactRecords

DEPTH = 10
MOST = 1000
"""Artifacts in one direction."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """Both ways the nearest first; each artifact once, however many ways lead to it."""

    ancestors: list[Artifact]
    descendants: list[Artifact]


def lineage(records: ArtifactRecords, artifact_id: str, depth: int = DEPTH) -> Lineage:
    """The relations of an artifact, as many steps away; what was deleted is left out."""
    return Lineage(
        _walk(records, artifact_id, depth, lambda each: each.parent_artifacts),
        _walk(records, artifact_id, depth, lambda each: each.child_artifacts),
    )


def _walk(
    records: ArtifactRecords, artifact_id: str, depth: int, step: Callable[[Artifact], Sequence[str]]
) -> list[Artifact]:
    """All that is reached; circles end where they began."""
    seen, found = {artifact_id}, list[Artifact]()
    level = list(records.load_all([artifact_id]).values())
    for _ in range(depth):
        ids = [each for artifact in level for each in step(artifact) if each not in seen]
        wanted = list(dict.fromkeys(ids))[: MOST - len(found)]
        known = records.load_all(wanted)
        level = [known[each] for each in wanted if each in known and not known[each].removed]
        seen.update(wanted)
        found += level
    return found
