"""Estates by the files they were read from; a step that runs in another process reads them again."""

import atexit
import gc
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import PurePath
from threading import Lock

from core.errors import UserFacingError
from core.tools.input_files import InputFile, read_input_files
from core.tools.workspace import input_path
from workflows.jil_parser.engine.dependencies import Dependencies
from workflows.jil_parser.engine.estate import Estate
from workflows.jil_parser.engine.reader import Source, read_estate
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.finding import code, joined

KEPT_BYTES = 64 << 20
"""Source bytes of the estates kept in memory; the latest one is kept whatever its size."""

Key = tuple[tuple[str, int, int], ...]


atexit.register(gc.freeze)  # a large estate goes with the process; to look through it first takes a second


class ReadEstate:
    """One script of files: its sources, its estate and the facts about it, each made when first needed."""

    def __init__(self, references: Sequence[str]) -> None:
        self._references = list(references)
        self._sources: list[Source] | None = None
        self._lock = Lock()

    @cached_property
    def files(self) -> "Files":
        """Names and size of the files, after checking that they can be JIL at all."""
        sources = self._sources = self.sources()
        return Files(tuple(source.name for source in sources), sum(len(source.data) for source in sources))

    @cached_property
    def estate(self) -> Estate:
        """The estate; raises UserFacingError if the files define nothing."""
        with self._lock:
            sources = self._sources or self.sources()
            self._sources = None  # the text is not needed any more, and may be large
            estate = read_estate(sources)
        if not estate.jobs and not estate.objects and not estate.statements:
            names = [code(source.name) for source in sources]
            raise UserFacingError(
                f"{joined(names)} {'hold' if names[1:] else 'holds'} no JIL statement such as insert_job; "
                "export it with 'autorep -J ALL -q' and attach that."
            )
        return estate

    @cached_property
    def facts(self) -> Facts:
        """The figures of the estate, and its dependency graph."""
        return Facts(Dependencies(self.estate))

    def sources(self) -> list[Source]:
        """The files' bytes under distinct names, read anew; a file given twice counts once."""
        contents: dict[bytes, InputFile] = {}
        for file in read_input_files(self._references):
            _check(file)
            contents.setdefault(sha256(file.data).digest(), file)
        files = list(contents.values())
        names = _distinct([file.name for file in files])
        return [Source(name, file.data) for name, file in zip(names, files, strict=True)]


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


def _distinct(names: Sequence[str]) -> list[str]:
    """The names, numbered where several files have the same one: ``jobs.jil``, ``jobs (2).jil``."""
    taken: list[str] = []
    for name in names:
        path, number, distinct = PurePath(name), 1, name
        while distinct in taken:
            number += 1
            distinct = f"{path.stem} ({number}){path.suffix}"
        taken.append(distinct)
    return taken


def _check(file: InputFile) -> None:
    """Refuse what is clearly no text."""
    if not file.data.strip():
        raise UserFacingError(f"{code(file.name)} is empty; attach the file with its content.")
    if _binary(file.data[:4096]):
        raise UserFacingError(
            f"{code(file.name)} is a binary file, not JIL; attach the text that 'autorep -q' writes."
        )


def _binary(head: bytes) -> bool:
    """Whether bytes are no text: zero bytes that UTF-16 would not have, or many control characters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    zeros = head.count(0)
    control = sum(byte < 9 or 13 < byte < 32 for byte in head) - zeros
    return (zeros > 0 and not _utf16(head)) or control > len(head) * 0.05


def _utf16(head: bytes) -> bool:
    """Whether mostly every second byte is zero, as in Latin text in UTF-16 without a mark."""
    half = len(head) / 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    return max(even, odd) > half * 0.6 and min(even, odd) < half * 0.1


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the cyclic garbage collector from looking through a large estate again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
