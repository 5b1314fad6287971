"""What a workflow demands an approval for, decided by people in Teams."""

from pathlib import Path

import pytest

from core.access.policy_change import PolicyChange
from core.chat.thread_ref import ChannelRef
from tests.adapters.teams.connector.person import Person
from tests.adapters.teams.connector.post import Post
from tests.adapters.teams.office import Office, open_office
from tests.sample_workflows import write_deployer

pytestmark = pytest.mark.doors

Patch = pytest.MonkeyPatch
ASK = "/dataops deployer"
WHAT = "Deploy <at>everyone</at> to `prod` [here](https://evil.example)"
DETAILS = "<at>Ada</at> DROP ledger;\n```\n**Approve** _now_"


def make(office: Office, person: Person, role: str) -> None:
    who = str(ChannelRef(platform="teams", tenant=office.teams.tenant.id, channel=person.aad))
    change = PolicyChange(verb="grant", subject=who, values=(role,))
    office.service.access.book.change(change, by="test", why="")


async def stands(office: Office, demand: Post, text: str) -> Post:
    """Wait until a text stands on the demand."""

    def shown() -> Post | None:
        post = office.teams.message(demand)
        return post if text in post.text else None

    found = await office.teams.until(shown)
    assert found is not None
    return found


@pytest.mark.parametrize("submit", [False, True], ids=["Action.Execute", "Action.Submit"])
async def test_others_than_the_asker_approve_by_buttons_and_it_happens_once(
    tmp_path: Path,
    monkeypatch: Patch,
    submit: bool,  # noqa: FBT001 - a case
) -> None:
    done = tmp_path / "done"
    write_deployer(tmp_path / "workflows", done, WHAT, DETAILS, "people=2")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        cleo, dan = (teams.world.add_person(name, teams.tenant) for name in ("Cleo", "Dan"))
        for person, role in ((teams.bob, "admin"), (cleo, "admin"), (dan, "user")):
            make(office, person, role)
        said = await teams.say(teams.ada, teams.channel, ASK, mention=True)
        demand = await office.post(teams.channel, "Approval needed", said)
        assert [button.label for button in demand.buttons] == ["Approve", "Decline"]
        assert "Deploy <at>everyone</at> to 'prod' [here](https://evil.example)" in demand.text
        assert not demand.pings
        assert not demand.links
        await teams.press(teams.ada, demand, "Approve", submit=submit)
        await office.seen(teams.channel, "somebody else has to decide", said)
        await teams.press(dan, demand, "Approve", submit=submit)
        await office.seen(teams.channel, "You may not do that here", said)
        for _ in range(2):
            await teams.press(teams.bob, demand, "Approve", submit=submit)
        await stands(office, demand, "1 of 2")
        await teams.press(cleo, demand, "Approve", submit=submit)
        await office.seen(teams.channel, "Deployed; approved by", said)
        closed = await stands(office, demand, "Approved by")
        assert not closed.buttons
        assert "DROP ledger;" in closed.text
        await office.service.engine.recover()
        assert done.read_text() == "deployed\n"


async def test_one_decline_ends_it_and_a_word_in_the_thread_is_enough(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done", conditions="people=2")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        make(office, teams.bob, "admin")
        said = await teams.say(teams.ada, teams.channel, ASK, mention=True)
        demand = await office.post(teams.channel, "Approval needed", said)
        await teams.say(teams.bob, teams.channel, "Decline", mention=True, reply_to=said)
        await office.seen(teams.channel, "declined it.", said)
        closed = await stands(office, demand, "Declined by")
        assert not closed.buttons
        assert not (tmp_path / "done").exists()
