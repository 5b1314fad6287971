"""Who gets in by what Slack says of them and of the channel: a whole service behind the door."""

from pathlib import Path
from typing import Any

import pytest

from adapters.slack.directory import user_groups
from core.access import directory
from tests.adapters.slack.office import Office, open_office
from tests.adapters.slack.workspace import BOT_SCOPES, Workspace

pytestmark = pytest.mark.doors

REFUSED = "You may not do that here"
ANSWER = "I help data-engineering teams"
SECRET = "my salary is this ```\none of a secret\ntwo\nthree\n```"


def by_group(slack: Workspace) -> dict[str, Any]:
    """Whoever is in the group may use the channel; so may whoever has an address of the company."""
    slack.world.usergroups["SNIGHT"] = (slack.bob,)
    return {"people": {}, "groups": {f"slack:{slack.team}:SNIGHT": ["user"]}}


def by_address(slack: Workspace) -> dict[str, Any]:
    grant = slack.world.grants[slack.bot_token]
    grant.scopes = BOT_SCOPES | {"users:read.email"}
    return {"people": {}, "domains": {"example.com": ["user"]}}


def by_kind(kind: str) -> Any:
    def policy(slack: Workspace) -> dict[str, Any]:
        return {
            "people": {f"slack:{slack.team}:{slack.ada}": ["user"]},
            "channels": {},
            "defaults": {kind: ["*"]},
        }

    return policy


async def refused(office: Office, user: str, said: int = 1) -> None:
    """Wait until somebody was refused so many times; nothing of what anybody said is kept then."""
    slack = office.slack
    await slack.until(lambda: sum(REFUSED in each.text for each in slack.ephemerals(user)) == said)
    await office.rest()


def kept(office: Office) -> str:
    """Whatever the house keeps of what was said, and under which name files lie."""
    database = office.service.database
    rows = [*database.read("SELECT inbound FROM inbox"), *database.read("SELECT inbound FROM runs")]
    uploads = office.service.settings.dataops_home / "uploads"
    files = [path.read_text(encoding="utf-8") for path in uploads.rglob("*") if path.is_file()]
    return "".join([*(row["inbound"] for row in rows), *files])


async def test_whoever_is_in_the_group_gets_in_and_whoever_is_not_leaves_nothing(tmp_path: Path) -> None:
    async with open_office(tmp_path, policy=by_group) as office:
        slack = office.slack
        said = await slack.mention(slack.bob, slack.channel, "What can you do?")
        await office.seen(said.ts, ANSWER)
        await slack.mention(slack.ada, slack.channel, f"{SECRET} <@{slack.bob}>")
        await slack.command("/dataops", f"salary <@{slack.bob}|bob>", slack.ada, slack.channel)
        await refused(office, slack.ada, 2)
        found = kept(office)
        assert "What can you do?" in found
        assert not [word for word in ("salary", "secret", f"@{slack.bob}", "@bob") if word in found]


async def test_whoever_leaves_the_group_is_refused_once_it_is_time_to_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_office(tmp_path, policy=by_group) as office:
        slack = office.slack
        first = await slack.mention(slack.bob, slack.channel, "What can you do?")
        await office.seen(first.ts, ANSWER)
        slack.world.usergroups["SNIGHT"] = (slack.ada,)
        again = await slack.mention(slack.bob, slack.channel, "What can you do?")
        await office.seen(again.ts, ANSWER)
        for module in (directory, user_groups):  # everything is old at once
            monkeypatch.setattr(module, "FRESH_SECONDS", 1e-9)
        await slack.mention(slack.bob, slack.channel, f"And? {SECRET}")
        await refused(office, slack.bob)
        assert "secret" not in kept(office)
        joined = await slack.mention(slack.ada, slack.channel, "What can you do?")
        await office.seen(joined.ts, ANSWER)


async def test_an_address_of_the_company_lets_in_and_a_guest_with_one_stays_out(tmp_path: Path) -> None:
    async with open_office(tmp_path, policy=by_address) as office:
        slack = office.slack
        said = await slack.mention(slack.bob, slack.channel, "What can you do?")
        await office.seen(said.ts, ANSWER)
        guest = slack.world.add_person("gus", slack.team, is_guest=True).id
        slack.world.channels[slack.channel].members.append(guest)
        await slack.mention(guest, slack.channel, SECRET)
        await refused(office, guest)
        assert "secret" not in kept(office)


