"""What the tests of access share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.access.authorizer import PolicyAuthorizer
from core.access.directory import Directory
from core.access.policy import Policy
from core.storage.database import Database

Made = Callable[[Policy], PolicyAuthorizer]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database of its own."""
    opened = Database(tmp_path / "dataops.db")
    yield opened
    opened.close()


@pytest.fixture
def authorizer_of(database: Database) -> Made:
    """Makes the authorizer of a policy in a house that nobody was introduced to."""
    return lambda policy: PolicyAuthorizer(lambda: policy, Directory(database))
