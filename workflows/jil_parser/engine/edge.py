"""Edges: the typed links between jobs."""

from typing import Final, Literal, NamedTuple

EdgeKind = Literal["condition", "member", "box_success", "box_failure"]
Status = Literal["success", "failure", "done", "terminated", "notrunning", "exitcode", "value"]
GLOBAL_PREFIX: Final = "$GLOBAL:"


class Edge(NamedTuple):
    """A link from a predecessor to the job that waits for it, or (``member``) from a box to a job in it.

    ``source`` of a ``value`` edge is ``$GLOBAL:NAME``. ``lookback`` is "hh.mm", "0" or "9999"; ``instance``
    is the other scheduler of ``job^INS``; ``operator`` and ``value`` belong to ``exitcode`` and ``value``.
    """

    source: str
    target: str
    kind: EdgeKind
    status: Status | None = None
    lookback: str | None = None
    instance: str | None = None
    operator: str | None = None
    value: str | None = None

    @property
    def orders(self) -> bool:
        """Whether one job has to end before the other starts: a condition on a local job, no mutex."""
        return self.kind == "condition" and self.names_job and self.status != "notrunning"

    @property
    def names_job(self) -> bool:
        """Whether ``source`` is the name of a job of this scheduler."""
        return self.instance is None and self.status != "value"

    def as_dict(self) -> dict[str, str | None]:
        """The edge as a JSON object: from, to, kind, status, lookback, instance, operator, value."""
        fields: dict[str, str | None] = self._asdict()
        return {"from": fields.pop("source"), "to": fields.pop("target"), **fields}
