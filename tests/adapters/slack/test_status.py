"""What shows that work goes on: the line below the thread, and the steps behind a button."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from adapters.slack.status_lines import LONGEST, PER_MINUTE, REFRESH_SECONDS, StatusLines
from adapters.slack.workspace import OneWorkspace
from core.chat.errands import Errands
from core.chat.thread_ref import ChannelRef, ThreadRef
from tests.adapters.slack.office import Office, open_office
from tests.adapters.slack.workspace import Act, Workspace, open_workspace
from tests.adapters.wire.faults import Body
from tests.clock import Clock
from tests.sample_workflows import asking, gate, write_counter, write_greeter

pytestmark = pytest.mark.doors

METHOD = "assistant.threads.setStatus"
ASK = "report the partition skew of SALES"
LISTING = [("july.lst", b"a\nb\nc\n")]


class Lines:
    """The lines of a workspace, on a clock of the test's own."""

    def __init__(self, slack: Workspace) -> None:
        self.clock, self.slack, self._errands = Clock(1000.0), slack, Errands()
        self.lines = StatusLines(OneWorkspace(slack.bot_token, slack.api_url), self._errands, self.clock)

    async def thread(self) -> ThreadRef:
        said = await self.slack.say(self.slack.ada, self.slack.channel, "work")
        return ChannelRef(platform="slack", tenant="T1", channel=self.slack.channel).thread(said.ts)

    async def show(self, thread: ThreadRef, activity: str | None, later: float = 0.0) -> str:
        """Say what is done, some seconds later; the line that the thread shows then."""
        self.clock.now += later
        self.lines.show(thread, activity)
        await self._errands.settle()
        return self.slack.status(self.slack.channel, thread.thread)

    @property
    def told(self) -> int:
        return len(self.slack.calls(METHOD))


async def working(office: Office) -> Act:
    """A run that works until its gate opens."""
    slack = office.slack
    said = await slack.mention(slack.ada, slack.channel, ASK)
    await slack.until(lambda: slack.status(slack.channel, said.ts))
    return said


async def test_a_thread_says_which_step_is_worked_on_until_the_answer(tmp_path: Path) -> None:
    opened = tmp_path / "gate"
    write_greeter(tmp_path / "workflows", body=gate(opened))
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await working(office)
        assert slack.status(slack.channel, said.ts).startswith("is working")
        opened.touch()
        await office.seen(said.ts, "Partition report for")
        await slack.until(lambda: slack.calls(METHOD)[-1].args["status"] == "")
        assert slack.status(slack.channel, said.ts) == ""


