"""The files a workflow was given, with archives unpacked safely."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

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


@dataclass(frozen=True, slots=True)
class InputSource:
    """A file that is read as it is needed, as often as needed: large ones never stand in memory as a whole.

    ``size`` is in bytes. ``modified`` is when an archive says that its member was written (archives know no
    time zone; it is taken for UTC); nothing is known of a plain file.
    """

    name: str
    size: int
    path: Path
    member: zipfile.ZipInfo | None = None

    @property
    def modified(self) -> datetime | None:
        """When the archive says it was written, if it says a time that there is."""
        try:
            return datetime(*self.member.date_time, tzinfo=UTC) if self.member else None
        except ValueError:
            return None

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Its content from the start; raises UserFacingError where an archive turns out to be damaged."""
        if self.member is None:
            with self.path.open("rb") as stream:
                yield stream
            return
        with ExitStack() as stack:
            try:
                archive = stack.enter_context(zipfile.ZipFile(self.path))
                member = stack.enter_context(archive.open(self.member))
            except DAMAGE as error:
                raise _damaged(self.name) from error
            yield io.BufferedReader(_MemberStream(member, self.name))


class _MemberStream(io.RawIOBase):
    """A member of an archive; what ``zipfile`` raises while it is read is told in a sentence."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream = stream
        self._name = name

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as there is something; the number of bytes."""
        try:
            data = self._stream.read(len(buffer))
        except DAMAGE as error:
            raise _damaged(self._name) from error
        buffer[: len(data)] = data
        return len(data)


def input_sources(references: Sequence[str]) -> list[InputSource]:
    """The referenced files in order, to be read piece by piece; a zip counts as its members.

    Raises UserFacingError as ``read_input_files`` does.
    """
    found = [source for reference in references for source in _sources(*input_path(reference))]
    if sum(source.size for source in found) > current_workspace().max_input_bytes:
        raise _too_large()
    return found


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


def _sources(name: str, path: Path) -> list[InputSource]:
    """One plain file, or the members of an archive."""
    if not _is_archive(path):
        return [InputSource(name, path.stat().st_size, path)]
    try:
        with zipfile.ZipFile(path) as archive:
            members = _listed(name, archive)
    except DAMAGE as error:
        raise _damaged(name) from error
    for member in members:
        _check(name, member)
    return [InputSource(safe_name(member.filename), member.file_size, path, member) for member in members]


def _expanded(name: str, path: Path, budget: int) -> Iterator[InputFile]:
    """One plain file, or the members of an archive."""
    if path.stat().st_size > budget:
        raise _too_large()
    if not _is_archive(path):
        yield InputFile(name, path.read_bytes())
        return
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _members(name, archive, budget)
    except DAMAGE as error:
        raise _damaged(name) from error


def _is_archive(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4).startswith(SIGNATURES)


def _listed(name: str, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of an archive, in its order."""
    members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX/")]
    if not members:
        raise UserFacingError(f"{name} holds no files; pack them again and attach it.")
    if len(members) > MAX_MEMBERS:
        raise UserFacingError(f"{name} holds more than {MAX_MEMBERS} files; attach fewer.")
    return members


def _members(name: str, archive: zipfile.ZipFile, budget: int) -> Iterator[InputFile]:
    """Every file of an archive, never more bytes than the budget, whatever its directory claims."""
    for member in _listed(name, archive):
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


def _damaged(name: str) -> UserFacingError:
    return UserFacingError(f"{name} is a damaged archive; pack it again and attach it.")


def _too_large() -> UserFacingError:
    limit = current_workspace().max_input_bytes >> 20
    return UserFacingError(f"That is more than the {limit} MB I may read at once; attach less, or split it.")
