"""Where workflows are looked for: folders, and the entry points of installed packages."""

import importlib
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path

from core.registry.code import from_entry_point, from_folder
from core.registry.source import Source

ENTRY_POINTS = "dataops.workflows"


def trusted(folders: Sequence[Path]) -> list[Path]:
    """The folders, each once."""
    return list(dict.fromkeys(folder.resolve() for folder in folders))


def sources_in(folders: Sequence[Path], single: Sequence[Path]) -> Iterator[Source]:
    """Every workflow of the folders, then those of installed packages, then single ones by their folders."""
    importlib.invalidate_caches()  # once: with each import, a large folder would be listed as often
    for folder in folders:
        for path in sorted(folder.glob("*/workflow.py")):
            yield Source(str(path), partial(from_folder, path), path.parent)
    for entry in entry_points(group=ENTRY_POINTS):
        yield Source(f"{entry.name} ({entry.value})", partial(from_entry_point, entry))
    for folder in single:
        path = folder / "workflow.py"
        yield Source(str(path), partial(from_folder, path), folder)
