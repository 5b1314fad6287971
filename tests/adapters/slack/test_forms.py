"""Forms for a command's inputs: how they open, what they offer, what they bring, what they refuse."""

import json
from pathlib import Path

import pytest

from adapters.slack import command_views
from adapters.slack.command_form import HERE, PINNED
from tests.adapters.slack.office import Office, open_office
from tests.adapters.slack.workspace import OpenView
from tests.adapters.slack.workspace.methods.files import new_file, note_share
from tests.sample_workflows import write_counter, write_greeter

pytestmark = pytest.mark.doors

FEED = (Path(__file__).parents[2] / "data" / "jil" / "claims_feed.jil").read_bytes()
LISTING = [("july.lst", b"a\nb\nc\n")]


async def opened(office: Office, command: str = "parse-jil", channel: str = "") -> OpenView:
    """The form that opens for a command of Ada's."""
    slack = office.slack
    done = await slack.command("/dataops", command, slack.ada, channel or slack.channel)
    assert (done.status, done.body) == (200, b"")
    return slack.views(slack.ada)[-1]


async def answered(office: Office, text: str) -> str:
    """Wait for the thread of a command that shows a text; everything that stands there then."""
    slack = office.slack

    def shown() -> str:
        for root in slack.messages(slack.channel):
            whole = "\n".join(post.text for post in slack.messages(slack.channel, root.ts))
            if text in whole:
                return whole
        return ""

    return await slack.until(shown)


def choices(view: OpenView) -> list[str]:
    """The labels of the files that a form offers."""
    blocks = [block["element"] for block in view.blocks if block["block_id"] == HERE]
    return [option["text"]["text"] for select in blocks for option in select["options"]]


def runs(office: Office) -> int:
    return len(office.service.database.read("SELECT * FROM runs"))


@pytest.mark.parametrize("socket", [False, True], ids=["http", "socket mode"])
async def test_a_form_brings_a_file_and_what_is_asked_of_it(tmp_path: Path, socket: bool) -> None:  # noqa: FBT001
    async with open_office(tmp_path, socket=socket) as office:
        slack, view = office.slack, await opened(office)
        assert view.title == "parse-jil"
        assert runs(office) == 0
        wrong = {"file_path": [("claims.jil", FEED)], "current_job": "no name", "levels": "1"}
        await slack.submit(view, wrong)
        assert slack.views(slack.ada)[-1].errors["current_job"].startswith("'no name' is not")
        right = {"file_path": [("claims.jil", FEED)], "current_job": "CLM_UNPACK", "analysis": "downstream"}
        done = await slack.submit(slack.views(slack.ada)[-1], right | {"levels": "1"})
        assert (done.status, done.body) == (200, b"")
        assert slack.views(slack.ada) == []
        shown = await answered(office, "CLM_UNPACK")
        assert "/dataops" not in shown
        [stored] = office.service.database.read("SELECT inbound FROM runs")
        given = json.loads(stored["inbound"])
        assert given["text"] == "/dataops parse-jil"
        assert given["parameters"] == {"current_job": "CLM_UNPACK", "analysis": "downstream", "levels": 1}


@pytest.mark.parametrize("socket", [False, True], ids=["http", "socket mode"])
async def test_without_a_file_the_form_stays_open_and_asks_for_it(tmp_path: Path, socket: bool) -> None:  # noqa: FBT001
    async with open_office(tmp_path, socket=socket) as office:
        slack = office.slack
        await slack.share_file(slack.ada, slack.channel, "feed.jil", FEED)
        await slack.submit(await opened(office), {})
        [view] = slack.views(slack.ada)
        assert view.errors.keys() == {"file_path"}
        assert view.errors["file_path"].startswith("Which Autosys JIL export should I read? Attach it here")
        assert runs(office) == 0


