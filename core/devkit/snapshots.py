"""What people would see, kept as files that a reviewer reads; a difference fails the test."""

import re
from collections.abc import Mapping
from difflib import unified_diff
from importlib.metadata import entry_points
from pathlib import Path

from core.devkit.said import Rendering, Said

ENTRY_POINTS = "dataops.surfaces"
"""Packages name their renderings here, as ``<surface> = module:function`` of a run and an outcome."""

UPDATE = "--update-workflow-snapshots"


def installed_renderings() -> dict[str, Rendering]:
    """The renderings of the installed packages, by the names of their surfaces."""
    return {entry.name: entry.load() for entry in entry_points(group=ENTRY_POINTS)}


class Snapshots:
    """Files ``<name>.<surface>.txt`` in a folder; with ``update`` they are written instead of compared."""

    def __init__(self, folder: Path, renderings: Mapping[str, Rendering], *, update: bool) -> None:
        self._folder = folder
        self._renderings = renderings
        self._update = update

    def check(self, said: Said, name: str) -> None:
        """Raise AssertionError with the difference if it looks different anywhere, or was never kept."""
        if not self._renderings:
            raise AssertionError(f"No surface is installed (entry points {ENTRY_POINTS}); give renderings.")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,100}", name):
            raise AssertionError(f"A snapshot's name is of letters, digits, _ and -, unlike {name[:100]!r}.")
        differences = [
            self._compared(self._folder / f"{name}.{surface}.txt", said.shown(rendering).strip() + "\n")
            for surface, rendering in sorted(self._renderings.items())
        ]
        if any(differences):
            raise AssertionError("\n".join(filter(None, differences)))

    def _compared(self, path: Path, shown: str) -> str:
        """The difference to what is kept, if there is one."""
        if self._update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(shown, encoding="utf-8")
            return ""
        if not path.is_file():
            return f"{path} is not there; run pytest with {UPDATE}, and read what it writes."
        kept = path.read_text(encoding="utf-8")
        lines = unified_diff(kept.splitlines(), shown.splitlines(), str(path), "now", lineterm="")
        return "\n".join(lines) if kept != shown else ""
