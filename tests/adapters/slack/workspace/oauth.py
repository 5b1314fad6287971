"""Installs by OAuth: the codes that Slack gave out, and how the next person decides."""

from dataclasses import dataclass, field

from tests.adapters.slack.workspace.grant import EXPIRES_IN

CODE_SECONDS = 600
"""A code is good once, for ten minutes: https://docs.slack.dev/authentication/installing-with-oauth."""


@dataclass
class Code:
    """What an install page sent back to the app."""

    team: str
    user: str
    scopes: frozenset[str]
    redirect_uri: str
    at: float
    used: bool = False


@dataclass
class OAuth:
    """``team`` and ``user`` are who stands at the install page next; ``allows`` is whether they press Allow.

    ``rotation`` is the app's setting: tokens expire, after ``expires_in`` seconds, and are refreshed.
    """

    team: str = ""
    user: str = ""
    allows: bool = True
    rotation: bool = False
    expires_in: int = EXPIRES_IN
    codes: dict[str, Code] = field(default_factory=dict)
