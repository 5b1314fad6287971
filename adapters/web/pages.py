"""Pages and parts of pages, rendered from templates. Blocking, and safe for several threads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from adapters.web import markdown
from adapters.web.post import Post
from adapters.web.post_store import ThreadSummary
from adapters.web.viewing import VIEWED
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.contracts import WorkflowMetadata
from core.pin_board import Pin
from core.sizes import in_words

HERE = Path(__file__).parent
STATIC = HERE / "static"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at a page: the ``csrf`` token of their login, and the people they may become (in a demo)."""

    person: str
    csrf: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """What is pinned to a channel; whoever may share can change it from here."""

    channel: ChannelRef
    thread: ThreadRef | None
    pins: Sequence[Pin]
    may_share: bool


@dataclass(frozen=True, slots=True)
class ThreadList:
    """The latest threads of a channel, or those before one (``earlier``); ``more`` are older than these."""

    channel: ChannelRef
    threads: Sequence[ThreadSummary]
    more: bool
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What a page shows around the posts. ``thread`` is None where a new one can be begun."""

    channel: ChannelRef
    channels: Sequence[ChannelRef]
    thread: ThreadRef | None
    listed: ThreadList
    workflows: Sequence[WorkflowMetadata]
    board: Board
    max_bytes: int


class Pages:
    """The templates, read once."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {"markdown": markdown.blocks, "inline": markdown.inline, "size": in_words}
        self._templates.globals |= {
            "channel_url": channel_url,
            "thread_url": thread_url,
            "act": lambda: uuid4().hex,
            "clock": _clock,
            "viewed": VIEWED,
        }
        for name in self._templates.list_templates():
            self._templates.get_template(name)  # read now, not while somebody waits

    def conversation(
        self, reader: Reader, place: Place, posts: Sequence[Post], *, earlier: bool, later: bool
    ) -> str:
        """A channel with its list of threads, and a thread of it with its posts.

        ``earlier`` and ``later``: the thread has more posts, before these or after them.
        """
        change = max((post.change for post in posts), default=0)
        return self._render(
            "conversation.html",
            reader=reader,
            place=place,
            posts=posts,
            earlier=earlier,
            later=later,
            change=change,
        )

    def post(self, reader: Reader, post: Post) -> str:
        """One post, to be put into an open page."""
        return self._render("post.html", reader=reader, post=post)

    def threads(self, thread: ThreadRef | None, listed: ThreadList) -> str:
        """The list of threads, to be put into an open page."""
        return self._render("threads.html", thread=thread, listed=listed)

    def board(self, reader: Reader, board: Board) -> str:
        """What is pinned, to be put into an open page."""
        return self._render("pins.html", reader=reader, board=board)

    def login(self, token: str) -> str:
        """The page behind a one-time link; an empty token says how to get one."""
        return self._render("login.html", token=token)

    def problem(self, sentence: str, reference: str, reader: Reader | None) -> str:
        """What is wrong, in one sentence; without a reader, where to log in."""
        return self._render("problem.html", sentence=sentence, reference=reference, reader=reader)

    def _render(self, name: str, **values: Any) -> str:
        return self._templates.get_template(name).render(values)


def channel_url(channel: ChannelRef) -> str:
    """The path of a channel's page."""
    return f"/c/{quote(channel.channel, safe='')}"


def thread_url(thread: ThreadRef) -> str:
    """The path of a thread's page."""
    return f"{channel_url(thread.channel)}/t/{quote(thread.thread, safe='')}"


def _clock(at: datetime) -> str:
    """A time for readers without script; with it, the browser says it in their own zone."""
    return f"{at:%Y-%m-%d %H:%M} UTC"
