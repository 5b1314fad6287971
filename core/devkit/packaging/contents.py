"""What of a workflow's folder goes into its package."""

from collections.abc import Iterator
from pathlib import Path

from core.errors import UserFacingError

LEFT_OUT = ("tests", "__pycache__", "node_modules", "dist")
COMPILED = (".pyc", ".pyo")


def contents_of(folder: Path) -> dict[str, bytes]:
    """Contents by path, under the folder's own name, sorted.

    Tests, compiled code, and whatever begins with a dot stay behind: a file of secrets is called so. Raises
    UserFacingError for a link, as it may lead to any file, and for a file that cannot be read or named.
    """
    try:
        return {
            f"{folder.name}/{path.relative_to(folder).as_posix()}": path.read_bytes()
            for path in _files(folder)
        }
    except OSError as error:
        raise UserFacingError(f"{folder} cannot be read ({error.strerror or error}).") from error


def _files(folder: Path) -> Iterator[Path]:
    """The files, sorted by their paths."""
    for path in sorted(folder.iterdir(), key=lambda each: each.name):
        if path.name.startswith(".") or path.name in LEFT_OUT or path.suffix in COMPILED:
            continue
        if path.is_symlink():
            raise UserFacingError(f"{path} is a link; put the file itself there, or take it away.")
        if not path.name.isprintable():
            raise UserFacingError(f"{path} has a name that cannot be shown; rename it.")
        if path.is_dir():
            yield from _files(path)
        elif path.is_file():  # reading a pipe would wait for ever
            yield path
