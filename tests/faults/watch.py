"""Writes down what people see of the bot, whenever a platform has answered one of its calls."""

import asyncio
from dataclasses import dataclass, field

from tests.adapters.slack.workspace import Workspace
from tests.adapters.slack.workspace import post as slack_post
from tests.adapters.teams.connector import Connector
from tests.adapters.teams.connector import post as teams_post
from tests.adapters.wire.call_log import Made
from tests.faults.history import History

FOREVER = 1e6


@dataclass
class Watch:
    """``known`` is how each post that was seen reads; those that are gone read ``None``."""

    slack: Workspace
    teams: Connector
    history: History
    known: dict[str, str | None] = field(default_factory=dict)
    _edits: dict[str, tuple[int, bool]] = field(default_factory=dict)

    async def run(self) -> None:
        """Look after every call, until cancelled."""
        await asyncio.gather(self._follow(self.slack), self._follow(self.teams))

    async def _follow(self, platform: Workspace | Connector) -> None:
        seen = 0

        def look() -> bool:
            nonlocal seen
            made = platform.log.made
            for call in made[seen:]:
                self._look_at(platform, call)
            while seen < len(made) and made[seen].outcome:  # one that is under way is looked at again
                seen += 1
            return False

        await platform.until(look, within=FOREVER)

    def _look_at(self, platform: Workspace | Connector, call: Made) -> None:
        if call.channel is None or not call.outcome.startswith(("ok", "reset")):
            return
        if isinstance(platform, Workspace):
            self._look_in_slack(call.channel, str(call.args.get("ts", "")))
        else:
            self._look_in_teams(call.channel)

    def _look_in_slack(self, channel: str, changed: str) -> None:
        """Look at the message that a call was about, and at those that nobody has looked at."""
        place = self.slack.world.channels.get(channel)
        if place is None:
            return
        for ts, message in list(place.messages.items()):
            if message.get("bot_id") and (ts == changed or f"{channel}/{ts}" not in self.known):
                post = slack_post.look(channel, message, str)
                self._shown(f"{channel}/{ts}", f"{channel}/{post.thread_ts or ts}", post.text)
        if self.known.get(f"{channel}/{changed}") is not None and changed not in place.messages:
            self._gone(f"{channel}/{changed}")

    def _look_in_teams(self, conversation: str) -> None:
        """Look at the messages that were changed since somebody looked at them."""
        place = self.teams.world.conversations.get(conversation)
        if place is None:
            return
        for message in [each for each in place.messages.values() if not each.sender]:
            key = f"{conversation}/{message.id}"
            if self._edits.get(key) != (message.edits, message.streaming) or message.streaming:
                self._edits[key] = (message.edits, message.streaming)
                root = message.root if place.kind == "channel" else ""
                self._shown(key, f"{conversation}/{root}", teams_post.look(place, message).text)
        standing = {f"{conversation}/{each}" for each in place.messages}
        for key in [key for key in self._edits if key.startswith(f"{conversation}/")]:
            if key not in standing and self.known.get(key) is not None:
                self._gone(key)

    def _gone(self, post: str) -> None:
        self.known[post] = None
        self.history.note("gone", post=post)

    def _shown(self, post: str, thread: str, text: str) -> None:
        if self.known.get(post) != text:
            self.known[post] = text
            self.history.note("shown", thread=thread, post=post, text=text)
