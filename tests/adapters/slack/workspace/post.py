"""A message as somebody looks at it."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from tests.adapters.slack.workspace import seen
from tests.adapters.slack.workspace.mrkdwn import Naming
from tests.adapters.slack.workspace.payload import JSON


@dataclass(frozen=True)
class Button:
    """Something to press, with what it brings back."""

    label: str
    action_id: str
    value: str


@dataclass(frozen=True)
class Post:
    """One message at one moment.

    ``text`` is what people see, ``fallback`` what a notification says. ``pings`` are those whom it notifies
    (``@U…``, ``!channel``), ``links`` where it leads. ``ephemeral_to`` is the only person who sees it.
    """

    channel: str
    ts: str
    text: str
    raw: JSON
    thread_ts: str | None = None
    ephemeral_to: str | None = None
    pings: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def fallback(self) -> str:
        return str(self.raw.get("text", ""))

    @property
    def user(self) -> str | None:
        return self.raw.get("user")

    @property
    def bot_id(self) -> str | None:
        return self.raw.get("bot_id")

    @property
    def blocks(self) -> list[JSON]:
        return list(self.raw.get("blocks", []))

    @property
    def metadata(self) -> JSON:
        return dict(self.raw.get("metadata", {}))

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files under the message."""
        return tuple(str(file.get("name", file["id"])) for file in self.raw.get("files", ()))

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(buttons_in(self.blocks))

    def button(self, label: str) -> Button:
        """The button with a label; LookupError where there is none, as nobody can press it."""
        for button in self.buttons:
            if button.label == label:
                return button
        raise LookupError(f"no button {label!r} among {[button.label for button in self.buttons]}")


def look(channel: str, message: JSON, naming: Naming, *, ephemeral_to: str | None = None) -> Post:
    """A message as it is now."""
    pings, links = seen.live(message)
    return Post(
        channel=channel,
        ts=message["ts"],
        text=seen.seen(message, naming),
        raw=deepcopy(message),
        thread_ts=message.get("thread_ts"),
        ephemeral_to=ephemeral_to,
        pings=tuple(pings),
        links=tuple(links),
    )


def buttons_in(node: Any) -> Iterator[Button]:
    if isinstance(node, list):
        for item in node:
            yield from buttons_in(item)
    elif isinstance(node, dict) and node.get("type") == "button":
        yield Button(node["text"]["text"], node.get("action_id", ""), node.get("value", ""))
    elif isinstance(node, dict):
        for value in node.values():
            yield from buttons_in(value)
