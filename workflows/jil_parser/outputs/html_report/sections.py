"""The lists of an estate: what the report tells entry by entry."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workflows.jil_parser.engine.dependencies import DanglingReference
from workflows.jil_parser.engine.edge import Edge
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.outputs.html_report.nodes import Nodes
from workflows.jil_parser.outputs.html_report.parts import json_part


class Reference(NamedTuple):
    """A job, what it does with a name that is not defined, that name, and where."""

    job: str
    does: str
    name: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """A list of ``jobs`` by name, of ``ways`` (rings of names) or of ``references``; the others are empty."""

    id: str
    title: str
    meaning: str
    jobs: Sequence[str] = ()
    ways: Sequence[Sequence[str]] = ()
    references: Sequence[Reference] = ()

    @property
    def count(self) -> int:
        """Number of its entries."""
        return len(self.jobs) + len(self.ways) + len(self.references)


def troubles(facts: Facts) -> list[Section]:
    """The sections of the overview that hold anything, the gravest first."""
    chain = facts.dependencies.longest_chain
    rings = [cycle.way for cycle in facts.dependencies.cycles]
    references = [_reference(found) for found in facts.dangling]
    sections = [
        Section("cycles", "Cycles", "Each job waits for the next, the last for the first.", ways=rings),
        Section("self", "Jobs that wait for themselves", "Their condition names them.", facts.self_waiting),
        Section(
            "dangling", "Dangling references", "Names of jobs or boxes not defined.", references=references
        ),
        Section(
            "startless",
            "Jobs that nothing starts",
            "No schedule, no condition and no box.",
            facts.startless,
        ),
        Section("ownerless", "Jobs without owner", "Nobody is named for them.", facts.ownerless),
        Section(
            "chain",
            "Longest chain",
            "Each job waits for the one before it.",
            chain.jobs if chain.length else (),
        ),
    ]
    return [section for section in sections if section.count]


def sections_part(facts: Facts, nodes: Nodes) -> bytes:
    """The ``sections`` part: every list whole, jobs by number."""
    ends = [
        Section("roots", "Roots", "They wait for no job and lie in no box.", facts.roots),
        Section("leaves", "Leaves", "No job waits for them.", facts.leaves),
    ]
    entries = {section.id: _entries(section, facts, nodes) for section in (*troubles(facts), *ends)}
    return json_part("sections", entries)


def _entries(section: Section, facts: Facts, nodes: Nodes) -> dict[str, object]:
    files = {source.name: number for number, source in enumerate(facts.estate.sources)}
    return {
        "title": section.title,
        "meaning": section.meaning,
        "jobs": [nodes.of(name) for name in section.jobs],
        "ways": [[nodes.of(name) for name in way] for way in section.ways],
        "references": [
            (nodes.of(each.job), each.does, nodes.of(each.name), files[each.file], each.line)
            for each in section.references
        ],
    }


def _reference(found: DanglingReference) -> Reference:
    edge = found.edge
    return Reference(edge.target, "".join(_words(edge)), edge.source, found.file, found.line)


def _words(edge: Edge) -> Iterator[str]:
    if edge.kind == "member":
        yield "lies in the box"
    elif edge.status == "notrunning":
        yield "must not run beside (harmless)"
    else:
        yield "waits for" if edge.kind == "condition" else f"names in its {edge.kind}"
