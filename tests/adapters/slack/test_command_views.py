"""A form that Slack is slow to open: never both a form and a run, and never neither."""

import json
from pathlib import Path

import pytest

from adapters.slack import command_views
from tests.adapters.slack.office import Office, open_office
from tests.adapters.slack.test_forms import LISTING, answered, runs
from tests.sample_workflows import write_counter

pytestmark = pytest.mark.doors


async def commanded(office: Office) -> None:
    """Ada gives a command that has a form."""
    done = await office.slack.command("/dataops", "line-counter", office.slack.ada, office.slack.channel)
    assert (done.status, done.body) == (200, b"")


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_views, "OPEN_SECONDS", 0.3)


async def test_a_form_that_opens_while_slack_is_slow_to_say_so_is_all_there_is(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        with slack.hold("views.open", when="after"):
            await commanded(office)
            assert runs(office) == 0
        [view] = slack.views(slack.ada)
        await slack.submit(view, {"path": LISTING})
        await answered(office, "3 lines.")
        assert runs(office) == 1


async def test_a_form_that_did_not_open_after_all_leaves_the_command_to_be_taken_then(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        slack.fail("views.open", error="expired_trigger_id")
        with slack.hold("views.open"):
            await commanded(office)
            assert runs(office) == 0
        await answered(office, "Which listing should I count?")
        assert slack.views() == []


async def test_a_form_of_which_slack_says_nothing_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_counter(tmp_path / "workflows")
    monkeypatch.setattr(command_views, "LATE_SECONDS", 0.1)
    async with open_office(tmp_path) as office:
        with office.slack.hold("views.open"):
            await commanded(office)
            await answered(office, "Which listing should I count?")


async def test_a_command_that_cannot_be_written_down_then_is_not_lost_in_silence(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        slack.fail("views.open", error="expired_trigger_id")
        with slack.hold("views.open"):
            await commanded(office)
            office.service.database.write("PRAGMA query_only = ON")
        told = await slack.until(lambda: slack.responded)
        assert "cannot be used" in json.dumps(told[0].body)
        assert told[0].user == slack.ada
        office.service.database.read("PRAGMA query_only = OFF")
