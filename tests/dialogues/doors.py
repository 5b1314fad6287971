"""The four doors, each with a service of its own that is opened when it is first needed and then shared."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Literal, get_args
from unittest.mock import patch

import pytest

from bots.service import Service
from core.runs import engine
from tests.adapters.slack.office import Office as SlackOffice
from tests.adapters.slack.office import open_office as open_slack
from tests.adapters.teams.office import Office as TeamsOffice
from tests.adapters.teams.office import open_office as open_teams
from tests.dialogues.slack import SlackStage
from tests.dialogues.stage import Stage
from tests.dialogues.teams import TeamsStage
from tests.dialogues.terminal import Terminal, TerminalStage, open_terminal
from tests.dialogues.web import Web, WebStage, open_web
from tests.sample_workflows import asking, gate, write_counter, write_greeter

DoorName = Literal["terminal", "web", "Slack", "Teams"]
DOORS: tuple[DoorName, ...] = get_args(DoorName)

PUBLIC = "https://dataops.example"
"""Where links to files lead, in channels that take none."""

UNHURRIED: dict[str, Any] = {
    "dataops_rate_person": 100_000,
    "dataops_rate_channel": 100_000,
    "dataops_rate_workspace": 100_000,
}
"""Messages a minute: Ada says more here than a person can."""


class Doors:
    """Fresh threads at open doors. One dialogue at a time: a file sent alone goes where it was asked for."""

    def __init__(self, folder: Path, workflows: Path, stack: AsyncExitStack) -> None:
        self._folder = folder
        self._workflows = workflows
        self._stack = stack
        self._terminal: Terminal | None = None
        self._web: Web | None = None
        self._slack: SlackOffice | None = None
        self._teams: TeamsOffice | None = None

    @asynccontextmanager
    async def stage(self, door: DoorName, *, files_later: bool = False) -> AsyncIterator[Stage]:
        """A thread that nobody has begun yet; what still waits in it afterwards is dropped.

        ``files_later``: not only its first message brings some, which a channel of Teams cannot.
        """
        stage, service = await self._stage(door, files_later=files_later)
        try:
            yield stage
        finally:
            await stage.close()
            for row in service.database.read("SELECT run_id FROM runs WHERE state = 'waiting'"):
                await service.engine.cancel(row["run_id"], "nobody")

    async def _stage(self, door: DoorName, *, files_later: bool) -> tuple[Stage, Service]:
        match door:
            case "terminal":
                terminal = await self._open_terminal()
                return TerminalStage(terminal), terminal.service
            case "web":
                web = await self._open_web()
                return WebStage(web), web.browser.service
            case "Slack":
                slack = await self._open_slack()
                return SlackStage(slack), slack.service
            case "Teams":
                teams = await self._open_teams()
                return TeamsStage(teams, alone=files_later), teams.service

    async def _open_terminal(self) -> Terminal:
        if self._terminal is None:
            opening = open_terminal(self._folder / "terminal", self._workflows, UNHURRIED)
            self._terminal = await self._stack.enter_async_context(opening)
        return self._terminal

    async def _open_web(self) -> Web:
        if self._web is None:
            opening = open_web(self._folder / "web", self._workflows, UNHURRIED)
            self._web = await self._stack.enter_async_context(opening)
        return self._web

    async def _open_slack(self) -> SlackOffice:
        if self._slack is None:
            opening = open_slack(
                _made(self._folder / "slack"), dataops_workflows=str(self._workflows), **UNHURRIED
            )
            self._slack = await self._stack.enter_async_context(opening)
        return self._slack

    async def _open_teams(self) -> TeamsOffice:
        if self._teams is None:
            environment = self._stack.enter_context(pytest.MonkeyPatch.context())
            folder = _made(self._folder / "teams")
            given = {"dataops_workflows": str(self._workflows), **UNHURRIED}
            opening = open_teams(folder, environment, dataops_public_url=PUBLIC, **given)
            self._teams = await self._stack.enter_async_context(opening)
        return self._teams


@asynccontextmanager
async def open_doors(folder: Path) -> AsyncIterator[Doors]:
    """The doors with what is installed, and two workflows of the tests beside it.

    One counts the lines of a listing; the other asks whether one is sure, and never ends where SLOW is
    written in what it is asked.
    """
    workflows, never = folder / "workflows", folder / "closing"
    write_counter(workflows)
    write_greeter(workflows, body=f"if 'SLOW' in state['input']: {gate(never)}\n        else: {asking()}")
    async with AsyncExitStack() as stack:
        stack.callback(never.touch)
        stack.enter_context(patch.object(engine, "POLL_SECONDS", 0.02))
        yield Doors(folder, workflows, stack)
        never.touch()  # a step that was cancelled still holds its thread


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
