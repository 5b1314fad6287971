"""Somebody's client: the playground's own HTTP and WebSocket interface, which its page uses too."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

import aiohttp

from tests.e2e.teams.playground import ALICE, BOT, BOT_NAME, Playground
from tests.e2e.teams.post import CARD, Post

Seen = TypeVar("Seen")
WAIT_SECONDS = 30
MENTION = f"<at>{BOT_NAME}</at>"


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a person; ``conversation`` is the thread that it began, if it did."""

    id: str
    conversation: str


class Client:
    """Alice's client: the playground speaks for nobody else."""

    def __init__(self, playground: Playground, session: aiohttp.ClientSession) -> None:
        self._playground = playground
        self._session = session
        self._changed = asyncio.Event()
        self.posts: dict[str, Post] = {}
        self.exchanged: list[dict[str, Any]] = []

    async def say(self, conversation: str, text: str, *, mention: bool = False) -> Said:
        """Write a message; with a mention of the bot it begins so."""
        body: dict[str, Any] = {"from": {"id": ALICE.id}, "text": text, "textFormat": "plain"}
        if mention:
            body["text"] = f"{MENTION} {text}"
            body["mentions"] = [{"mentioned": {"id": BOT}, "text": MENTION}]
        sent = await self._post(
            f"/_conversation/v1/conversations/{quote(conversation, safe='')}/messages", body
        )
        return Said(sent["messageId"], sent.get("postConversationId", conversation))

    async def execute(self, post: Post, label: str, **typed: str) -> Any:
        """Press a button as new clients do; the bot's answer."""
        button = post.buttons[label]
        assert button.type == "Action.Execute"
        data = {**button.data, **post.filled(typed)}
        action = {"type": button.type, "verb": button.verb, "data": data}
        body = {"name": "adaptiveCard/action", "value": {"action": action, "trigger": "manual"}}
        return await self._post("/_conversation/v1/invoke", body | self._on(post))

    async def submit(self, post: Post, label: str, **typed: str) -> None:
        """Press a button as old clients do."""
        button = post.buttons[label].fallback
        assert button is not None
        assert button.type == "Action.Submit"
        await self._post(
            "/_conversation/v1/submit", {"value": {**button.data, **post.filled(typed)}} | self._on(post)
        )

    async def install(self, conversation: str) -> None:
        """Add the app."""
        await self._post(f"/_debug/conversation/{quote(conversation, safe='')}/installation", {})

    async def deliver(self, activity: dict[str, Any]) -> None:
        """Have the playground deliver something as it is."""
        await self._post("/_internal/v1/customActivities", activity)

    async def receive(self, conversation: str, card: dict[str, Any]) -> None:
        """Have a card shown, as if the bot had sent it."""
        attachments = [{"contentType": CARD, "content": card}]
        body = {"type": "message", "from": {"id": BOT}, "attachments": attachments}
        await self._post(f"/_connector/v3/conversations/{quote(conversation, safe='')}/activities", body)

    async def post(self, conversation: str, text: str) -> Post:
        """Wait for the newest post with a text in a conversation."""

        def look() -> list[Post]:
            return [each for each in self.standing(conversation) if text in each.text]

        return (await self.until(look))[-1]

    def standing(self, conversation: str) -> list[Post]:
        """The bot's posts in a conversation."""
        return [each for each in self.posts.values() if each.conversation == conversation]

    def shown(self, conversation: str) -> str:
        """All that the bot says in a conversation."""
        return "\n".join(each.text for each in self.standing(conversation))

    def answers(self, name: str) -> list[int]:
        """The statuses that the bot answered the deliveries of a type or name with."""
        sent = [each for each in self.exchanged if each.get("to") == "User Application"]
        return [each["response"]["statusCode"] for each in sent if each["activityName"] == name]

    async def until(self, look: Callable[[], Seen]) -> Seen:
        """Look at every change until there is something to see."""
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                while not (found := look()):
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            shown = [(each.conversation, each.text) for each in self.posts.values()]
            raise AssertionError(f"it did not come; shown is {shown}") from None
        return found

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Take in what the playground shows, and what it and the bot send each other."""
        async with (
            self._session.ws_connect(
                f"{self._playground.url}/_ws_conversation/v1/conversations/stream"
            ) as shown,
            self._session.ws_connect(f"{self._playground.url}/_ws/log/stream") as logged,
        ):
            tasks = [
                asyncio.create_task(self._take(shown, self._show)),
                asyncio.create_task(self._take(logged, self._log)),
            ]
            yield
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    async def _take(self, frames: aiohttp.ClientWebSocketResponse, show: Callable[[Any], None]) -> None:
        async for frame in frames:
            show(frame.json())
            self._changed.set()

    def _log(self, frame: dict[str, Any]) -> None:
        self.exchanged.append(frame["log"])

    def _show(self, frame: dict[str, Any]) -> None:
        if frame["action"] == "typing":
            return
        message, conversation = frame["message"], frame["actionConversationId"]
        post = self.posts.setdefault(message["messageId"], Post(message["messageId"], conversation, message))
        assert (frame["action"] == "createMessage") is not post.versions
        post.message = message
        post.versions.append(post.text)

    def _on(self, post: Post) -> dict[str, Any]:
        return {"conversation": {"id": post.conversation}, "from": {"id": ALICE.id}, "replyToId": post.id}

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        async with self._session.post(f"{self._playground.url}{path}", json=body) as response:
            assert response.ok, await response.text()
            return await response.json(content_type=None)