async def test_direct_messages_are_open_by_their_default_and_channels_are_not(tmp_path: Path) -> None:
    async with open_office(tmp_path, policy=by_kind("direct")) as office:
        slack = office.slack
        said = await slack.dm(slack.ada, "What can you do?")
        assert said.channel is not None
        await slack.until(
            lambda: ANSWER in "".join(each.text for each in slack.messages(said.channel, said.ts))
        )
        await slack.mention(slack.ada, slack.channel, SECRET)
        await refused(office, slack.ada)
        assert "secret" not in kept(office)
        assert slack.calls("conversations.members") == [], "nobody needs to know"
        await slack.dm(slack.bob, "What can you do?")
        await refused(office, slack.bob)


async def test_channels_are_open_by_their_default_but_for_shared_ones_and_those_with_guests(
    tmp_path: Path,
) -> None:
    async with open_office(tmp_path, policy=by_kind("channel")) as office:
        slack = office.slack
        said = await slack.mention(slack.ada, slack.channel, "What can you do?")
        await office.seen(said.ts, ANSWER)
        members = (slack.ada, slack.install.bot_user)
        other = slack.world.add_team("Elsewhere").id
        shared = slack.world.add_channel("shared", slack.team, members=members, connected=(other,)).id
        guest = slack.world.add_person("gus", slack.team, is_guest=True).id
        visited = slack.world.add_channel("visited", slack.team, members=(*members, guest)).id
        for count, place in enumerate((shared, visited), 1):
            await slack.mention(slack.ada, place, SECRET)
            await refused(office, slack.ada, count)
        assert "secret" not in kept(office)


async def test_while_slack_does_not_tell_nobody_gets_in_and_the_words_are_kept_for_another_try(
    tmp_path: Path,
) -> None:
    async with open_office(tmp_path, policy=by_group) as office:
        slack = office.slack
        slack.fail("users.info", error="internal_error", times=1)
        said = await slack.mention(slack.bob, slack.channel, "What can you do?")
        await office.seen(said.ts, "I could not look up who may do what here just now")
        answer = slack.messages(slack.channel, said.ts)[-1]
        again = answer.button("Try again")
        await slack.press(slack.bob, answer, again.action_id, again.value)
        await office.seen(said.ts, ANSWER)


async def test_a_command_where_the_bot_sees_nothing_says_what_to_do(tmp_path: Path) -> None:
    async with open_office(tmp_path, policy=by_kind("channel")) as office:
        slack = office.slack
        secret = slack.world.add_channel("secret", slack.team, kind="group", members=(slack.ada,)).id
        await slack.command("/dataops", "pins", slack.ada, secret)
        told = await slack.until(lambda: slack.responded)
        assert "invite me with /invite" in str(told[0].body)


async def test_a_role_is_given_by_a_mention_and_by_nothing_that_only_looks_like_one(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        await slack.mention(slack.bob, slack.channel, "What can you do?")
        await refused(office, slack.bob)
        typed = await slack.mention(slack.ada, slack.channel, "/dataops admin grant @bob user")
        await office.seen(typed.ts, "I do not know who or what @bob is")
        given = await slack.mention(slack.ada, slack.channel, f"/dataops admin grant <@{slack.bob}> user")
        await office.seen(given.ts, f"slack:{slack.team}:{slack.bob} is now user.")
        said = await slack.mention(slack.bob, slack.channel, "What can you do?")
        await office.seen(said.ts, ANSWER)


async def test_a_command_gives_roles_to_people_and_groups_and_opens_channels(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        team = slack.team
        for text in (
            f"admin grant <@{slack.bob}|bob> user because he is on call",
            "admin grant group <!subteam^SNIGHT|@night-team> developer",
            f"admin bind <#{slack.channel}|night-batch> artifact.read",
        ):
            await slack.command("/dataops", text, slack.ada, slack.channel)
            await office.rest()
        policy = office.service.access.book.policy
        assert policy.people[f"slack:{team}:{slack.bob}"] == ["user"]
        assert policy.groups == {f"slack:{team}:SNIGHT": ["developer"]}
        assert "artifact.read" in policy.channels[f"slack:{team}:{slack.channel}"].allow
        assert [each.why for each in office.service.access.book.changes()] == ["he is on call", "", ""]
