"""What is known about artifacts, by id and by session."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from core.artifact import Artifact

Fields = Callable[[Artifact], dict[str, Any]]
"""Makes the fields to set from a record as it is stored; what it raises leaves the record as it is."""


class ArtifactRecords(Protocol):
    """Records of artifacts."""

    def owner(self, proposed: str) -> str:
        """The id of the deployment that these records are of: the proposed one if there was none."""
        ...

    def insert(self, artifact: Artifact) -> bool:
        """Insert; false if there is one with this id, which stays as it is."""
        ...

    def load(self, artifact_id: str) -> Artifact | None:
        """One record, if it exists."""
        ...

    def change(self, artifact_id: str, fields: Fields) -> Artifact | None:
        """Set fields, with nobody in between; the record as it is then, None for an unknown id."""
        ...

    def delete(self, artifact_id: str) -> bool:
        """Remove a record; whether there was one."""
        ...

    def of_session(self, session_id: str) -> list[Artifact]:
        """A session's records, oldest first; one written a moment ago may be missing."""
        ...

    def load_all(self, artifact_ids: Sequence[str]) -> dict[str, Artifact]:
        """The records that exist, by id."""
        ...

    def every(self) -> Iterator[Artifact]:
        """All records, in no order; others may be written meanwhile."""
        ...
