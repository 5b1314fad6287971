"""What people and the log are told of what cannot be taken in."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from adapters.slack import reception
from core.chat.inbound import Inbound
from core.runs.inbox import Inbox
from tests.adapters.slack.company import open_company
from tests.adapters.slack.office import Office, open_office
from tests.adapters.slack.workspace.post import Post
from tests.sample_workflows import asking, write_greeter

pytestmark = pytest.mark.doors


@asynccontextmanager
async def asked(tmp_path: Path) -> AsyncIterator[tuple[Office, Post]]:
    """A question with choices that waits for Ada."""
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.mention(slack.ada, slack.channel, "report the partition skew of SALES")
        await office.seen(said.ts, "Are you sure?")
        yield office, slack.messages(slack.channel, said.ts)[-1]


async def pressed(office: Office, post: Post) -> str:
    """What Ada is told of a press, through its own address; the answer itself shows nothing."""
    yes = post.button("yes")
    done = await office.slack.press(office.slack.ada, post, yes.action_id, yes.value)
    assert (done.status, done.body) == (200, b"")
    [told] = await office.slack.until(lambda: office.slack.responded)
    assert told.user == office.slack.ada
    assert told.body["response_type"] == "ephemeral"
    assert told.body["replace_original"] is False
    return json.dumps(told.body)


async def test_a_press_that_cannot_be_written_down_is_not_lost_in_silence(tmp_path: Path) -> None:
    async with asked(tmp_path) as (office, post):
        office.service.database.write("PRAGMA query_only = ON")
        assert "cannot be used" in await pressed(office, post)
        office.service.database.read("PRAGMA query_only = OFF")


async def test_a_press_that_takes_too_long_is_not_lost_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive, free = Inbox.receive, threading.Event()
    free.set()

    def slow(inbox: Inbox, inbound: Inbound) -> object:
        free.wait(20)
        return receive(inbox, inbound)

    monkeypatch.setattr(Inbox, "receive", slow)
    async with asked(tmp_path) as (office, post):
        monkeypatch.setattr(reception, "STORE_SECONDS", 0.2)
        free.clear()
        assert "I am very busy" in await pressed(office, post)
        free.set()


async def test_a_press_in_a_workspace_that_removed_the_app_is_told_so(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    folder = str(tmp_path / "workflows")
    async with open_company(tmp_path, dataops_workflows=folder) as company, company.open():
        slack, place = company.slack, company.first
        await company.install(place)
        await company.answered(place, "report the partition skew of SALES", "Are you sure?")
        [root] = [post for post in slack.messages(place.channel) if "partition skew" in post.text]
        card = next(post for post in slack.messages(place.channel, root.ts) if "Are you sure?" in post.text)
        yes = card.button("yes")
        await slack.app_uninstalled(place.team)
        done = await slack.press(place.person, card, yes.action_id, yes.value)
        assert (done.status, done.body) == (200, b"")
        told = await slack.until(lambda: slack.responded)
        assert "not installed in this Slack workspace" in json.dumps(told[0].body)


@pytest.mark.parametrize("socket", [False, True], ids=["http", "socket mode"])
async def test_events_that_slack_holds_back_are_a_warning(tmp_path: Path, socket: bool) -> None:  # noqa: FBT001
    async with open_office(tmp_path, socket=socket) as office:
        with capture_logs() as logs:
            done = await office.slack.app_rate_limited(office.slack.team)
        [warned] = [each for each in logs if each["event"] == "events_held_back"]
        assert (done.status, warned["log_level"], warned["tenant"]) == (200, "warning", office.slack.team)
        assert warned["minute"] == done.deliveries[0].payload["minute_rate_limited"]


async def test_the_way_back_is_known_before_a_command_can_be_worked_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive, told = Inbox.receive, threading.Event()

    def slow_to_return(inbox: Inbox, inbound: Inbound) -> object:
        receipt = receive(inbox, inbound)
        wake()
        told.wait(1)
        return receipt

    monkeypatch.setattr(Inbox, "receive", slow_to_return)
    async with open_office(tmp_path) as office:
        slack = office.slack

        def wake() -> None:
            loop.call_soon_threadsafe(office.service.engine.wake)

        loop = asyncio.get_running_loop()
        command = asyncio.create_task(slack.command("/dataops", "pins", slack.ada, office.finance))
        answers = await slack.until(lambda: slack.responded)
        told.set()
        assert "invite me with /invite" in json.dumps(answers[0].body)
        assert (await command).status == 200
