"""A service between platforms and stores of its own, all of them on this machine, and what befalls it."""

import asyncio
import itertools
import os
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from core.aws_client import aws_client
from core.chat.thread_ref import ChannelRef
from core.settings import Settings
from tests.adapters.slack.workspace import Act as SlackAct
from tests.adapters.slack.workspace import Workspace, open_workspace
from tests.adapters.teams.connector import Act as TeamsAct
from tests.adapters.teams.connector import Connector, open_connector
from tests.clock import Clock
from tests.e2e.served import Served
from tests.faults.checker import OVER, Seen, broken_promises, lost
from tests.faults.dying import DONE
from tests.faults.history import History
from tests.faults.process import LOGIN, METADATA
from tests.faults.proxy import FaultProxy, open_proxy
from tests.faults.turned_clock import FILE, turn
from tests.faults.watch import Watch

WORKFLOWS = Path(__file__).parent / "workflows"
LEASE_SECONDS = 2.0
REPLIES = {"bookkeeper": "is booked", "question-box": "gets", "approver": "is closed"}
"""What the workflows say of what they were asked for."""

SETTLE_SECONDS = 120.0
"""A busy machine is waited for."""

DoorName = Literal["slack", "teams"]


class PresentClock(Clock):
    """The time as it is, for a platform that a real process speaks to."""

    def __call__(self) -> float:
        return time.time()


@dataclass
class Event:
    """Something that somebody said. ``reply`` stands in the answer to it alone."""

    name: str
    door: DoorName
    reply: str
    act: SlackAct | TeamsAct
    thread: str

    @property
    def acknowledged(self) -> bool:
        return self.act.status in (200, 201, 202)


