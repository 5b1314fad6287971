"""Faults need a service of their own, and time; the checker's own tests are for the fast suite."""

from pathlib import Path

import pytest

FAST = ("test_checker.py", "test_proxy.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what starts services."""
    for item in items:
        if Path(__file__).parent in item.path.parents and item.path.name not in FAST:
            item.add_marker("faults")
            item.add_marker(pytest.mark.timeout(400))
