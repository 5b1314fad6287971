"""The ``diagnostics`` part with what filters need of all of them, and ``diagnostics-N`` with their words."""

from collections.abc import Iterator

from workflows.jil_parser.engine.estate import Estate
from workflows.jil_parser.outputs.html_report.nodes import Nodes
from workflows.jil_parser.outputs.html_report.parts import json_part

WORDED = 1000
"""Diagnostics of one part with words."""

NO_JOB = -1


def diagnostic_parts(estate: Estate, nodes: Nodes) -> Iterator[bytes]:
    """Columns in the order of the estate: by file, line and code."""
    found = estate.diagnostics
    codes = {code: number for number, code in enumerate(dict.fromkeys(each.code for each in found))}
    columns = {
        "codes": list(codes),
        "code": [codes[each.code] for each in found],
        "severity": [each.severity for each in found],
        "job": [nodes.of(each.job, "object") if each.job else NO_JOB for each in found],
    }
    yield json_part("diagnostics", columns)
    files = {source.name: number for number, source in enumerate(estate.sources)}
    for number, start in enumerate(range(0, len(found), WORDED)):
        batch = found[start : start + WORDED]
        words = {
            "file": [files[each.file] for each in batch],
            "line": [each.line for each in batch],
            "message": [each.message for each in batch],
            "advice": [each.advice for each in batch],
        }
        yield json_part(f"diagnostics-{number}", words)
