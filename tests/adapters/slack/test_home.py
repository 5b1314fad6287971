"""The bot's own space: the Home tab, and what is offered in the messages tab."""

import json
from pathlib import Path

import pytest

from tests.adapters.slack.office import Office, open_office
from tests.adapters.slack.workspace import OpenView
from tests.sample_workflows import write_counter, write_greeter

pytestmark = pytest.mark.doors


async def home(office: Office, user: str, holding: str) -> OpenView:
    """Somebody's Home tab once it shows a text."""

    def shown() -> OpenView | None:
        view = office.slack.home(user)
        return view if view is not None and holding in view.text else None

    view = await office.slack.until(shown)
    assert view is not None
    return view


async def test_the_tab_shows_what_is_open_and_what_was_asked_and_made(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        text = "Count the lines of this listing"
        said = await slack.mention(slack.ada, slack.channel, text, files=[("july.lst", b"a\nb\n")])
        await office.seen(said.ts, "Done")
        await office.rest()
        assert (await slack.open_home(slack.ada)).status == 200
        view = await home(office, slack.ada, "Your latest files")
        assert f"#{slack.world.channels[slack.channel].name}" in view.text
        assert "/dataops line-counter" in view.text
        assert text in view.text
        assert "answered" in view.text
        assert "count.txt" in view.text
        permalink = f"https://acme.slack.com/archives/{slack.channel}/p{said.ts.replace('.', '')}"
        assert json.dumps(view.raw).count(permalink) == 2


async def test_it_is_shown_anew_whenever_it_is_opened(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        await slack.open_home(slack.ada)
        await home(office, slack.ada, "You have not asked anything yet")
        said = await slack.mention(slack.ada, slack.channel, "What can you do?")
        await office.seen(said.ts, "Done")
        await slack.open_home(slack.ada)
        await home(office, slack.ada, "What can you do?")


async def test_two_that_show_it_at_once_do_no_harm(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        await slack.open_home(slack.ada)
        await home(office, slack.ada, "Where you can ask me")
        with slack.hold("views.publish") as held:
            await slack.open_home(slack.ada)
            await slack.open_home(slack.ada)
            await held.arrived(2)
        outcomes = await slack.until(
            lambda: [call.outcome for call in slack.calls("views.publish") if call.outcome][2:]
        )
        await slack.until(lambda: all(call.outcome for call in slack.calls("views.publish")))
        assert outcomes
        assert sorted(call.outcome for call in slack.calls("views.publish")) == ["hash_conflict", "ok", "ok"]


async def test_who_is_not_in_the_policy_is_told_how_to_get_in(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        await slack.open_home(slack.bob)
        view = await home(office, slack.bob, "You have no access yet")
        assert f"slack:{slack.team}:{slack.bob}" in view.text
        assert "Your latest" not in view.text


async def test_the_tab_comes_after_the_acknowledgement_and_is_waited_for_at_the_end(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        with slack.hold("views.publish") as held:
            assert (await slack.open_home(slack.ada)).status == 200
            await held.arrived()
            assert slack.home(slack.ada) is None
    assert slack.home(slack.ada) is not None


async def test_who_may_do_nothing_is_offered_no_workflow(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        await slack.open_home(slack.bob, "messages")
        (offered,) = await slack.until(lambda: slack.agent.prompts)
        assert [each["message"] for each in offered.prompts] == ["What can you do?"]


async def test_prompts_are_examples_of_what_the_person_may_do(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        await slack.open_home(slack.ada, "messages")
        (offered,) = await slack.until(lambda: slack.agent.prompts)
        messages = [each["message"] for each in offered.prompts]
        assert messages[0] == "What can you do?"
        assert "Report the partition skew of SALES" in messages
        assert 1 < len(messages) <= 4
        assert offered.channel == slack.world.im(slack.ada, slack.install).id


async def test_a_workspace_that_refuses_prompts_disturbs_nothing(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        slack.fail("assistant.threads.setSuggestedPrompts", error="missing_scope")
        await slack.open_home(slack.ada, "messages")
        await slack.until(lambda: slack.calls("assistant.threads.setSuggestedPrompts"))
        said = await slack.mention(slack.ada, slack.channel, "What can you do?")
        await office.seen(said.ts, "I help data-engineering teams")


async def test_an_older_conversation_has_its_prompts_in_its_thread(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        slack.envelopes.subscriptions.add("assistant_thread_started")
        own = slack.world.im(slack.ada, slack.install).id
        opened = {"user_id": slack.ada, "channel_id": own, "thread_ts": "1700000000.000100", "context": {}}
        event = {
            "type": "assistant_thread_started",
            "assistant_thread": opened,
            "event_ts": "1700000000.0002",
        }
        await slack.courier.deliver(*slack.envelopes.event(event, slack.install))
        (call,) = await slack.until(lambda: slack.calls("assistant.threads.setSuggestedPrompts"))
        assert (call.args["channel_id"], call.args["thread_ts"]) == (own, "1700000000.000100")