async def test_while_a_person_is_asked_nothing_is_worked_on(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.mention(slack.ada, slack.channel, ASK)
        await office.seen(said.ts, "Are you sure?")
        await slack.until(lambda: slack.calls(METHOD)[-1].args["status"] == "")
        assert slack.status(slack.channel, said.ts) == ""


async def test_work_goes_on_where_the_line_is_refused(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        slack.fail(METHOD, times=None, error="missing_scope")
        for _ in range(2):
            said = await slack.mention(slack.ada, slack.channel, "What can you do?")
            await office.seen(said.ts, "Done")
            await office.rest()
        assert len(slack.calls(METHOD)) == 1


async def test_the_line_is_told_again_before_slack_takes_it_away() -> None:
    async with open_workspace(subscriptions=()) as slack:
        lines = Lines(slack)
        thread = await lines.thread()
        assert await lines.show(thread, "") == "is working…"
        await lines.show(thread, "", REFRESH_SECONDS - 1)
        assert lines.told == 1
        await lines.show(thread, "", 1)
        assert lines.told == 2


async def test_quick_steps_do_not_flicker_and_an_end_is_told_at_once() -> None:
    async with open_workspace(subscriptions=()) as slack:
        lines = Lines(slack)
        thread = await lines.thread()
        await lines.show(thread, "Read")
        assert await lines.show(thread, "Count", 1) == "is working: Read…"
        assert await lines.show(thread, "Write", 3) == "is working: Write…"
        assert await lines.show(thread, None) == ""
        await lines.show(thread, None)
        assert lines.told == 3


async def test_an_end_that_comes_while_slack_is_slow_is_told_too() -> None:
    async with open_workspace(subscriptions=()) as slack:
        lines = Lines(slack)
        thread = await lines.thread()
        with slack.hold(METHOD) as held:
            lines.lines.show(thread, "Read")
            await held.arrived()
            lines.lines.show(thread, None)
        assert await lines.show(thread, None) == ""
        assert lines.told == 2


async def test_a_failure_is_tried_again_later() -> None:
    async with open_workspace(subscriptions=()) as slack:
        lines = Lines(slack)
        thread = await lines.thread()
        slack.fail(METHOD, status=500)
        slack.fail(METHOD, reset="before")
        await lines.show(thread, "")
        await lines.show(thread, "Read", 3)
        assert await lines.show(thread, "Read", REFRESH_SECONDS) == "is working: Read…"


@pytest.mark.parametrize("body", ["page", "text", "empty", "broken"])
async def test_a_failure_that_says_nothing_is_one_like_any_other(body: Body) -> None:
    async with open_workspace(subscriptions=()) as slack:
        lines = Lines(slack)
        thread = await lines.thread()
        slack.fail(METHOD, status=503, body=body)
        with capture_logs() as logs:
            await lines.show(thread, "")
        assert [(each["event"], each["again"]) for each in logs] == [("status_not_set", True)]


async def test_more_lines_than_the_budget_allows_are_left_out() -> None:
    async with open_workspace(subscriptions=()) as slack:
        lines = Lines(slack)
        thread = await lines.thread()
        for _ in range(PER_MINUTE + 5):
            await lines.show(thread, "", REFRESH_SECONDS)
        assert lines.told == PER_MINUTE


@pytest.mark.parametrize("activity", ["x" * 500, "&" * 90, "\u202eevil\x00", "a\nb"])
async def test_any_step_has_a_short_line(activity: str) -> None:
    async with open_workspace(subscriptions=()) as slack:
        lines = Lines(slack)
        shown = await lines.show(await lines.thread(), activity)
        assert shown.startswith("is working: ")
        assert len(shown) <= LONGEST
        assert "\u202e" not in shown
        assert "\n" not in shown


async def test_the_card_of_an_answer_is_short_and_shows_its_steps_to_who_asks(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.mention(slack.ada, slack.channel, "Count this listing", files=LISTING)
        await office.seen(said.ts, "Done")
        card = slack.messages(slack.channel, said.ts)[1]
        assert "Count" not in card.text
        assert [button.label for button in card.buttons] == ["Show steps"]
        button = card.button("Show steps")
        for times in (1, 2):
            await slack.press(slack.ada, card, button.action_id, button.value)
            alone = await slack.until(
                lambda times=times: (  # type: ignore[misc]  # a default binds it
                    len(slack.ephemerals(slack.ada)) == times and slack.ephemerals(slack.ada)
                )
            )
        assert "It took 2 steps." in alone[0].text
        assert "1. Count: done" in alone[0].text
        assert "2. Write: done" in alone[0].text
        assert alone[0].thread_ts == said.ts


async def test_who_may_not_read_here_is_shown_no_steps(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.mention(slack.ada, slack.channel, "Count this listing", files=LISTING)
        await office.seen(said.ts, "Done")
        card = slack.messages(slack.channel, said.ts)[1]
        button = card.button("Show steps")
        await slack.press(slack.bob, card, button.action_id, button.value)
        alone = await slack.until(lambda: slack.ephemerals(slack.bob))
        assert "You may not do that here" in alone[0].text
        assert "Count" not in alone[0].text


async def test_work_that_was_stopped_shows_where(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body="raise ValueError('inside')")
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.mention(slack.ada, slack.channel, ASK)
        await office.seen(said.ts, "Stopped")
        card = slack.messages(slack.channel, said.ts)[1]
        assert "Greet" in card.text
        assert card.buttons == ()
