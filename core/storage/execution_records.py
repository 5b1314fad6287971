"""What was run, by run, by person and by workflow."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from core.execution_record import ExecutionRecord


class ExecutionRecords(Protocol):
    """Records of runs. Blocking calls; raises StorageError.

    Lists are newest first by their start; a record of the last second may be missing there.
    """

    def save(self, execution: ExecutionRecord) -> ExecutionRecord:
        """Keep the record unless a later state of its run is known; the one that is kept."""
        ...

    def get(self, run_id: str) -> ExecutionRecord | None:
        """One record, if it exists."""
        ...

    def of_user(self, user_id: str, limit: int | None = None) -> list[ExecutionRecord]:
        """The latest runs of a person; without a limit all."""
        ...

    def of_workflow(self, workflow_name: str, since: datetime) -> list[ExecutionRecord]:
        """The runs of a workflow from a moment on."""
        ...

    def since(self, moment: datetime) -> list[ExecutionRecord]:
        """All runs from a moment on."""
        ...

    def forget_person(self, user_id: str) -> int:
        """Remove every run of a person, also those of the last second; how many there were."""
        ...

    def forget_runs(self, run_ids: Iterable[str]) -> int:
        """Remove these runs; how many there were."""
        ...

    def delete_before(self, moment: datetime) -> int:
        """Remove the runs that were started before; how many there were."""
        ...
