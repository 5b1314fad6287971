"""``dataops`` as it is, but that Microsoft's side is on this machine, and that it dies at a named point."""

import os
from functools import partial, wraps
from typing import Any

from aiohttp import web

import bots.serving
from bots.cli import main
from bots.run_posts import PostLedger
from core.chat.surface import MessageRef
from core.runs.inbox import Inbox, Receipt
from core.runs.run_store import RunStore
from tests.adapters.teams.cloud import cloud_at
from tests.faults.dying import POINT, die_at

METADATA, LOGIN = "FAULTS_TEAMS_METADATA", "FAULTS_TEAMS_LOGIN"
"""Variables: the addresses of Microsoft's keys and of its login service."""

DOORS = frozenset({"/slack/events", "/api/messages"})


def _reach_microsoft_here() -> None:
    cloud = cloud_at(os.environ[METADATA], os.environ[LOGIN])
    bots.serving.open_site = partial(bots.serving.open_site, cloud=cloud)
    bots.serving.teams_open = partial(bots.serving.teams_open, cloud=cloud)


def _watch_the_inbox() -> None:
    receive = Inbox.receive

    @wraps(receive)
    def watched(*given: Any, **more: Any) -> Receipt:
        die_at("before the inbox")
        receipt = receive(*given, **more)
        die_at("before the acknowledgement")
        return receipt

    Inbox.receive = watched  # type: ignore[method-assign]


def _watch_acknowledgements() -> None:
    write_eof = web.Response.write_eof

    async def watched(self: web.Response, data: bytes = b"") -> None:
        request = self._req
        await write_eof(self, data)
        if request is not None and request.path in DOORS:
            die_at("after the acknowledgement")

    web.Response.write_eof = watched  # type: ignore[method-assign]


def _watch_ends() -> None:
    keep, sent = RunStore.keep, PostLedger.sent

    @wraps(keep)
    def kept(*given: Any, **more: Any) -> None:
        keep(*given, **more)
        die_at("before the reply")

    def noted(self: PostLedger, name: str, ref: MessageRef) -> None:
        if name == "answer":
            die_at("after the reply")
        sent(self, name, ref)

    RunStore.keep = kept  # type: ignore[method-assign]
    PostLedger.sent = noted  # type: ignore[method-assign]


if __name__ == "__main__":
    _reach_microsoft_here()
    if os.environ.get(POINT):
        _watch_the_inbox()
        _watch_acknowledgements()
        _watch_ends()
    main()
