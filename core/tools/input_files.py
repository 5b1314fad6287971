"""The files a workflow was given, with archives unpacked safely."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.artifact import safe_name
from core.errors import UserFacingError
from core.tools.workspace import current_workspace, input_path

MAX_MEMBERS = 1000
"""Files in one archive; exports have a few dozen."""

SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
"""How a zip archive begins, and how one without files does (APPNOTE 4.3.7, 4.3.16)."""

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What ``zipfile`` raises for archives that were cut, changed or made up."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file with its whole content."""

    name: str
    data: bytes


def read_input_files(references: Sequence[str]) -> list[InputFile]:
    """The referenced files in order; a zip counts as its members, in the archive's order.

    Raises UserFacingError for an archive that is damaged, encrypted, nested or too large, and when all
    files together are larger than the limit.
    """
    budget = current_workspace().max_input_bytes
    files: list[InputFile] = []
    for reference in references:
        name, path = input_path(reference)
        for file in _expanded(name, path, budget):
            budget -= len(file.data)
            if budget < 0:
                raise _too_large()
            files.append(file)
    return files


def _expanded(name: str, path: Path, budget: int) -> Iterator[InputFile]:
    """One plain file, or the members of an archive."""
    if path.stat().st_size > budget:
        raise _too_large()
    with path.open("rb") as stream:
        if not stream.read(4).startswith(SIGNATURES):
            stream.seek(0)
            yield InputFile(name, stream.read())
            return
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _members(name, archive, budget)
    except DAMAGE as error:
        raise UserFacingError(f"{name} is a damaged archive; pack it again and attach it.") from error


def _members(name: str, archive: zipfile.ZipFile, budget: int) -> Iterator[InputFile]:
    """Every file of an archive, never more bytes than the budget, whatever its directory claims."""
    members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX/")]
    if not members:
        raise UserFacingError(f"{name} holds no files; pack them again and attach it.")
    if len(members) > MAX_MEMBERS:
        raise UserFacingError(f"{name} holds more than {MAX_MEMBERS} files; attach fewer.")
    for member in members:
        _check(name, member)
        with archive.open(member) as stream:
            data = stream.read(budget + 1)
        budget -= len(data)
        if budget < 0:
            raise _too_large()
        yield InputFile(safe_name(member.filename), data)


def _check(name: str, member: zipfile.ZipInfo) -> None:
    """Refuse a member that could not be read, or that hides further files."""
    if member.flag_bits & 1:
        raise UserFacingError(f"{name} is encrypted; attach it without a password.")
    if member.filename.lower().endswith(".zip"):
        raise UserFacingError(f"{name} holds another archive; attach the files themselves.")


def _too_large() -> UserFacingError:
    limit = current_workspace().max_input_bytes >> 20
    return UserFacingError(f"That is more than the {limit} MB I may read at once; attach less, or split it.")
