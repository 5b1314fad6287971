from collections.abc import Iterator
from pathlib import Path

import pytest

from core.storage.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "dataops.db")
    yield database
    database.close()
