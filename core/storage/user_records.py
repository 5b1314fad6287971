"""People as the platforms show them, by their ids."""

from datetime import datetime
from typing import Protocol

from core.user_record import UserRecord


class UserRecords(Protocol):
    """Records of people. Blocking calls; raises StorageError."""

    def add(self, user: UserRecord) -> UserRecord:
        """Join the record with what is known of the person, with nobody in between; the result."""
        ...

    def get(self, user_id: str) -> UserRecord | None:
        """One record, if it exists."""
        ...

    def since(self, moment: datetime) -> list[UserRecord]:
        """The people seen from a moment on, the latest first."""
        ...

    def forget_person(self, user_id: str) -> int:
        """Remove a person; how many records there were."""
        ...

    def delete_before(self, moment: datetime) -> int:
        """Remove the people last seen before; how many there were."""
        ...
