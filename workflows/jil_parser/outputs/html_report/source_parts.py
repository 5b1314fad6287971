"""The ``source-FILE-N`` parts: the lines of every file, as the readers count them."""

from collections.abc import Iterable, Iterator

from workflows.jil_parser.engine.source import Source, read_text
from workflows.jil_parser.outputs.html_report.parts import text_part


def source_parts(sources: Iterable[Source]) -> Iterator[bytes]:
    """Blocks of lines of about 128 thousand characters, each with the number of its first line."""
    for file, source in enumerate(sources):
        first = 1
        for number, lines in enumerate(read_text(source).lines.blocks()):
            yield text_part(f"source-{file}-{number}", "\n".join(lines), first)
            first += len(lines)
