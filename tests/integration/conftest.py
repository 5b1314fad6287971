"""What runs here needs servers that ``make integration`` starts, or starts its own."""

from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all of it, and give it time."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("integration")
            item.add_marker(pytest.mark.timeout(180))
