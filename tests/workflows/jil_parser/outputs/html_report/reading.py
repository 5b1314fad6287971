"""Reads a report the way a browser does: its elements, and the data that is packed in it."""

import json
import zlib
from base64 import b64decode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from tests.workflows.jil_parser.asking import facts_of
from workflows.jil_parser.engine.dependencies import Dependencies
from workflows.jil_parser.engine.diagnostic import Diagnostic
from workflows.jil_parser.engine.edge import Edge
from workflows.jil_parser.engine.estate import Estate
from workflows.jil_parser.engine.reader import Source, read_estate
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.outputs.html_report import html_report

VOID = {"meta", "input"}
PACKED = "application/octet-stream"
"""The type of a script element that no browser runs."""


@dataclass
class Element:
    """An element: its attributes, and the text directly in it."""

    tag: str
    attributes: dict[str, str | None]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """A parsed page; an element that is left open or closed out of turn fails the test."""

    html: str
    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        self.elements.append(Element(tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(self.elements[-1])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text += data

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def identified(self, name: str) -> Element:
        (found,) = [element for element in self.elements if element.attributes.get("id") == name]
        return found

    @property
    def programs(self) -> list[Element]:
        """The scripts that a browser runs."""
        return [element for element in self.all("script") if element.attributes.get("type") != PACKED]

    @property
    def parts(self) -> dict[str, Element]:
        packed = (element for element in self.all("script") if element.attributes.get("type") == PACKED)
        return {str(element.attributes["id"]): element for element in packed}

    def text_of(self, part: str) -> str:
        """The text that a part holds."""
        return zlib.decompress(b64decode(self.parts[part].text, validate=True)).decode("utf-8")

    def data(self, part: str) -> Any:
        return json.loads(self.text_of(part))

    def several(self, name: str) -> Iterator[Any]:
        """The data of the parts NAME-0, NAME-1 and so on."""
        number = 0
        while f"{name}-{number}" in self.parts:
            yield self.data(f"{name}-{number}")
            number += 1


def page_of(facts: Facts, sources: Sequence[Source]) -> Page:
    return Page(b"".join(html_report(facts, sources)).decode("utf-8"))


def page_of_text(text: str) -> Page:
    """The page of a file that is called night.jil, as facts_of reads it."""
    return page_of(facts_of(text), [Source("night.jil", text.encode())])


def page_of_sources(sources: Sequence[Source]) -> tuple[Estate, Page]:
    estate = read_estate(sources)
    return estate, page_of(Facts(Dependencies(estate)), sources)


def job_rows(page: Page) -> list[dict[str, Any]]:
    """The jobs in the page, as Job.as_dict tells them."""
    index = page.data("index")
    names = node_names(page)
    details = list(page.several("details"))
    statements = [each for part in details for each in part["statement"]]
    attributes = [each for part in details for each in part["attributes"]]
    return [
        {
            "name": name,
            "type": index["types"][kind],
            "box": names[box] if box >= 0 else None,
            "statement": statement,
            "attributes": held,
            "file": index["files"][file]["name"],
            "line": line,
        }
        for name, kind, box, file, line, statement, held in zip(
            index["names"], index["type"], index["box"], index["file"], index["line"], statements, attributes,
            strict=True,
        )
    ]  # fmt: skip


def node_names(page: Page) -> list[str]:
    index = page.data("index")
    return [*index["names"], *(name for name, _ in index["others"])]


def edges(page: Page) -> list[Edge]:
    """The edges in the page, each job's box first, as the engine gives them."""
    index, columns, names = page.data("index"), page.data("edges"), node_names(page)
    others = len(index["names"])
    into: dict[int, list[Edge]] = {}
    for source, target, label in zip(columns["source"], columns["target"], columns["label"], strict=True):
        kind, status, lookback, instance, operator, value = columns["labels"][label]
        name = names[source]
        if instance:
            assert source >= others
            name = name.removesuffix(f"^{instance}")
        edge = Edge(name, names[target], kind, status, lookback, instance, operator, value)
        into.setdefault(target, []).append(edge)
    found: list[Edge] = []
    for node, box in enumerate(index["box"]):
        found += [Edge(names[box], names[node], "member")] if box >= 0 else []
        found += into.get(node, [])
    return found


def diagnostics(page: Page) -> list[Diagnostic]:
    columns, names = page.data("diagnostics"), node_names(page)
    files = [file["name"] for file in page.data("index")["files"]]
    words = list(page.several("diagnostics"))
    place = [[each for part in words for each in part[key]] for key in ("file", "line", "message", "advice")]
    return [
        Diagnostic(
            columns["codes"][code],
            severity,
            files[file],
            line,
            message,
            advice,
            names[job] if job >= 0 else "",
        )
        for code, severity, job, file, line, message, advice in zip(
            columns["code"], columns["severity"], columns["job"], *place, strict=True
        )
    ]


def source_lines(page: Page, file: int) -> list[str]:
    """The lines of a file; every block says truly with which line it begins."""
    lines: list[str] = []
    number = 0
    while (name := f"source-{file}-{number}") in page.parts:
        assert page.parts[name].attributes["data-first"] == str(len(lines) + 1)
        lines += page.text_of(name).split("\n")
        number += 1
    return lines
