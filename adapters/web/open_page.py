"""What one open page has been told so far, and what is new for it."""

from typing import TYPE_CHECKING, Any

import orjson

from adapters.web.showing import board, thread_list
from adapters.web.site import Site, actor

if TYPE_CHECKING:
    from adapters.web.logins import Login
    from adapters.web.pages import Board
    from core.chat.thread_ref import ChannelRef, ThreadRef


class OpenPage:
    """A page of a channel, and of a thread of it if one is open. Blocking; one caller at a time."""

    def __init__(
        self, site: Site, login: "Login", channel: "ChannelRef", thread: "ThreadRef | None", after: int
    ) -> None:
        self.site = site
        self._channel = channel
        self._thread = thread
        self._login = login
        self._reader = site.reader(login)
        self._viewer = str(actor(login.person))
        self._after = after
        self._threads = ""
        self._board: Board | None = None
        self._welcomed = False

    @property
    def places(self) -> "list[ChannelRef | ThreadRef]":
        """What the page shows: a channel's list of threads, and one of them."""
        return [self._channel, self._thread] if self._thread is not None else [self._channel]

    def may_look(self) -> bool:
        """Whether the login lasts and the person may still look at the channel."""
        allowed = self.site.allows(self._login.person, self._channel, "session.read")
        return allowed and self.site.logins.find(self._login.secret) is not None

    def news(self) -> bytes | None:
        """What is new since the last time, as JSON; None if nothing is."""
        news = self._welcome() | self._posts() | self._lists()
        return orjson.dumps(news) if news else None

    def _welcome(self) -> dict[str, Any]:
        """Who looks, once: whoever logged in anew in another tab needs forms for the new login."""
        if self._welcomed:
            return {}
        self._welcomed = True
        return {"reader": {"person": self._reader.person, "csrf": self._reader.csrf}}

    def _posts(self) -> dict[str, Any]:
        """The posts that changed, by id, and up to where the page has seen then."""
        if self._thread is None:
            return {}
        posts = self.site.door.posts.changed(self._thread, self._viewer, self._after)
        if not posts:
            return {}
        self._after = max(post.change for post in posts)
        shown = [{"id": post.id, "html": self.site.pages.post(self._reader, post)} for post in posts]
        return {"change": self._after, "posts": shown}

    def _lists(self) -> dict[str, Any]:
        """The list of threads, and what is pinned, if they differ from what the page shows."""
        news: dict[str, Any] = {}
        listed = thread_list(self.site, self._login.person, self._channel)
        threads = self.site.pages.threads(self._thread, listed)
        if threads != self._threads:
            self._threads = news["threads"] = threads
        pinned = board(self.site, self._login.person, self._channel, self._thread)
        if pinned != self._board:
            self._board = pinned
            news["pins"] = self.site.pages.board(self._reader, pinned)
        return news