@dataclass
class Trial:
    """``channels`` are those of Slack, each with a pace of its own. Everybody is an admin everywhere."""

    slack: Workspace
    teams: Connector
    served: Served
    history: History
    channels: list[str]
    cleo: str
    proxy: FaultProxy | None = None
    settings: Settings | None = None
    seconds_down: list[float] = field(default_factory=list)
    settle_seconds: float = SETTLE_SECONDS
    """The longest that whatever was said may take to come to its end."""
    _seen: Seen = field(init=False)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self._seen = Seen(self.history.records)

    @property
    def read(self) -> Seen:
        """The history until now, sorted out."""
        return self._seen.read_on()

    @property
    def steps(self) -> list[str]:
        """The steps of workflows that were begun, as ``entry step``."""
        path = self.served.folder / "steps"
        return path.read_text().splitlines() if path.exists() else []

    @property
    def log(self) -> list[str]:
        """What the service logged, and what it wrote to its standard error."""
        paths = (self.served.home / "dataops.log", self.served.folder / "log")
        return [line for path in paths if path.exists() for line in path.read_text().splitlines()]

    async def start(self) -> None:
        """Start the service, and let the platforms deliver to it."""
        began = time.monotonic()
        await asyncio.to_thread(self.served.start)
        self.seconds_down.append(time.monotonic() - began)
        self.slack.app_url = f"{self.served.address}/slack/events"
        self.teams.app_url = f"{self.served.address}/api/messages"

    def hold(self) -> None:
        """Let bookings wait in the middle of their work."""
        (self.served.folder / "hold").touch()

    def let_go(self) -> None:
        """Let them go on."""
        (self.served.folder / "hold").unlink(missing_ok=True)

    def turn_clock(self, seconds: float) -> None:
        """The service's clock is wrong from now on, and Slack's with it."""
        self.history.note("fault", name="clock")
        turn(self.served.folder / "clock", seconds)
        self.slack.signer.clock = lambda: time.time() + seconds

    async def until_begun(self, event: Event, step: str) -> None:
        """Wait until a step of its workflow was begun."""
        await until(lambda: f"{event.name} {step}" in self.steps)

    async def kill(self) -> None:
        """Kill it as SIGKILL does."""
        self.history.note("fault", name="kill")
        await asyncio.to_thread(self.served.kill)

    async def restart(self) -> None:
        """What was killed, or has died, is started again, and what was not acknowledged comes again."""
        await asyncio.to_thread(self.served.kill)
        await self.start()

    async def say(
        self, door: DoorName = "slack", *, words: str = "bookkeeper", after: Event | None = None
    ) -> Event:
        """Ask for something that has not been asked for yet, in a thread or in a new one."""
        entry = f"v{next(self._numbers):04}"
        text = f"/dataops {words} {entry}"
        event = await self._said(door, entry, text, f"{entry} {REPLIES[words]}", after)
        if words == "question-box":
            self.history.note("asked", thread=event.thread, text=f"How many copies of {entry}?")
        return event

    async def _said(self, door: DoorName, entry: str, text: str, reply: str, after: Event | None) -> Event:
        said = self._in_slack if door == "slack" else self._in_teams
        act, thread = await said(entry, text, after)
        event = Event(entry, door, reply, act, thread)
        self.history.note("sent", event=entry, thread=thread, reply=reply)
        self._note_acknowledgement(event)
        return event

    async def _in_slack(self, entry: str, text: str, after: Event | None) -> tuple[SlackAct, str]:
        """What was said in a channel, and its thread."""
        if after is None:
            channel, root = self.channels[int(entry[1:]) % len(self.channels)], None
        else:
            channel, _, root = after.thread.partition("/")
        act = await self.slack.mention(self.slack.ada, channel, text, thread_ts=root)
        return act, f"{act.channel}/{root or act.ts}"

    async def _in_teams(self, _: str, text: str, after: Event | None) -> tuple[TeamsAct, str]:
        root = None if after is None or isinstance(after.act, SlackAct) else after.act
        teams = self.teams
        act = await teams.say(teams.ada, teams.channel, text, mention=True, reply_to=root)
        return act, f"{act.conversation}/{act.root}"

    async def answer(self, event: Event, text: str) -> None:
        """Type an answer in the thread of an event, until it is acknowledged."""
        async with asyncio.timeout(SETTLE_SECONDS):
            typed = Event(event.name, event.door, "", await self._typed(event, text), event.thread)
            while not typed.acknowledged:
                await asyncio.sleep(0.2)
                await self._deliver_again(typed)

    async def _typed(self, event: Event, text: str) -> SlackAct | TeamsAct:
        if isinstance(event.act, SlackAct):
            root = event.thread.rpartition("/")[2]
            return await self.slack.say(self.slack.ada, event.act.channel, text, thread_ts=root)
        return await self.teams.say(
            self.teams.ada, self.teams.channel, text, mention=True, reply_to=event.act
        )

    async def again(self, event: Event) -> Event:
        """The platform delivers again what was not acknowledged."""
        await self._deliver_again(event)
        self._note_acknowledgement(event)
        return event

    async def _deliver_again(self, event: Event) -> None:
        if isinstance(event.act, SlackAct):
            due = event.act.deliveries
            event.act.deliveries = [
                each if each.answer.status == 200 else await self.slack.redeliver(each) for each in due
            ]
        else:
            event.act = await self.teams.redeliver(event.act)

    async def until_acknowledged(self, event: Event) -> Event:
        """Deliver again and again; whoever still does not take it after a minute has lost it."""
        async with asyncio.timeout(SETTLE_SECONDS):
            while not event.acknowledged:
                await asyncio.sleep(0.2)
                await self.again(event)
        return event

    def _note_acknowledgement(self, event: Event) -> None:
        if event.acknowledged:
            self.history.note("acknowledged", event=event.name)

    async def seen(self, event: Event, text: str, *, within: float = SETTLE_SECONDS) -> str:
        """Wait until a text stands in the thread of an event; the id of the post that it stands in."""
        found: list[str] = []
        async with asyncio.timeout(within):
            while not (found := self.read.standing(event.thread, text)):
                await asyncio.sleep(0.05)
        return found[-1]

    async def until_over(self, thread: str, told: str) -> None:
        """Wait until nothing works in a thread any more, and people were told something with these words."""

        def over() -> bool:
            texts = [post.texts[-1] for post in self.read.posts.values() if post.thread == thread]
            done = any(OVER.match(text) for text in texts)
            return done and len(texts) > 1 and any(told in text for text in texts if not OVER.match(text))

        await until(over)

    async def settle(self) -> None:
        """Wait until whatever was acknowledged has come to its end."""
        with suppress(TimeoutError):  # the checker says what is missing
            async with asyncio.timeout(self.settle_seconds):
                while any(lost(self.read)) or self._unfinished():
                    await asyncio.sleep(0.2)

    async def rest(self, within: float) -> None:
        """Wait until nothing is worked on any more, though questions may be open; no longer than so."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while self._unfinished():
                    await asyncio.sleep(0.2)

    async def end(self) -> list[str]:
        """Drain the service once it has settled, and hold its history against its promises."""
        await self.settle()
        if self.served.is_running:
            await asyncio.to_thread(self.served.drain)
        for line in self.steps:
            entry, _, what = line.partition(" taken ")
            if what:
                self.history.note("taken", question=entry, answer=what)
        self._note_effects()
        for line in self.log:
            self.history.note("logged", line=line)
        return broken_promises(self.history.records)

    def load(self, moment: str) -> None:
        """Note what the process holds."""
        pid = self.served.pid
        self.history.note("load", moment=moment, memory=memory_of(pid), files=files_of(pid))

    def _unfinished(self) -> int:
        """Runs that are not over and wait for nobody."""
        path = self.served.home / "dataops.db"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as connection:
            sql = "SELECT count(*) FROM runs WHERE state IN ('queued', 'running')"
            return int(connection.execute(sql).fetchone()[0])

    def _note_effects(self) -> None:
        """Files that people were given, and artifacts that are kept: each stands once."""
        given = [file for file in self.slack.files() if file.user == self.slack.install.bot_user]
        for file in given:
            for channel, thread in file.places:
                self.history.note("effect", key=f"file {file.name} in {channel}/{thread}")
        if self.settings is not None:
            self._note_artifacts(self.settings)

    def _note_artifacts(self, settings: Settings) -> None:
        tables = aws_client("dynamodb", settings.aws_region, connect=2, read=10, attempts=2)
        pages = tables.get_paginator("scan").paginate(TableName=settings.dataops_artifacts_table)
        for item in (item for page in pages for item in page["Items"] if "name" in item):
            self.history.note("effect", key=f"artifact {item['name']['S']}")


@asynccontextmanager
async def open_trial(
    folder: Path, settings: Settings | None = None, redis: int | None = None, **variables: str
) -> AsyncIterator[Trial]:
    """A trial, not started yet. ``settings`` name tables and a bucket behind a proxy; ``redis`` is a port.

    Without them the stores are the embedded ones. ``variables`` are further settings of the service.
    """
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(open_workspace(clock=PresentClock()))
        teams = await stack.enter_async_context(open_connector(clock=PresentClock()))
        history = History(folder / "history.jsonl")
        cleo = slack.world.add_person("cleo", slack.team).id
        slack.world.channels[slack.channel].members.append(cleo)
        members = (slack.ada, slack.bob, cleo, slack.install.bot_user)
        more = [slack.world.add_channel(f"loads-{n}", slack.team, members=members).id for n in range(5)]
        served = Served(folder, options=(), program=(sys.executable, "-m", "tests.faults.process"))
        trial = Trial(slack, teams, served, history, [slack.channel, *more], cleo, settings=settings)
        if settings is not None:
            target = os.environ["AWS_ENDPOINT_URL"]
            trial.proxy = await stack.enter_async_context(open_proxy(target))
        served.variables |= _variables(trial, redis) | variables
        _write_policy(trial)
        for secret in (slack.bot_token, slack.signing_secret, teams.app_password, "invented-secret"):
            history.note("secret", value=secret)
        watch = asyncio.create_task(Watch(slack, teams, history).run())
        try:
            yield trial
        finally:
            await asyncio.to_thread(served.kill)
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch


def _variables(trial: Trial, redis: int | None) -> dict[str, str]:
    slack, teams, folder = trial.slack, trial.teams, trial.served.folder
    variables = {
        "DATAOPS_POLICY": str(folder / "policy.yaml"),
        "DATAOPS_LEASE_SECONDS": str(LEASE_SECONDS),
        "DATAOPS_WORKFLOWS": str(WORKFLOWS),
        "DATAOPS_RATE_PERSON": "100000",
        "DATAOPS_RATE_CHANNEL": "100000",
        "DATAOPS_RATE_WORKSPACE": "100000",
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "TEAMS_APP_ID": teams.app_id,
        "TEAMS_APP_PASSWORD": teams.app_password,
        "TEAMS_TENANT_ID": teams.tenant.id,
        "REQUESTS_CA_BUNDLE": str(teams.certificate),
        METADATA: teams.metadata_url,
        LOGIN: teams.login_url,
        DONE: str(folder / "died"),
        "FAULTS_STEPS": str(folder / "steps"),
        "FAULTS_HOLD": str(folder / "hold"),
        FILE: str(folder / "clock"),
    }
    if redis is not None:
        variables |= {"REDIS_HOST": "127.0.0.1", "REDIS_PORT": str(redis)}
    if trial.settings is not None and trial.proxy is not None:
        named = trial.settings.model_fields_set
        variables |= {name.upper(): str(getattr(trial.settings, name)) for name in named}
        variables |= {name: os.environ[name] for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
        variables["AWS_ENDPOINT_URL"] = trial.proxy.url
    return variables


def _write_policy(trial: Trial) -> None:
    """Ada and Bob may do everything, everywhere."""
    slack, teams = trial.slack, trial.teams
    tenant = teams.tenant.id
    people = [f"slack:{slack.team}:{each}" for each in (slack.ada, slack.bob, trial.cleo)]
    people += [
        str(ChannelRef(platform="teams", tenant=tenant, channel=each.aad)) for each in (teams.ada, teams.bob)
    ]
    own = [slack.world.im(each, slack.install).id for each in (slack.ada, slack.bob)]
    places = [f"slack:{slack.team}:{each}" for each in (*trial.channels, *own)]
    places += [
        str(ChannelRef(platform="teams", tenant=tenant, channel=each.id))
        for each in (teams.channel, teams.group, teams.chat)
    ]
    policy: dict[str, Any] = {
        "people": {each: ["admin"] for each in people},
        "channels": {each: ["*"] for each in places},
    }
    (trial.served.folder / "policy.yaml").write_text(yaml.safe_dump(policy), encoding="utf-8")


def memory_of(pid: int) -> int:
    """Resident bytes of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) << 10


def files_of(pid: int) -> int:
    """Open files and sockets of a process."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


async def until(look: Callable[[], object], within: float = SETTLE_SECONDS) -> None:
    """Look again and again until there is something."""
    async with asyncio.timeout(within):
        while not look():
            await asyncio.sleep(0.02)
