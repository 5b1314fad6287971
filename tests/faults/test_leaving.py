"""Names and addresses that lead away: out of the folder of contents, or to hosts nobody may be sent to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from tests.faults.trial import Trial, open_trial

JOB = b"insert_job: LOAD_A   job_type: c\ncommand: a\nmachine: m1\n"

NAMES = (
    "../x.jil",
    "a/../../b.jil",
    "%2e%2e/x.jil",
    "a\\..\\b.jil",
    "/etc/cron.d/x.jil",
    "x\0.jil",
    "y" * 4096 + ".jil",
    "\u202elij.x.jil",
    "~/.ssh/x.jil",
    "artifacts/../../../x.jil",
)

ELSEWHERE = (
    "http://169.254.169.254",
    "http://[::ffff:10.0.0.1]",
    "http://[2002:a00:1::]",
    "http://10.0.0.1.nip.io",
    "file:///etc/passwd",
    "https://files.slack.com@127.0.0.1:{port}",
    "http://127.0.0.1:{port}",
    "http://localhost:{port}",
    "http://0x7f000001:{port}",
    "https://files.slack.com.127.0.0.1.nip.io:{port}",
)
"""``port`` is of a server that nobody may ask. A name that leads elsewhere each time (rebinding) gets no
further than one that leads there always: hosts are known by name, and nothing else is asked.
"""


@dataclass
class Canary:
    """A server that nobody may ask; with ``leads_to`` it answers with a redirect."""

    port: int = 0
    asked: list[str] = field(default_factory=list)
    leads_to: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        self.asked.append(f"{request.path} {request.headers.get('Authorization', '')}")
        if self.leads_to:
            return web.Response(status=302, headers={"Location": self.leads_to})
        return web.Response(body=JOB)


@asynccontextmanager
async def open_canary(leads_to: str = "") -> AsyncIterator[Canary]:
    canary, application = Canary(leads_to=leads_to), web.Application()
    application.router.add_route("*", "/{path:.*}", canary.handle)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    canary.port = runner.addresses[0][1]
    try:
        yield canary
    finally:
        await runner.cleanup()


async def test_nothing_is_written_elsewhere_and_nobody_else_is_asked(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    async with open_trial(own) as trial, open_canary() as canary:
        await trial.start()
        for name in NAMES:
            trial.history.note("fault", name="a name that leaves")
            await _sent(trial, name)
        for address in ELSEWHERE:
            trial.history.note("fault", name="an address elsewhere")
            await _pointed_at(trial, address.format(port=canary.port))
        await _redirected(trial, canary)
        assert canary.asked == []
        assert await trial.end() == []
        known = {"own", "gates", "home", "workflows"}
        assert {path.name for path in tmp_path.iterdir()} <= known
        assert not [path for path in own.rglob("*.jil") if "home" not in path.parts]
        assert not [path for path in (own / "home").rglob("*") if "\u202e" in path.name]


async def _sent(trial: Trial, name: str) -> None:
    slack = trial.slack
    act = await slack.mention(slack.ada, _place(trial), "/dataops parse-jil", files=[(name, JOB)])
    assert act.status == 200, name
    await trial.until_over(f"{act.channel}/{act.ts}", "")


async def _pointed_at(trial: Trial, host: str) -> None:
    """Slack says of a file that it is somewhere else."""
    slack = trial.slack
    usual, slack.world.base_url = slack.world.base_url, host
    try:
        act = await slack.mention(slack.ada, _place(trial), "/dataops parse-jil", files=[("x.jil", JOB)])
    finally:
        slack.world.base_url = usual
    assert act.status == 200, host
    await trial.until_over(f"{act.channel}/{act.ts}", "not kept in Slack")


async def _redirected(trial: Trial, canary: Canary) -> None:
    """A host of files sends the bot on to another one."""
    teams = trial.teams
    async with open_canary(f"http://127.0.0.1:{canary.port}/inside") as lure:
        files, teams.files.base_url = teams.files.base_url, f"http://localhost:{lure.port}"
        try:
            chat = teams.world.personal(teams.ada)
            act = await teams.say(teams.ada, chat, "/dataops parse-jil", files=[("x.jil", JOB)])
        finally:
            teams.files.base_url = files
        assert act.status in (200, 201, 202)
        await trial.until_over(f"{chat.id}/", "not available")
        assert len(lure.asked) == 1


def _place(trial: Trial) -> str:
    """A channel of its own for each, as far as there are so many."""
    return trial.channels[len(trial.history.of("fault")) % len(trial.channels)]
