from collections.abc import Iterator
from pathlib import Path

import pytest

from core.runs import engine
from tests.core.runs.runs import Runs, open_runs


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    opened = open_runs(tmp_path)
    yield opened
    opened.database.close()


@pytest.fixture(autouse=True)
def engine_looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "POLL_SECONDS", 0.05)
