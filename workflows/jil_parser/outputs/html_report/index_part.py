"""The ``index`` part: what the page needs from the start. Columns have one entry a job, in script order."""

from workflows.jil_parser.engine.estate import Estate
from workflows.jil_parser.engine.vocabulary import CALENDAR_VERBS, OPENING_PREFIXES
from workflows.jil_parser.outputs.html_report.diagnostic_parts import WORDED
from workflows.jil_parser.outputs.html_report.job_parts import DETAILED, SEARCHED_ATTRIBUTES
from workflows.jil_parser.outputs.html_report.nodes import Nodes
from workflows.jil_parser.outputs.html_report.parts import json_part

NO_BOX = -1


def index_part(estate: Estate, nodes: Nodes) -> bytes:
    """Names, types, boxes and places; made last, when all other parts have numbered their nodes."""
    jobs = estate.jobs.values()
    types = {name: number for number, name in enumerate(dict.fromkeys(job.type for job in jobs))}
    files = {source.name: number for number, source in enumerate(estate.sources)}
    columns = {
        "names": list(estate.jobs),
        "type": [types[job.type] for job in jobs],
        "box": [NO_BOX if job.box is None else nodes.of(job.box) for job in jobs],
        "file": [files[job.file] for job in jobs],
        "line": [job.line for job in jobs],
    }
    return json_part(
        "index",
        {
            **columns,
            "types": list(types),
            "files": [{"name": source.name, "lines": source.lines} for source in estate.sources],
            "others": nodes.others(),
            "troubled": _troubled(estate),
            "searched": SEARCHED_ATTRIBUTES,
            "batches": {"details": DETAILED, "diagnostics": WORDED},
            "openings": {"prefixes": OPENING_PREFIXES, "verbs": sorted(CALENDAR_VERBS)},
        },
    )


def _troubled(estate: Estate) -> list[int]:
    """The jobs with an error, by number."""
    places = estate.positions
    names = {found.job for found in estate.diagnostics if found.severity == "error"}
    return sorted(places[name] for name in names if name in places)
