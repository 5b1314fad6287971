"""Files that were shared before the request: in its thread, beside it, or named in its words."""

from pathlib import Path

import pytest

from adapters.slack import thread_files
from adapters.slack.door import SlackDoor
from adapters.slack.workspace import OneWorkspace
from core.chat.inbound import Actor, Inbound
from core.chat.thread_ref import ChannelRef
from core.storage.database import Database
from tests.adapters.slack.office import Office, open_office
from tests.adapters.slack.workspace import Post, open_workspace
from tests.adapters.slack.workspace.methods.files import new_file, note_share
from tests.sample_workflows import write_counter, write_greeter

pytestmark = pytest.mark.doors

ASKED = "Count the lines of this listing"
QUESTION = "Which listing should I count?"

ASKS_FOR_ANOTHER = "; ".join(
    (
        "from core.base_workflow import WorkflowInputParameter as Parameter",
        "from core.tools.questions import ask_person",
        f"asked, suffixes = {QUESTION!r}, ['.lst']",
        "more = Parameter(name='more', description='it', type='file', kind='listing', prompt=asked)",
        "more.suffixes = suffixes",
        "state['input'] = f'{len(ask_person(more))} more'",
    )
)


@pytest.fixture(autouse=True)
def counter(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")


def looks(office: Office) -> list[str]:
    """What the bot asked Slack about files, apart from fetching them."""
    wanted = ("conversations.replies", "files.list")
    return [call.method for call in office.slack.calls() if call.method in wanted]


def fetched(office: Office) -> list[str]:
    """The names of the shared files that the bot fetched."""
    names = {file.id: file.name for file in office.slack.world.files.values() if file.name.endswith(".lst")}
    asked = [str(call.args["file"]) for call in office.slack.calls("files.info")]
    return [names[each] for each in asked if each in names]


def asked(office: Office) -> list[Post]:
    """The questions for a listing, in whatever thread."""
    slack = office.slack
    posts = (
        post for root in slack.messages(slack.channel) for post in slack.messages(slack.channel, root.ts)
    )
    return [post for post in posts if QUESTION in post.text]


async def test_a_reply_speaks_of_the_file_that_its_thread_began_with(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        root = await slack.share_file(slack.bob, slack.channel, "july.lst", b"a\nb\n", text="tonight's")
        with slack.hold("conversations.replies"):  # the delivery is acknowledged all the same
            said = await slack.mention(slack.ada, slack.channel, ASKED, thread_ts=root.ts)
            assert said.status == 200
        shown = await office.seen(root.ts, "From july.lst, shared in this thread.")
        assert "2 lines." in shown
        assert QUESTION not in shown
        assert looks(office) == ["conversations.replies"]


async def test_follow_ups_find_the_file_in_the_threads_memory(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        root = await slack.share_file(slack.bob, slack.channel, "july.lst", b"a\nb\n")
        await slack.mention(slack.ada, slack.channel, ASKED, thread_ts=root.ts)
        await office.seen(root.ts, "shared in this thread")
        await slack.say(slack.ada, slack.channel, ASKED, thread_ts=root.ts)
        await office.seen(root.ts, "From july.lst, given earlier in this thread.")
        assert (looks(office), fetched(office)) == (["conversations.replies"], ["july.lst"])


async def test_the_newest_of_a_name_counts_and_what_came_later_or_is_no_listing_does_not(
    tmp_path: Path,
) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        root = await slack.share_file(slack.bob, slack.channel, "july.lst", b"a\n")
        await slack.share_file(slack.bob, slack.channel, "July.lst", b"a\nb\nc\n", thread_ts=root.ts)
        await slack.share_file(slack.ada, slack.channel, "screen.png", b"no", thread_ts=root.ts)
        await slack.share_external(
            slack.bob, slack.channel, "x.lst", "https://x.example/x", thread_ts=root.ts
        )
        with slack.hold("conversations.replies") as held:
            await slack.mention(slack.ada, slack.channel, ASKED, thread_ts=root.ts)
            await held.arrived()
            place = slack.world.channels[slack.channel]
            late = new_file(slack.world, slack.bob, "late.lst", b"a\nb\nc\nd\n")
            message = place.messages[root.ts] | {"ts": "9999999998.000000", "thread_ts": root.ts}
            place.post(message | {"files": [late.json()]})
        shown = await office.seen(root.ts, "shared in this thread")
        assert "3 lines." in shown
        assert "From July.lst, shared in this thread." in shown
        assert fetched(office) == ["July.lst"]


async def test_what_the_bot_shared_never_counts(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        root = await slack.say(slack.bob, slack.channel, "look at this")
        place = slack.world.channels[slack.channel]
        own = new_file(slack.world, slack.install.bot_user, "old.lst", b"a\n")
        note_share([own], place, {"ts": root.ts, "thread_ts": root.ts})
        files = {"files": [own.json()], "ts": f"{root.ts}1", "thread_ts": root.ts}
        place.post(slack.message(slack.channel, root.ts).raw | files | {"user": slack.install.bot_user})
        await slack.mention(slack.ada, slack.channel, ASKED, thread_ts=root.ts)
        await office.seen(root.ts, QUESTION)
        beside = await slack.mention(slack.ada, slack.channel, ASKED)
        assert "old.lst" not in await office.seen(beside.ts, QUESTION)
        named = await slack.mention(slack.ada, slack.channel, "Count the lines of old.lst")
        await office.seen(named.ts, "I may not read 'old.lst'")


async def test_a_mention_without_a_word_brings_the_threads_newest_file(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        root = await slack.share_file(slack.bob, slack.channel, "june.lst", b"a\n")
        await slack.share_file(slack.bob, slack.channel, "july.lst", b"a\nb\n", thread_ts=root.ts)
        await slack.mention(slack.ada, slack.channel, "", thread_ts=root.ts)
        shown = await office.seen(root.ts, "From july.lst, shared in this thread.")
        assert "2 lines." in shown
        assert looks(office) == ["conversations.replies"]


async def test_two_threads_with_one_file_keep_it_apart(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        roots = [await slack.share_file(slack.bob, slack.channel, "july.lst", b"a\nb\n")]
        first = slack.message(slack.channel, roots[0].ts)
        roots.append(await slack.say(slack.bob, slack.channel, "again"))
        stands = slack.world.channels[slack.channel].messages[roots[1].ts]
        stands["files"] = first.raw["files"]
        for root in roots:
            await slack.mention(slack.ada, slack.channel, ASKED, thread_ts=root.ts)
            await office.seen(root.ts, "shared in this thread")
        await slack.say(slack.ada, slack.channel, ASKED, thread_ts=roots[0].ts)
        await office.seen(roots[0].ts, "given earlier in this thread")
        kept = office.service.database.read("SELECT record FROM artifacts WHERE record LIKE '%july.lst%'")
        assert len(kept) == 2


async def test_what_was_shared_beside_a_message_is_offered_and_taken_by_a_press(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        await slack.share_file(slack.ada, slack.channel, "ours.lst", b"a\n")
        for name in ("old.lst", "screen.png", "theirs.lst"):
            await slack.share_file(slack.bob, slack.channel, name, b"a\nb\n")
        next(file for file in slack.world.files.values() if file.name == "old.lst").created -= 3600
        said = await slack.mention(slack.ada, slack.channel, ASKED)
        shown = await office.seen(said.ts, QUESTION)
        assert "lines." not in shown
        [question] = asked(office)
        assert [button.label for button in question.buttons] == ["ours.lst", "theirs.lst"]
        assert "or attach another" in question.text
        chosen = question.button("theirs.lst")
        await slack.press(slack.bob, question, chosen.action_id, chosen.value)  # it was not him who asked
        await slack.press(slack.ada, question, chosen.action_id, chosen.value)
        shown = await office.seen(said.ts, "2 lines.")
        assert "Answered by ada: theirs.lst" in shown
        assert looks(office) == ["files.list"]


async def test_a_further_file_is_asked_for_with_those_of_the_thread_to_choose_from(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=ASKS_FOR_ANOTHER)
    async with open_office(tmp_path) as office:
        slack = office.slack
        root = await slack.share_file(slack.bob, slack.channel, "june.lst", b"a\n")
        text = "report the partition skew of SALES"
        given = [("july.lst", b"a\n")]
        await slack.mention(slack.ada, slack.channel, text, thread_ts=root.ts, files=given)
        shown = await office.seen(root.ts, QUESTION)
        assert "Partition report" not in shown
        [question] = asked(office)
        chosen = question.button("june.lst")
        await slack.press(slack.ada, question, chosen.action_id, chosen.value)
        await office.seen(root.ts, "Partition report for 1 more")


@pytest.mark.parametrize("typed", ["OURS.LST", "1"])
async def test_an_offered_file_can_be_named_in_a_reply(tmp_path: Path, typed: str) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        await slack.share_file(slack.ada, slack.channel, "ours.lst", b"a\n")
        said = await slack.mention(slack.ada, slack.channel, ASKED)
        await office.seen(said.ts, QUESTION)
        await slack.say(slack.ada, slack.channel, typed, thread_ts=said.ts)
        await office.seen(said.ts, "1 lines.")


async def test_another_file_can_be_attached_in_place_of_those_offered(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        await slack.share_file(slack.ada, slack.channel, "ours.lst", b"a\n")
        said = await slack.mention(slack.ada, slack.channel, ASKED)
        await office.seen(said.ts, QUESTION)
        await slack.share_file(slack.ada, slack.channel, "new.lst", b"a\nb\nc\n", thread_ts=said.ts)
        await office.seen(said.ts, "3 lines.")


async def test_a_command_that_lacks_a_file_is_offered_those_of_its_channel(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        await slack.share_file(slack.bob, slack.channel, "july.lst", b"a\n")
        await slack.command("/dataops", ASKED, slack.ada, slack.channel)
        question = await slack.until(lambda: asked(office))
        assert [button.label for button in question[0].buttons] == ["july.lst"]


async def test_a_file_that_the_words_name_is_the_newest_of_its_channel(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        for content in (b"a\n", b"a\nb\n"):
            await slack.share_file(slack.bob, slack.channel, "july.lst", content)
        said = await slack.mention(slack.ada, slack.channel, "Count the lines of july.lst, please.")
        await office.seen(said.ts, "2 lines.")
        await slack.say(slack.ada, slack.channel, "Count the lines of july.lst", thread_ts=said.ts)
        await slack.until(lambda: office.slack.messages(slack.channel, said.ts)[-1].files)
        assert looks(office).count("conversations.replies") == 0


@pytest.mark.parametrize("how", ["refused", "slow", "broken"])
async def test_where_slack_tells_nothing_the_file_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(thread_files, "LOOK_SECONDS", 0.05)
    async with open_office(tmp_path) as office:
        slack = office.slack
        root = await slack.share_file(slack.bob, slack.channel, "july.lst", b"a\n")
        if how == "slow":
            slack.fail("conversations.replies", times=None, status=429, retry_after=30)
        elif how == "refused":
            slack.fail("conversations.replies", error="missing_scope")
        else:
            slack.world.channels[slack.channel].messages[root.ts]["files"] = [{"name": "no id"}]
        await slack.mention(slack.ada, slack.channel, ASKED, thread_ts=root.ts)
        await office.seen(root.ts, QUESTION)


async def test_a_file_that_cannot_be_had_is_told_by_name_and_can_be_tried_again(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        root = await slack.share_file(slack.bob, slack.channel, "july.lst", b"a\n")
        slack.fail("files.info", error="file_not_found")
        await slack.mention(slack.ada, slack.channel, ASKED, thread_ts=root.ts)
        await office.seen(root.ts, "july.lst is not available to me any more")
        failed = next(post for post in slack.messages(slack.channel, root.ts) if "not available" in post.text)
        again = failed.button("Try again")
        await slack.press(slack.ada, failed, again.action_id, again.value)
        await office.seen(root.ts, "shared in this thread")


async def test_an_organisations_token_says_in_which_workspace_it_looks(tmp_path: Path) -> None:
    async with open_workspace(grid="org") as slack:
        world, tenant = slack.world, slack.world.teams[slack.team].enterprise_id
        other = world.add_team("Beta")
        bot = world.install(other).bot_user
        eve = world.add_person("eve", other.id).id
        place = world.add_channel("loads", other.id, members=(eve, bot))
        note_share([new_file(world, eve, "july.lst", b"a\n")], place, {"ts": "1.0"})
        workspaces = OneWorkspace(slack.bot_token, slack.api_url)
        door = SlackDoor(workspaces, Database(tmp_path / "s.db"), tmp_path / "uploads", slack.api_url)
        message = Inbound(
            id="1",
            act="1",
            channel=ChannelRef(platform="slack", tenant=tenant, channel=place.id),
            actor=Actor(platform="slack", tenant=tenant, id=eve),
            text="count july.lst",
        )
        for _ in range(2):
            assert [file.name for file in await door.files_of(message)] == ["july.lst"]
        assert [file.name for file in (await door.files_near(message)).channel] == ["july.lst"]
        assert len(slack.calls("auth.teams.list")) == 1
        assert slack.calls("files.list")[-1].args["team_id"] == other.id
        other.granted = False
        for _ in range(2):
            assert list(await door.files_of(message)) == []
