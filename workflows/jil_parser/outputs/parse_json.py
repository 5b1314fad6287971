"""``parse.json``: jobs, edges and diagnostics, in the schema of tests/data/jil/README.md."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import orjson

from workflows.jil_parser.engine.diagnostic import Diagnostic
from workflows.jil_parser.engine.edge import Edge
from workflows.jil_parser.engine.estate import Estate
from workflows.jil_parser.engine.job import Job

BATCH = 2000
"""Entries turned into bytes at once: large estates never stand in memory as JSON."""

EDGE_KEYS = ("from", "to", *Edge._fields[2:])


def parse_json(estate: Estate) -> Iterator[bytes]:
    """The document in pieces."""
    several = len(estate.sources) > 1
    yield b'{"jobs":['
    yield from _entries(map(_job, estate.jobs.values()))
    yield b'],"edges":['
    yield from _entries(dict(zip(EDGE_KEYS, edge, strict=True)) for edge in estate.edges)
    yield b'],"diagnostics":['
    yield from _entries(_diagnostic(found, named=several) for found in estate.diagnostics)
    yield b"]}\n"


def _job(job: Job) -> dict[str, Any]:
    return {
        "name": job.name,
        "type": job.type,
        "box": job.box,
        "statement": job.statement,
        "attributes": job.attributes,
    }


def _diagnostic(found: Diagnostic, *, named: bool) -> dict[str, Any]:
    """A diagnostic; where several files make the script, its message begins with the file."""
    message = f"{found.file}: {found.message}" if named else found.message
    return {"code": found.code, "severity": found.severity, "line": found.line, "message": message}


def _entries(entries: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """The inside of a JSON array."""
    iterator = iter(entries)
    separator = b""
    while batch := list(islice(iterator, BATCH)):
        yield separator + orjson.dumps(batch)[1:-1]
        separator = b",\n"
