"""A thread and a ledger in memory, for tests of what posts into them."""

from collections.abc import Sequence

from core.chat.card import Card
from core.chat.inbound import Actor
from core.chat.posting import Posted
from core.chat.surface import Capabilities, Deliverable, Delivered, MessageRef
from core.chat.thread_ref import ChannelRef

THREAD = ChannelRef(platform="memory", tenant="t", channel="c").thread("1")


class MemorySurface:
    """A platform's far side: keeps what was posted, and can die after a post or fail at a repaint."""

    def __init__(self) -> None:
        self.capabilities = Capabilities(repaint=True, update_interval=0.0)
        self.posts: dict[str, Card] = {}
        self.painted: list[Card] = []
        self.asked: list[str] = []
        self.private: list[Actor | None] = []
        self.dies_after_posting = False
        self.refuses_repaints = False

    async def say(self, card: Card, *, key: str, privately_to: Actor | None = None) -> MessageRef:
        assert key not in self.posts, "posted twice"
        self.posts[key] = card
        self.private.append(privately_to)
        if self.dies_after_posting:
            raise ConnectionError
        return MessageRef(THREAD, key)

    async def repaint(self, ref: MessageRef, card: Card) -> None:
        assert ref.id in self.posts
        if self.refuses_repaints:
            raise ConnectionError
        self.painted.append(card)

    async def deliver(self, items: Sequence[Deliverable], *, key: str) -> list[Delivered]:
        raise AssertionError(f"nobody delivers {items} as {key} here")

    async def find(self, key: str) -> MessageRef | None:
        self.asked.append(key)
        return MessageRef(THREAD, key) if key in self.posts else None


class MemoryLedger:
    """Remembers posts as a process would find them again."""

    def __init__(self) -> None:
        self.begun: set[str] = set()
        self.refs: dict[str, MessageRef] = {}

    def begin(self, name: str) -> Posted:
        attempted = name in self.begun
        self.begun.add(name)
        return Posted(f"run_1:{name}", attempted, self.refs.get(name))

    def sent(self, name: str, ref: MessageRef) -> None:
        self.refs[name] = ref
