from pathlib import Path

import pytest

from tests.core.runs.runs import Runs, open_runs


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    return open_runs(tmp_path)
