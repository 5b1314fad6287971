"""The document: the page and its data, in the order in which a browser needs them."""

from collections.abc import Iterable, Iterator

from workflows.jil_parser.engine.source import Source
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.outputs.html_report.assets import script
from workflows.jil_parser.outputs.html_report.diagnostic_parts import diagnostic_parts
from workflows.jil_parser.outputs.html_report.edge_part import edge_part
from workflows.jil_parser.outputs.html_report.index_part import index_part
from workflows.jil_parser.outputs.html_report.job_parts import detail_parts, search_parts
from workflows.jil_parser.outputs.html_report.nodes import Nodes
from workflows.jil_parser.outputs.html_report.page import page_head
from workflows.jil_parser.outputs.html_report.sections import sections_part
from workflows.jil_parser.outputs.html_report.source_parts import source_parts


def html_report(facts: Facts, sources: Iterable[Source]) -> Iterator[bytes]:
    """The report as HTML in UTF-8, in pieces; the same for the same estate.

    ``sources`` are the files that the estate was read from, in the same order; they are taken one at a time,
    at the end.
    """
    estate, nodes = facts.estate, Nodes(facts.estate)
    linked = [edge_part(estate, nodes), sections_part(facts, nodes), *diagnostic_parts(estate, nodes)]
    yield page_head(facts)
    yield index_part(estate, nodes)
    yield f"<script>{script()}</script>\n".encode()
    yield from linked
    yield from search_parts(estate)
    yield from detail_parts(estate)
    yield from source_parts(sources)
    yield b"</body>\n</html>\n"
