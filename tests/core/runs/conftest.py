from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.runs.runs import Runs, open_runs


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    opened = open_runs(tmp_path)
    yield opened
    opened.database.close()
