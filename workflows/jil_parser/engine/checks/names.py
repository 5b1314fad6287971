"""References to jobs that are not there, and of a job to itself."""

from collections.abc import Iterator

from workflows.jil_parser.engine.diagnostic import Diagnostic, Severity, finding
from workflows.jil_parser.engine.estate import Estate


def check_names(estate: Estate) -> Iterator[Diagnostic]:
    """dangling-reference, once per name and attribute, and self-dependency, once per condition."""
    jobs = estate.jobs
    missing: dict[tuple[str, str, str], Severity] = {}
    for edge in estate.edges:
        if edge.source not in jobs and edge.kind != "member" and edge.names_job:
            place = edge.target, edge.kind, edge.source
            if edge.status != "notrunning" or place not in missing:
                missing[place] = "warning" if edge.status == "notrunning" else "error"
    for (name, kind, source), severity in missing.items():
        yield _dangling(estate, name, kind, source, severity)
    for name, firsts in estate.waits.items():
        if name in firsts:
            file, line = jobs[name].where("condition")
            yield finding("self-dependency", file, line, f"{name} waits for itself.", job=name)


def _dangling(estate: Estate, name: str, kind: str, source: str, severity: Severity) -> Diagnostic:
    file, line = estate.jobs[name].where(kind)
    effect = "the test is always true" if severity == "warning" else "the test never comes true"
    message = f"The {kind} of {name} names {source}, which is not defined: {effect}."
    return finding(
        "dangling-reference", file, line, message, job=name, severity=severity, hint=estate.hint(source)
    )
