"""Files on a disk, as sources of tables."""

from pathlib import Path

from core.tools.input_files import InputSource
from core.tools.tables import Table, table_of


def source(folder: Path, content: bytes, name: str = "day.csv") -> InputSource:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content)
    return InputSource(name, len(content), path)


def table(folder: Path, content: bytes | str) -> Table:
    """A table with this content."""
    return table_of(source(folder, content if isinstance(content, bytes) else content.encode()))
