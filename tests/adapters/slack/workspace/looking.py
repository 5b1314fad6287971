"""What people see, and what the app did."""

from dataclasses import dataclass

from tests.adapters.slack.workspace import seen
from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.post import Button, Post, buttons_in, look
from tests.adapters.slack.workspace.stored_file import StoredFile
from tests.adapters.slack.workspace.stored_view import StoredView
from tests.adapters.slack.workspace.world import World


@dataclass(frozen=True)
class OpenView:
    """A form or home tab as somebody sees it at one moment; ``errors`` stand at its fields."""

    id: str
    user: str
    title: str
    text: str
    raw: JSON
    open: bool
    errors: dict[str, str]

    @property
    def blocks(self) -> list[JSON]:
        return list(self.raw["blocks"])

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(buttons_in(self.blocks))


@dataclass(frozen=True)
class SharedFile:
    """A file that was uploaded; ``places`` are the (channel, thread or None) where it was shared."""

    id: str
    name: str
    title: str
    user: str
    content: bytes
    alt_text: str
    places: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Reaction:
    """An emoji under a message."""

    channel: str
    ts: str
    name: str
    users: tuple[str, ...]


@dataclass
class Looking:
    """Every look is a copy: what the app does later does not change it."""

    world: World

    def name(self, identifier: str) -> str:
        """The name of a person or channel; the id itself where it is not known."""
        if identifier in self.world.people:
            return self.world.people[identifier].name
        channel = self.world.channels.get(identifier)
        return channel.name if channel is not None else identifier

    def messages(self, channel: str, thread_ts: str | None = None) -> list[Post]:
        """What stands in a thread, root first; without a thread, what stands in the channel itself."""
        place = self.world.channels[channel]
        if thread_ts is None:
            return [look(channel, message, self.name) for message in place.top_level()]
        root = [place.messages[thread_ts]] if thread_ts in place.messages else []
        return [look(channel, message, self.name) for message in [*root, *place.replies(thread_ts)]]

    def message(self, channel: str, ts: str) -> Post:
        """One message as it is now; LookupError where it does not stand."""
        return look(channel, self.world.channels[channel].messages[ts], self.name)

    def ephemerals(self, user: str, channel: str | None = None) -> list[Post]:
        """What only one person sees."""
        return [
            look(each.channel, each.message, self.name, ephemeral_to=user)
            for each in self.world.ephemerals
            if each.user == user and channel in (None, each.channel)
        ]

    def files(self, channel: str | None = None) -> list[SharedFile]:
        """The files that are complete and not deleted; of a channel those that it shows."""
        return [
            _shared(file)
            for file in self.world.files.values()
            if file.complete and not file.deleted and (channel is None or channel in file.shares)
        ]

    def views(self, user: str | None = None) -> list[OpenView]:
        """The forms that are open, the last one opened last."""
        return [
            self._view(view) for view in self.world.views.values() if view.open and user in (None, view.user)
        ]

    def home(self, user: str) -> OpenView | None:
        """Somebody's home tab, once it was published."""
        view = self.world.homes.get(user)
        return None if view is None else self._view(view)

    def reactions(self, channel: str, ts: str) -> list[Reaction]:
        message = self.world.channels[channel].messages[ts]
        return [
            Reaction(channel, ts, each["name"], tuple(each["users"])) for each in message.get("reactions", ())
        ]

    def status(self, channel: str, thread_ts: str) -> str:
        """The status line that a thread shows now; empty where there is none."""
        place = self.world.channels[channel]
        thread = place.replies(thread_ts)
        bot_id = self.world.install_in(place).bot_id
        last = max((message["ts"] for message in thread if message.get("bot_id") == bot_id), default="")
        return self.world.agent.status(channel, thread_ts, last, self.world.clock())

    def _view(self, view: StoredView) -> OpenView:
        title = view.json.get("title") or {}
        return OpenView(
            id=view.id,
            user=view.user,
            title=title.get("text", ""),
            text=seen.flatten(view.json["blocks"], self.name),
            raw=dict(view.json),
            open=view.open,
            errors=dict(view.errors),
        )


def _shared(file: StoredFile) -> SharedFile:
    places = tuple(
        (channel, share.get("thread_ts")) for channel, shares in file.shares.items() for share in shares
    )
    content = file.content or b""
    return SharedFile(file.id, file.name, file.title, file.user, content, file.alt_text, places)
