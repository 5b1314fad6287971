"""Links: what a job's start and end each depend on, for walks up and down the estate."""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from .edge import Edge
from .estate import Estate

LinkKind = Literal[
    "condition", "box", "member", "box_success", "box_failure", "notrunning", "external", "global"
]  # fmt: skip
ORDERING_KINDS: Final[frozenset[LinkKind]] = frozenset(
    ("condition", "box", "member", "box_success", "box_failure")
)
ALL_KINDS: Final[frozenset[LinkKind]] = ORDERING_KINDS | {"notrunning", "external", "global"}


class Moment(NamedTuple):
    """The start or the end of a job; a member needs the start of its box, a condition the end of a job."""

    job: str
    ends: bool


class Link(NamedTuple):
    """The moment at the other end of a link, and its kind."""

    moment: Moment
    kind: LinkKind


class Links:
    """The links of an estate in both directions.

    ``condition``: the start of a job needs the end of another. ``box``: the start of a member needs the start of its
    box. ``member``, ``box_success``, ``box_failure``: the end of a box needs the end of a job. ``notrunning``,
    ``external`` (job^INSTANCE) and ``global`` order nothing.
    """

    def __init__(self, estate: Estate) -> None:
        self._into: dict[str, list[Edge]] = {}
        self._out_of: dict[str, list[Edge]] = {}
        for edge in estate.edges:
            self._into.setdefault(edge.target, []).append(edge)
            self._out_of.setdefault(_node(edge), []).append(edge)

    def needed_by(self, moment: Moment) -> Iterator[Link]:
        """What has to happen before a moment (one step up). To end, a job needs all it needs to start."""
        for edge in self._into.get(moment.job, ()):
            if edge.kind == "member":
                yield Link(Moment(edge.source, ends=False), "box")
            elif moment.ends or edge.kind == "condition":
                yield Link(Moment(_node(edge), ends=True), _kind(edge))
        if moment.ends:
            for edge in self._out_of.get(moment.job, ()):
                if edge.kind == "member":
                    yield Link(Moment(edge.target, ends=True), "member")

    def needing(self, moment: Moment) -> Iterator[Link]:
        """What waits for a moment (one step down). A job that does not start does not end either."""
        for edge in self._out_of.get(moment.job, ()):
            if edge.kind != "member":
                yield Link(Moment(edge.target, ends=edge.kind != "condition"), _kind(edge))
            elif not moment.ends:
                yield Link(Moment(edge.target, ends=False), "box")
        for edge in self._into.get(moment.job, ()):
            if edge.kind == "member":
                yield Link(Moment(edge.source, ends=True), "member")

    def edges_into(self, name: str) -> list[Edge]:
        """The edges whose target is this job."""
        return self._into.get(name, [])

    def edges_out_of(self, name: str) -> list[Edge]:
        """The edges whose source is this job of this scheduler."""
        return self._out_of.get(name, [])


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