async def test_a_file_that_was_shared_a_moment_ago_is_offered_and_taken(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        for name in ("old.lst", "notes.pdf", "july.lst"):
            await slack.share_file(slack.bob, slack.channel, name, b"a\nb\n")
        next(file for file in slack.world.files.values() if file.name == "old.lst").created -= 3600
        own = new_file(slack.world, slack.install.bot_user, "answer.lst", b"a\n")
        note_share([own], slack.world.channels[slack.channel], {"ts": "1.0"})
        view = await opened(office, "line-counter")
        assert choices(view) == ["july.lst (just now)"]
        file = next(each for each in slack.files(slack.channel) if each.name == "july.lst")
        await slack.submit(view, {HERE: file.id})
        shown = await answered(office, "2 lines.")
        assert "Pinned" not in shown
        named = office.service.database.read("SELECT record FROM artifacts WHERE record LIKE '%july.lst%'")
        assert named, "the file that was chosen has no name"


async def test_what_is_pinned_is_chosen_already(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.mention(slack.ada, slack.channel, "/dataops pin", files=LISTING)
        await office.seen(said.ts, "Pinned july.lst")
        view = await opened(office, "line-counter")
        assert choices(view)[0].startswith("Pinned on 2")
        assert choices(view)[0].endswith(": july.lst")
        await slack.submit(view, {HERE: PINNED})
        assert "pinned to this channel" in await answered(office, "3 lines.")


async def test_a_form_sent_twice_counts_once(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack, view = office.slack, await opened(office, "line-counter")
        for _ in range(2):
            assert (await slack.submit(view, {"path": LISTING})).status == 200
        await answered(office, "3 lines.")
        assert runs(office) == 1


async def test_a_form_is_for_who_gave_the_command(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack, view = office.slack, await opened(office, "line-counter")
        stolen = await slack.submit(view, {"path": LISTING}, user=slack.bob)
        forged = view.raw | {"private_metadata": "0" * 32}
        unknown = await slack.submit(
            OpenView(view.id, view.user, view.title, view.text, forged, view.open, {}), {"path": LISTING}
        )
        for act in (stolen, unknown):
            sentence = "This form is not open any more; give the command again."
            assert act.json() == {"response_action": "errors", "errors": {"path": sentence}}
        assert runs(office) == 0


@pytest.mark.parametrize("error", ["expired_trigger_id", "invalid_arguments", "internal_error"])
async def test_where_no_form_opens_the_run_asks_in_the_thread(tmp_path: Path, error: str) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        slack.fail("views.open", error=error)
        done = await slack.command("/dataops", "line-counter", slack.ada, slack.channel)
        assert done.status == 200
        await answered(office, "Which listing should I count?")
        assert slack.views(slack.ada) == []


async def test_a_form_opens_without_the_files_that_slack_does_not_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_counter(tmp_path / "workflows")
    monkeypatch.setattr(command_views, "LISTED_SECONDS", 0.01)
    async with open_office(tmp_path) as office:
        slack = office.slack
        await slack.share_file(slack.ada, slack.channel, *LISTING[0])
        slack.fail("files.list", error="missing_scope")
        assert choices(await opened(office, "line-counter")) == []
        with slack.hold("files.list"):
            assert choices(await opened(office, "line-counter")) == []


async def test_where_the_bot_is_no_member_the_form_opens_and_the_person_is_told(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack, view = office.slack, await opened(office, "line-counter", office.finance)
        await slack.submit(view, {"path": LISTING})
        told = await slack.until(lambda: slack.responded)
        assert "invite me with /invite" in json.dumps(told[0].body)
        assert told[0].user == slack.ada


async def test_who_may_not_gets_no_form(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        await slack.command("/dataops", "line-counter", slack.bob, slack.channel)
        told = await slack.until(lambda: slack.ephemerals(slack.bob))
        assert "You may not do that here" in told[0].text
        assert slack.views() == []


async def test_a_workflow_that_takes_nothing_starts_at_once(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        await office.slack.command("/dataops", "partition-skew", office.slack.ada, office.slack.channel)
        await answered(office, "Partition report for")
        assert office.slack.views() == []


async def test_a_command_may_name_a_file_of_its_channel(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        for content in (b"a\n", b"a\nb\nc\nd\n"):
            await slack.share_file(slack.bob, slack.channel, "my july.lst", content)
        await slack.command("/dataops", "line-counter my july.lst", slack.ada, slack.channel)
        await answered(office, "4 lines.")
        assert slack.views() == []


async def test_a_name_that_no_file_has_is_words_as_ever(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        await slack.share_file(slack.bob, slack.channel, *LISTING[0])
        await slack.command("/dataops", "line-counter august.lst", slack.ada, slack.channel)
        await answered(office, "I may not read 'august.lst' from here")


async def test_a_pinned_export_is_named_like_a_file(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.mention(slack.ada, slack.channel, "/dataops pin", files=LISTING)
        await office.seen(said.ts, "Pinned july.lst")
        for file in slack.files(slack.channel):
            slack.vanish(file.id)
        await slack.command("/dataops", "line-counter july.lst", slack.ada, slack.channel)
        assert "pinned to this channel" in await answered(office, "3 lines.")


async def test_a_block_that_is_pasted_into_a_command_is_its_file(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        await slack.command("/dataops", "line-counter\n```\na\nb\nc\n```", slack.ada, slack.channel)
        await answered(office, "3 lines.")
        assert slack.views() == []


async def test_a_file_that_vanishes_before_it_is_fetched_is_named(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack, view = office.slack, await opened(office, "line-counter")
        with slack.hold("chat.postMessage") as held:
            await slack.submit(view, {"path": LISTING})
            await held.arrived()
            slack.vanish(next(file.id for file in slack.files() if file.name == "july.lst"))
        await answered(office, "july.lst is not available to me any more; share it here again.")


async def test_a_file_of_another_company_is_known_by_its_name(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        other = slack.world.add_team("Elsewhere")
        slack.world.channels[slack.channel].connected = (other.id,)
        slack.world.people[slack.ada].team = other.id
        said = await slack.mention(slack.ada, slack.channel, "Count the lines of this listing", files=LISTING)
        [told] = [each.event["files"] for each in said.deliveries if each.event["type"] == "message"]
        assert "name" not in told[0]
        await office.seen(said.ts, "3 lines.")
        assert office.service.database.read("SELECT record FROM artifacts WHERE record LIKE '%july.lst%'")
