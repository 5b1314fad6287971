"""Reading an estate: from the bytes of its files to jobs, typed edges and diagnostics."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from . import references
from .careful_reader import CarefulReader
from .checks import check_estate
from .diagnostic import Diagnostic, finding
from .estate import Estate, SourceSummary
from .quick_reader import QuickReader
from .script import Script
from .source import Source, SourceText, read_text
from .statement import Statement

__all__ = ["Source", "read_estate"]


def read_estate(sources: Sequence[Source]) -> Estate:
    """Read JIL files as one script, in the given order.

    Accepts any bytes; what is wrong becomes a diagnostic. A statement and a comment end with their file at
    the latest. Diagnostics are sorted by file, line and code.
    """
    diagnostics: list[Diagnostic] = []
    script = Script(diagnostics)
    summaries = []
    with _collector_paused():
        for source in sources:
            text = read_text(source)
            summaries.append(SourceSummary(text.name, text.encoding, len(text.lines)))
            _check_encoding(text, diagnostics)
            for statement in _statements(text, diagnostics):
                script.apply(statement)
        edges, waits = references.collect(script.jobs, diagnostics)
        estate = Estate(
            tuple(summaries), script.jobs, edges, diagnostics, script.objects, script.counts, waits
        )
        diagnostics += check_estate(estate)
        _sort(diagnostics, [source.name for source in sources])
    return estate


def _statements(text: SourceText, diagnostics: list[Diagnostic]) -> Iterator[Statement]:
    """Statements in order: by the quick reader where every line is plain, by the careful one elsewhere."""
    quick, careful = QuickReader(text), CarefulReader(text, diagnostics)
    index, end = 0, len(text.lines)
    while index < end:
        if quick.header_from(index) == index:
            statement, following = quick.read(index)
            if statement:
                index = following
                yield statement
                continue
        statements, index = careful.read(index)
        yield from statements


def _check_encoding(text: SourceText, diagnostics: list[Diagnostic]) -> None:
    if text.encoding != "UTF-8":
        diagnostics.append(finding("encoding", text.name, 1, f"The file was read as {text.encoding}."))


def _sort(diagnostics: list[Diagnostic], files: list[str]) -> None:
    rank = {name: number for number, name in reversed(list(enumerate(files)))}
    diagnostics.sort(key=lambda found: (rank[found.file], found.line, found.code))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the cyclic garbage collector out while an estate is read.

    Nothing made here is cyclic, and it would look at every job each time. Freezing and unfreezing files what
    was made with the old objects, else the next collection would look at all of it.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
