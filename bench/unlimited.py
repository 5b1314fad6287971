"""Settings under which one person may ask as often as a benchmark does."""

from typing import Any

UNLIMITED: dict[str, Any] = {f"dataops_rate_{each}": 1_000_000 for each in ("person", "channel", "workspace")}

UNLIMITED_VARIABLES = {name.upper(): str(value) for name, value in UNLIMITED.items()}
"""The same for the environment of a process."""
