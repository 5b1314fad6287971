"""The page up to its data: the overview, the lists and the first diagnostics, which need no script."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from core.tools.drawing.text import safe
from workflows.jil_parser.answers.lists import SEVERITIES
from workflows.jil_parser.answers.overview import numbers, sentence
from workflows.jil_parser.engine.diagnostic import Diagnostic, Severity
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.finding import clipped
from workflows.jil_parser.outputs.html_report.assets import FOLDER, policy, style
from workflows.jil_parser.outputs.html_report.charts import charts
from workflows.jil_parser.outputs.html_report.sections import troubles

if TYPE_CHECKING:
    from jinja2 import Template

SHOWN, DIAGNOSTICS = 24, 200
"""Entries of a section, and diagnostics, that are there without the script."""

LISTS = {
    "Roots / leaves": ("list=roots", "list=leaves"),
    "Longest chain": ("list=chain",),
    "Cycles": ("list=cycles",),
    "Missing jobs": ("list=dangling",),
    "Without owner": ("list=ownerless",),
    "Without start": ("list=startless",),
    "Errors / warnings": ("diagnostics&severity=error", "diagnostics&severity=warning"),
}
"""Where the figures of the overview lead; two where two stand with a slash between them."""

EMPTY = ("0", "1 job")
"""Figures of lists that hold nothing; a chain of one job is none."""

LONG = ("By type", "Also defined")
"""Figures that are lists: there is a chart of the types, and a line for other objects."""


def page_head(facts: Facts) -> bytes:
    """The page, in UTF-8; it is left open for the data."""
    figures, found = numbers(facts), facts.estate.diagnostics
    page = _template().render(
        style=style(),
        policy=policy(),
        title=", ".join(source.name for source in facts.estate.sources),
        sentence=sentence(facts),
        numbers=[_figure(label, value) for label, value in figures.items() if label not in LONG],
        others=figures.get("Also defined"),
        charts=charts(facts),
        sections=troubles(facts),
        kinds=_kinds(found),
        diagnostics=found[:DIAGNOSTICS],
        total=len(found),
        shown=SHOWN,
    )
    return page.encode()


def _figure(label: str, value: str | float) -> tuple[str, list[tuple[str, str]]]:
    """A figure as its parts, each with the fragment of its list; nothing leads to a list that is empty."""
    parts = f"{value:,}" if isinstance(value, int) else str(value)
    links = LISTS.get(label, ())
    found = zip_longest(parts.split(" / "), links, fillvalue="")
    return label, [(part, "" if part in EMPTY else link) for part, link in found]


def _kinds(found: Sequence[Diagnostic]) -> list[tuple[Severity, str, int]]:
    """Severity and code of the diagnostics with their number, the gravest and most frequent first."""
    counts = Counter((each.severity, each.code) for each in found)
    order = sorted(counts.items(), key=lambda e: (SEVERITIES.index(e[0][0]), -e[1], e[0][1]))
    return [(severity, code, count) for (severity, code), count in order]


@cache
def _template() -> "Template":
    """The template; jinja2 is loaded when a page is first made."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"fragment": _fragment, "clip": clipped, "number": lambda count: f"{count:,}"}
    return environment.get_template("report.html")


def _shown(value: Any) -> Any:
    """Text of the files without characters that hide or reorder what stands around them."""
    return safe(value) if value.__class__ is str else value


def _fragment(name: str) -> str:
    """A name as it stands behind the ``=`` of a link."""
    whole = name.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return quote(whole, safe="")
