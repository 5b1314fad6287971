"""``dataops`` with Microsoft's side on this machine, a clock to be turned, and points at which it dies."""

import os
from functools import partial, wraps
from typing import Any

from tests.faults import turned_clock
from tests.faults.dying import POINT, die_at

METADATA, LOGIN = "FAULTS_TEAMS_METADATA", "FAULTS_TEAMS_LOGIN"
"""Variables: the addresses of Microsoft's keys and of its login service."""

DOORS = frozenset({"/slack/events", "/api/messages"})


def _reach_microsoft_here() -> None:
    import bots.serving
    from bots.teams import teams_open
    from tests.adapters.teams.cloud import cloud_at

    cloud = cloud_at(os.environ[METADATA], os.environ[LOGIN])
    bots.serving.open_site = partial(bots.serving.open_site, cloud=cloud)
    bots.serving.teams_open = partial(teams_open, cloud=cloud)  # type: ignore[attr-defined]  # its own import


def _watch_the_inbox() -> None:
    from core.runs.inbox import Inbox, Receipt

    receive = Inbox.receive

    @wraps(receive)
    def watched(*given: Any, **more: Any) -> Receipt:
        die_at("before the inbox")
        receipt = receive(*given, **more)
        die_at("before the acknowledgement")
        return receipt

    Inbox.receive = watched  # type: ignore[method-assign]


def _watch_acknowledgements() -> None:
    from aiohttp import web

    write_eof = web.Response.write_eof

    async def watched(self: web.Response, data: bytes = b"") -> None:
        request = self._req
        await write_eof(self, data)
        if request is not None and request.path in DOORS:
            die_at("after the acknowledgement")

    web.Response.write_eof = watched  # type: ignore[method-assign]


def _watch_ends() -> None:
    from core.chat.surface import MessageRef
    from core.runs.post_ledger import PostLedger
    from core.runs.run_store import RunStore

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


def _main() -> None:
    turned_clock.install()  # before anybody takes the clock
    from bots.cli import main

    _reach_microsoft_here()
    if os.environ.get(POINT):
        _watch_the_inbox()
        _watch_acknowledgements()
        _watch_ends()
    main()


if __name__ == "__main__":
    _main()
