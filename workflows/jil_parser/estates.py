"""Estates by the files they were read from; a step that runs in another process reads them again."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from threading import Lock

from core.errors import UserFacingError
from core.tools.input_files import InputFile, read_input_files
from core.tools.workspace import input_path
from workflows.jil_parser.engine.dependencies import Dependencies
from workflows.jil_parser.engine.estate import Estate
from workflows.jil_parser.engine.reader import Source, read_estate

KEPT_BYTES = 64 << 20
"""Source bytes of the estates kept in memory; the latest one is kept whatever its size."""

Key = tuple[tuple[str, int, int], ...]


class ReadEstate:
    """One script of files: its sources, its estate and its dependencies, each made when first needed."""

    def __init__(self, references: Sequence[str]) -> None:
        self._references = list(references)
        self._sources: list[Source] | None = None
        self._lock = Lock()

    @cached_property
    def files(self) -> "Files":
        """Names and size of the files, after checking that they can be JIL at all."""
        sources = self._load()
        return Files(tuple(source.name for source in sources), sum(len(source.data) for source in sources))

    @cached_property
    def estate(self) -> Estate:
        """The estate; raises UserFacingError if the files define nothing."""
        with self._lock:
            sources = self._sources or self._load()
            self._sources = None  # the text is not needed any more, and may be large
            estate = read_estate(sources)
        if not estate.jobs and not estate.objects and not estate.statements:
            names = ", ".join(source.name for source in sources)
            raise UserFacingError(
                f"{names} holds no JIL statement such as insert_job; export it with 'autorep -J ALL -q' and attach that."
            )
        return estate

    @cached_property
    def dependencies(self) -> Dependencies:
        """The dependency graph."""
        return Dependencies(self.estate)

    def _load(self) -> list[Source]:
        """The files' bytes; a file given twice counts once."""
        seen: set[bytes] = set()
        sources = []
        for file in read_input_files(self._references):
            _check(file)
            digest = sha256(file.data).digest()
            if digest not in seen:
                seen.add(digest)
                sources.append(Source(file.name, file.data))
        self._sources = sources
        return sources


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one script, in order, and their bytes in all."""

    names: tuple[str, ...]
    size: int


class EstateCache:
    """The latest estates of this process, within a bound on their source bytes."""

    def __init__(self) -> None:
        self._estates: OrderedDict[Key, ReadEstate] = OrderedDict()
        self._lock = Lock()

    def get(self, references: Sequence[str]) -> ReadEstate:
        """The estate of these files, in this order."""
        key = tuple(_identity(reference) for reference in references)
        with self._lock:
            estate = self._estates.pop(key, None) or ReadEstate(references)
            self._estates[key] = estate
            while len(self._estates) > 1 and self._size() > KEPT_BYTES:
                self._estates.popitem(last=False)
        return estate

    def _size(self) -> int:
        return sum(size for key in self._estates for _, size, _ in key)


ESTATES = EstateCache()


def _identity(reference: str) -> tuple[str, int, int]:
    """A file as it is now."""
    _, path = input_path(reference)
    status = path.stat()
    return reference, status.st_size, status.st_mtime_ns


def _check(file: InputFile) -> None:
    """Refuse what is clearly no text."""
    if not file.data.strip():
        raise UserFacingError(f"{file.name} is empty; attach the file with its content.")
    if _binary(file.data[:4096]):
        raise UserFacingError(f"{file.name} is a binary file, not JIL; attach the text that 'autorep -q' writes.")


def _binary(head: bytes) -> bool:
    """Whether bytes are no text: zero bytes that UTF-16 would not have, or mostly control characters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    zeros = head.count(0)
    control = sum(byte < 9 or 13 < byte < 32 for byte in head) - zeros
    return 0 < zeros < len(head) * 0.3 or control > len(head) * 0.05
