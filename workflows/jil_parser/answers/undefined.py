"""A name that the files use but do not define."""

from core.contracts import Answer
from workflows.jil_parser.engine.dependencies import Dependencies
from workflows.jil_parser.engine.edge import GLOBAL_PREFIX, Edge
from workflows.jil_parser.finding import Finding, bounded, bullets, code, counted


def undefined(dependencies: Dependencies, name: str) -> Finding | None:
    """Who names it, and whether it is a global, another scheduler's or just missing; None if nobody does."""
    edges = [edge for edge in dependencies.estate.edges if _names(edge, name)]
    if not edges:
        return None
    nearest = min(edges, key=lambda edge: edge.instance is not None)  # a local reference says more
    rows = [
        {
            "job": edge.target,
            "by": edge.kind,
            "status": edge.status or "",
            "place": _place(dependencies, edge),
        }
        for edge in edges
    ]
    users = list(dict.fromkeys(edge.target for edge in edges))
    return Finding(
        answer=Answer(
            finding=f"{code(name)} {_is(nearest)}; {counted(len(users), 'job names', 'jobs name')} it.",
            numbers={"Named by": len(users)},
            details=bullets([f"{code(row['job'])} ({row['by']}, {code(row['place'])})" for row in rows]),
            next_steps=[f"What breaks if I hold {users[0]}?"],
        ),
        result={"name": name, "defined": False, **bounded("named_by", rows)},
        rows=rows,
        focus=[*users, name, *(f"{edge.source}^{edge.instance}" for edge in edges if edge.instance)],
        title=f"What names {name}",
    )


def _names(edge: Edge, name: str) -> bool:
    """Whether an edge comes from this name, as a job, ``job^INSTANCE`` or a global."""
    if edge.status == "value":
        return edge.source in (name, GLOBAL_PREFIX + name)
    return name in (edge.source, f"{edge.source}^{edge.instance}")


def _is(edge: Edge) -> str:
    if edge.status == "value":
        return "is a global variable, no job"
    if edge.instance:
        return f"is a job on the scheduler {code(edge.instance)}, not defined in these files"
    return "is not defined in these files"


def _place(dependencies: Dependencies, edge: Edge) -> str:
    key = "box_name" if edge.kind == "member" else edge.kind
    file, line = dependencies.estate.jobs[edge.target].where(key)
    return f"{file}:{line}"
