from collections.abc import Iterator
from pathlib import Path

import pytest

from core.orchestrator.opening import open_services
from core.settings import Settings
from core.storage.database import Database
from core.storage.sqlite_snapshots import SQLiteSnapshots
from tests.core.contexts.house import House
from tests.sample_workflows import write_counter


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    write_counter(tmp_path / "workflows")
    settings = Settings(
        _env_file=None,
        dataops_home=tmp_path / "home",
        dataops_workflows=str(tmp_path / "workflows"),
    )
    database = Database(settings.dataops_home / "dataops.db")
    yield House(open_services(settings, database), SQLiteSnapshots(database), tmp_path / "kept")
    database.close()
