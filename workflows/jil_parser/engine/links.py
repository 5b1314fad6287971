"""Links: what a job's start and end each depend on, for walks up and down the estate."""

from collections.abc import Iterator
from typing import Final, Literal

from .edge import Edge
from .estate import Estate

LinkKind = Literal[
    "condition", "box", "member", "box_success", "box_failure", "notrunning", "external", "global"
]  # fmt: skip
ORDERING_KINDS: Final[frozenset[LinkKind]] = frozenset(
    ("condition", "box", "member", "box_success", "box_failure")
)
ALL_KINDS: Final[frozenset[LinkKind]] = ORDERING_KINDS | {"notrunning", "external", "global"}


Moment = tuple[str, bool]
"""The start of a job (False) or its end (True); a member needs the start of its box, a condition an end."""

Link = tuple[Moment, LinkKind]
"""The moment at the other end of a link, and its kind."""


class Links:
    """The links of an estate in both directions.

    ``condition``: the start of a job needs the end of another. ``box``: the start of a member needs the start
    of its box. ``member``, ``box_success``, ``box_failure``: the end of a box needs the end of a job.
    ``notrunning``, ``external`` (job^INSTANCE) and ``global`` order nothing.
    """

    def __init__(self, estate: Estate) -> None:
        self._into: dict[str, list[Edge]] = {}
        self._out_of: dict[str, list[Edge]] = {}
        for edge in estate.edges:
            self._into.setdefault(edge.target, []).append(edge)
            self._out_of.setdefault(_node(edge), []).append(edge)
        self._up: dict[Moment, list[Link]] = {}
        self._down: dict[Moment, list[Link]] = {}

    def needed_by(self, moment: Moment) -> list[Link]:
        """What has to happen before a moment (one step up). To end, a job needs all it needs to start."""
        found = self._up.get(moment)
        if found is None:
            found = self._up[moment] = list(self._step_up(*moment))
        return found

    def needing(self, moment: Moment) -> list[Link]:
        """What waits for a moment (one step down). A job that does not start does not end either."""
        found = self._down.get(moment)
        if found is None:
            found = self._down[moment] = list(self._step_down(*moment))
        return found

    def edges_into(self, name: str) -> list[Edge]:
        """The edges whose target is this job."""
        return self._into.get(name, [])

    def edges_out_of(self, name: str) -> list[Edge]:
        """The edges whose source is this job of this scheduler."""
        return self._out_of.get(name, [])

    def _step_up(self, job: str, ends: bool) -> Iterator[Link]:  # noqa: FBT001 - the parts of a moment
        for edge in self._into.get(job, ()):
            if edge.kind == "member":
                yield (edge.source, False), "box"
            elif ends or edge.kind == "condition":
                yield (_node(edge), True), _kind(edge)
        if ends:
            for edge in self._out_of.get(job, ()):
                if edge.kind == "member":
                    yield (edge.target, True), "member"

    def _step_down(self, job: str, ends: bool) -> Iterator[Link]:  # noqa: FBT001 - the parts of a moment
        for edge in self._out_of.get(job, ()):
            if edge.kind != "member":
                yield (edge.target, edge.kind != "condition"), _kind(edge)
            elif not ends:
                yield (edge.target, False), "box"
        for edge in self._into.get(job, ()):
            if edge.kind == "member":
                yield (edge.source, True), "member"


def _node(edge: Edge) -> str:
    """Name of the thing an edge comes from: ``job^INSTANCE`` for another scheduler's job."""
    return f"{edge.source}^{edge.instance}" if edge.instance else edge.source


def _kind(edge: Edge) -> LinkKind:
    if edge.instance:
        return "external"
    if edge.status == "value":
        return "global"
    if edge.status == "notrunning":
        return "notrunning"
    return edge.kind if edge.kind != "member" else "box"
