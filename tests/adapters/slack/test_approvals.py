"""What a workflow demands an approval for, decided by people in Slack."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.slack.office import Office, open_office
from tests.adapters.slack.workspace import Post, Workspace
from tests.sample_workflows import write_deployer

pytestmark = pytest.mark.doors

ASK = "/dataops deployer"
WHAT = "Deploy <!channel> to `prod` [here](https://evil.example)"
DETAILS = "<@U1> DROP ledger;\n```\n**Approve** _now_"


def policy(slack: Workspace) -> Mapping[str, Any]:
    """Ada asks, Bob and Cleo may approve, Dan may not."""
    cleo, dan = (slack.world.add_person(name, slack.team).id for name in ("cleo", "dan"))
    slack.world.channels[slack.channel].members.extend((cleo, dan))
    roles = {slack.ada: "admin", slack.bob: "admin", cleo: "admin", dan: "user"}
    return {"people": {f"slack:{slack.team}:{person}": [role] for person, role in roles.items()}}


async def asked(office: Office) -> Post:
    """Ada's demand, as it stands in the thread."""
    slack = office.slack
    said = await slack.mention(slack.ada, slack.channel, ASK)
    await office.seen(said.ts, "Approval needed")
    return slack.messages(slack.channel, said.ts)[-1]


async def press(office: Office, person: str, demand: Post, label: str) -> None:
    button = demand.button(label)
    await office.slack.press(person, demand, button.action_id, button.value)


async def told(office: Office, person: str, text: str) -> None:
    slack = office.slack
    await slack.until(lambda: any(text in each.text for each in slack.ephemerals(person)))


async def stands(office: Office, demand: Post, text: str) -> Post:
    """Wait until a text stands on the demand."""
    slack = office.slack

    def shown() -> Post | None:
        post = slack.message(slack.channel, demand.ts)
        return post if text in post.text else None

    found = await slack.until(shown)
    assert found is not None
    return found


def person(office: Office, name: str) -> str:
    return next(id_ for id_, each in office.slack.world.people.items() if each.name == name)


async def test_others_than_the_asker_approve_by_buttons_and_it_happens_once(tmp_path: Path) -> None:
    done = tmp_path / "done"
    write_deployer(tmp_path / "workflows", done, WHAT, DETAILS, "people=2")
    async with open_office(tmp_path, policy=policy) as office:
        slack = office.slack
        demand = await asked(office)
        assert [button.label for button in demand.buttons] == ["Approve", "Decline"]
        for shown in ("Deploy <!channel> to 'prod' [here](https://evil.example)", DETAILS):
            assert shown in demand.text
        assert '"type": "user"' not in str(demand.raw)
        assert '"type": "link"' not in str(demand.raw)
        await press(office, slack.ada, demand, "Approve")
        await told(office, slack.ada, "somebody else has to decide")
        await press(office, person(office, "dan"), demand, "Approve")
        await told(office, person(office, "dan"), "You may not do that here")
        for _ in range(2):
            await press(office, slack.bob, demand, "Approve")
        await told(office, slack.bob, "Noted: 1 of 2 approved.")
        await told(office, slack.bob, "You have approved this already")
        await stands(office, demand, "1 of 2")
        await press(office, person(office, "cleo"), demand, "Approve")
        await office.seen(demand.thread_ts or "", "Deployed; approved by")
        closed = await stands(office, demand, "Approved by")
        assert not closed.buttons
        assert DETAILS in closed.text
        await press(office, slack.bob, demand, "Decline")
        await told(office, slack.bob, "That is decided already")
        await office.rest()
        assert done.read_text() == "deployed\n"


async def test_one_decline_ends_it_and_a_word_in_the_thread_is_enough(tmp_path: Path) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done", conditions="people=2")
    async with open_office(tmp_path, policy=policy) as office:
        slack = office.slack
        demand = await asked(office)
        await slack.say(slack.bob, slack.channel, "decline", thread_ts=demand.thread_ts)
        await office.seen(demand.thread_ts or "", "declined it.")
        closed = await stands(office, demand, "Declined by")
        assert not closed.buttons
        assert not (tmp_path / "done").exists()
