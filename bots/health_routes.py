"""``/health``: for whoever looks after the service. No login and no Host check, for a kubelet has neither."""

import orjson
from aiohttp import web

from bots.health import Health, Status

WORDS = {Status.OK: "healthy", Status.DEGRADED: "degraded", Status.DOWN: "unhealthy"}
"""The words of ``/health``."""


def add_health(application: web.Application, health: Health) -> None:
    """Add ``/health/live``, ``/health/ready`` and ``/health``, before the pages, which take the rest."""

    async def live(_: web.Request) -> web.Response:
        """The loop answers: nothing else is asked, so that a store that is away has nobody restarted."""
        return _answer({"status": Status.OK}, Status.OK)

    async def ready(_: web.Request) -> web.Response:
        report = await health.report()
        return _answer(report.document(), report.status)

    async def overview(_: web.Request) -> web.Response:
        report = await health.report()
        components = {each.name: WORDS[each.status] for each in report.components}
        return _answer({"status": WORDS[report.status], "components": components}, report.status)

    for path, handler in (("/health/live", live), ("/health/ready", ready), ("/health", overview)):
        application.router.add_get(path, handler)


def _answer(document: object, status: Status) -> web.Response:
    return web.Response(
        body=orjson.dumps(document),
        status=503 if status is Status.DOWN else 200,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
