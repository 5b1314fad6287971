"""What Slack asks or tells about the connection itself; no installation is meant."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack.arrivals.ignored import Ignored, Reason
from adapters.slack.arrivals.shapes import Id, Shape, Text


@dataclass(frozen=True, slots=True)
class Challenge:
    """Slack checks the address that it is to deliver to; the answer is ``challenge``, word for word."""

    challenge: str


@dataclass(frozen=True, slots=True)
class RateLimited:
    """Slack holds events of a workspace back because there were too many; ``minute`` is in Unix seconds."""

    tenant: str
    minute: int


class _Challenge(Shape):
    challenge: Text


class _RateLimited(Shape):
    team_id: Id
    minute_rate_limited: int


def handshake(payload: Mapping[str, Any]) -> Challenge | RateLimited | Ignored | None:
    """What a payload says about the connection; None if it says something else."""
    if payload.get("type") == "url_verification":
        return Challenge(_Challenge.model_validate(payload).challenge)
    if payload.get("type") == "app_rate_limited":
        limited = _RateLimited.model_validate(payload)
        return RateLimited(limited.team_id, limited.minute_rate_limited)
    return Ignored(Reason.SSL_CHECK) if "ssl_check" in payload else None
