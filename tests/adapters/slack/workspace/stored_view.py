"""A form or a home tab that somebody looks at."""

from dataclasses import dataclass, field

from tests.adapters.slack.workspace.payload import JSON


@dataclass
class StoredView:
    """``json`` is the view as Slack gives it back; ``errors`` are those that the app showed at its fields."""

    json: JSON
    user: str
    open: bool = True
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.json["id"])
