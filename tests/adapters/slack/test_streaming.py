"""An answer that is shown in Slack while a model writes it: it stands once, whatever happens on the way."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from adapters.slack import stream_pace
from adapters.slack.answer_stream import SlackAnswerStream
from adapters.slack.post_records import PostRecords
from adapters.slack.rendering.card import MESSAGES
from adapters.slack.stream_pace import StreamPace
from adapters.slack.stream_records import StreamRecords
from adapters.slack.streamed_messages import StreamedMessages
from adapters.slack.workspace import OneWorkspace
from core.chat.card import Card
from core.chat.inbound import Actor
from core.chat.surface import NotStreamed
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.storage.database import Database
from tests.adapters.essay import ASK, FINDING, FIRST, LAST, NO_LEDGER, PARTS, SECOND, Gates
from tests.adapters.slack.office import Office, open_office, serving
from tests.adapters.slack.workspace import Act, Post, Workspace, open_workspace
from tests.sample_workflows import asking, write_writer

pytestmark = pytest.mark.doors

START, APPEND, STOP = "chat.startStream", "chat.appendStream", "chat.stopStream"
KEY = "run_1:answer"
REST = Card(kind="answer", title="Done")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_pace, "LEAST_SECONDS", 0.0)


@pytest.fixture
def gates(tmp_path: Path) -> Gates:
    return Gates(tmp_path / "gates")


async def ask(office: Office) -> Act:
    return await office.slack.mention(office.slack.ada, office.slack.channel, ASK)


def answers(office: Office, said: Act, channel: str = "") -> list[Post]:
    """What stands in a thread below the question and the progress card."""
    return office.slack.messages(channel or office.slack.channel, said.ts)[2:]


def outcomes(office: Office, method: str) -> list[str]:
    return [call.outcome for call in office.slack.calls(method)]


async def answered(office: Office, said: Act) -> list[Post]:
    """What stands when the run is over: the answer whole, and nothing of it twice."""
    await office.seen(said.ts, FINDING)
    await office.service.engine.recover()
    posts = answers(office, said)
    text = "\n".join(post.text for post in posts)
    assert [text.count(each) for each in (FIRST, SECOND, LAST, FINDING, "1,204")] == [1, 1, 1, 1, 1]
    return posts


async def test_an_answer_grows_while_it_is_written_and_ends_as_the_runs_answer(
    tmp_path: Path, gates: Gates
) -> None:
    write_writer(tmp_path / "workflows", *PARTS, pause=gates.pause)
    async with open_office(tmp_path) as office:
        said = await ask(office)
        await office.seen(said.ts, FIRST)
        assert [post.text for post in answers(office, said)] == [FIRST]
        gates.open()
        [post] = await answered(office, said)
        assert [post.text.index(each) for each in (FIRST, LAST, FINDING, "Ask for the totals")] == sorted(
            post.text.index(each) for each in (FIRST, LAST, FINDING, "Ask for the totals")
        )
        assert post.metadata["event_payload"]["mark"].endswith(":answer#0")
        assert outcomes(office, START) == outcomes(office, STOP) == ["ok"]


async def test_tokens_are_not_sent_one_by_one(tmp_path: Path) -> None:
    write_writer(tmp_path / "workflows", *(f"Word after word, {part}\n\n" for part in range(200)))
    async with open_office(tmp_path) as office:
        said = await ask(office)
        await office.seen(said.ts, FINDING)
        assert len(office.slack.calls(APPEND)) <= 200


@pytest.mark.parametrize("text", ["One paragraph, and that is all.", "", "  \n\n \n"])
async def test_what_comes_at_once_is_posted_as_ever(tmp_path: Path, text: str) -> None:
    write_writer(tmp_path / "workflows", *([text] if text else []))
    async with open_office(tmp_path) as office:
        said = await ask(office)
        await office.seen(said.ts, FINDING)
        [post] = answers(office, said)
        assert post.text.startswith(FINDING)
        assert not office.slack.calls(START)


async def test_what_a_model_writes_stays_data(tmp_path: Path) -> None:
    hostile = "<!channel> <@U1> @here [sign in](https://evil.example.com) <https://evil.example.com|here>\n\n"
    write_writer(tmp_path / "workflows", hostile, f"- {hostile}", f"- {hostile}", "```\n<!everyone>\n```")
    async with open_office(tmp_path) as office:
        said = await ask(office)
        await office.seen(said.ts, FINDING)
        [post] = answers(office, said)
        assert (post.pings, post.links) == ((), ())
        assert post.text.count("<!channel>") == 3
        assert all("markdown_text" not in call.args for call in office.slack.calls())


FAULTS: list[tuple[str, dict[str, Any]]] = [
    *((START, {"error": error}) for error in ("missing_scope", "channel_type_not_supported", "not_allowed")),
    *((APPEND, {"error": error}) for error in ("message_not_in_streaming_state", "msg_too_long")),
    *((STOP, {"error": error}) for error in ("message_not_in_streaming_state", "streaming_mode_mismatch")),
    *((method, {"status": 500}) for method in (START, APPEND, STOP)),
    *((method, {"reset": when}) for method in (START, APPEND, STOP) for when in ("before", "after")),
    ("chat.delete", {"reset": "after"}),
]


@pytest.mark.parametrize(("method", "fault"), FAULTS, ids=str)
async def test_a_stream_that_fails_gives_way_to_the_whole_answer(
    tmp_path: Path, gates: Gates, method: str, fault: dict[str, Any]
) -> None:
    write_writer(tmp_path / "workflows", *PARTS, pause=gates.pause)
    async with open_office(tmp_path) as office:
        slack = office.slack
        slack.fail(method, **fault)
        if method == "chat.delete":
            slack.fail(APPEND, error="internal_error")
        said = await ask(office)
        await slack.until(lambda: slack.calls(START) and slack.calls(START)[0].outcome)
        gates.open(PARTS[0])
        if method not in (START, "chat.delete"):
            await slack.until(lambda: slack.calls(APPEND) and slack.calls(APPEND)[0].outcome)
        gates.open()
        [post] = await answered(office, said)
        assert slack.calls(method)[0].outcome != "ok"
        assert post.text.startswith(FINDING)
        assert [call.args.get("thread_ts") for call in slack.calls("chat.postMessage")][-1] == said.ts


async def test_where_slack_refuses_to_stream_it_is_asked_once(tmp_path: Path) -> None:
    write_writer(tmp_path / "workflows", *PARTS)
    async with open_office(tmp_path) as office:
        office.slack.fail(START, times=None, error="missing_scope")
        for _ in range(2):
            await answered(office, await ask(office))
        assert outcomes(office, START) == ["missing_scope"]


async def test_a_half_that_cannot_be_taken_away_says_what_it_is(tmp_path: Path, gates: Gates) -> None:
    write_writer(tmp_path / "workflows", *PARTS, pause=gates.pause)
    async with open_office(tmp_path) as office:
        office.slack.fail(APPEND, error="internal_error")
        office.slack.fail("chat.delete", error="cant_delete_message")
        said = await ask(office)
        await office.seen(said.ts, FIRST)
        gates.open()
        first, *_ = await answered(office, said)
        assert first.text == "This answer was not finished."


@pytest.mark.parametrize(
    ("then", "told"),
    [(NO_LEDGER, "No ledger."), ("return {'success': False}", "")],
    ids=["fails", "breaks its contract"],
)
async def test_the_half_of_a_run_that_fails_is_taken_away(tmp_path: Path, then: str, told: str) -> None:
    write_writer(tmp_path / "workflows", *PARTS, then=then)
    async with open_office(tmp_path) as office:
        said = await ask(office)
        shown = await office.seen(said.ts, "Reference: run_")
        assert told in shown
        assert FIRST not in shown
        assert [post.button("Try again").label for post in answers(office, said)] == ["Try again"]


async def test_the_half_of_a_cancelled_run_is_taken_away(tmp_path: Path, gates: Gates) -> None:
    write_writer(tmp_path / "workflows", *PARTS, pause=gates.pause)
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await ask(office)
        await office.seen(said.ts, FIRST)
        card = slack.messages(slack.channel, said.ts)[1]
        cancel = card.button("Cancel")
        await slack.press(slack.ada, card, cancel.action_id, cancel.value)
        shown = await office.seen(said.ts, "Reference: run_")
        assert FIRST not in shown
        gates.open()


async def test_a_question_takes_the_place_of_what_was_begun_and_the_answer_is_written_again(
    tmp_path: Path,
) -> None:
    write_writer(tmp_path / "workflows", *PARTS, then=asking())
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await ask(office)
        shown = await office.seen(said.ts, "Are you sure?")
        assert FIRST not in shown
        await slack.say(slack.ada, slack.channel, "yes", thread_ts=said.ts)
        posts = await answered(office, said)
        assert "Are you sure?" in posts[0].text


async def test_what_was_written_twice_is_posted_once(tmp_path: Path) -> None:
    retold = "stream_answer('Not what the answer says.\\n\\n')"
    write_writer(tmp_path / "workflows", *PARTS, then=retold)
    async with open_office(tmp_path) as office:
        said = await ask(office)
        [post] = await answered(office, said)
        assert "Not what" not in post.text


async def test_a_direct_conversation_is_streamed_to(tmp_path: Path, gates: Gates) -> None:
    write_writer(tmp_path / "workflows", *PARTS, pause=gates.pause)
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.dm(slack.ada, ASK)
        await slack.until(lambda: any(FIRST in post.text for post in answers(office, said, said.channel)))
        gates.open()
        await slack.until(lambda: any(FINDING in post.text for post in answers(office, said, said.channel)))
        assert len(answers(office, said, said.channel)) == 1


async def test_live_steps_switched_off_switch_this_off_too(tmp_path: Path) -> None:
    write_writer(tmp_path / "workflows", *PARTS)
    async with open_office(tmp_path, enable_streaming=False) as office:
        await answered(office, await ask(office))
        assert not office.slack.calls(START)


@pytest.mark.parametrize("lost", [False, True], ids=["its half stands", "Slack's answer got lost"])
async def test_a_service_that_starts_again_leaves_no_half_answer(
    tmp_path: Path, gates: Gates, *, lost: bool
) -> None:
    write_writer(tmp_path / "workflows", *PARTS, pause=gates.pause)
    async with open_office(tmp_path) as office:
        slack = office.slack
        held = slack.hold(START if lost else "none", when="after")
        changed = {"dataops_home": tmp_path / "second", "dataops_lease_seconds": 0.5}
        settings = office.service.settings.model_copy(update=changed)
        async with serving(slack, settings):
            said = await ask(office)
            await slack.until(lambda: slack.messages(slack.channel, said.ts)[2:])
        held.release()
        before = [post.ts for post in answers(office, said)]
        assert before
        async with serving(slack, settings) as (office.service, _):
            await slack.until(lambda: [post for post in answers(office, said) if post.ts not in before])
            assert [post.text for post in answers(office, said)] == [FIRST]
            gates.open()
            [post] = await answered(office, said)
            assert post.ts not in before


class Writing:
    """A stream in a thread, on Slack's clock, without a service."""

    def __init__(self, slack: Workspace, folder: Path) -> None:
        self.slack, self.database = slack, Database(folder / "streams.db")
        self.posts = PostRecords(self.database)
        self.records = StreamRecords(self.database, self.posts)
        self.workspaces = OneWorkspace(slack.bot_token, slack.api_url)
        self.files: list[str] = []
        self.refuses_files = False
        self.thread: ThreadRef | None = None

    async def begin(self, readers_tenant: str = "T1") -> SlackAnswerStream:
        """A stream under the key of the one answer."""
        if self.thread is None:
            said = await self.slack.say(self.slack.ada, self.slack.channel, "work")
            self.thread = ChannelRef(platform="slack", tenant="T1", channel=self.slack.channel).thread(
                said.ts
            )
        reader = Actor(platform="slack", tenant=readers_tenant, id=self.slack.ada)
        parts = (self.workspaces, self.thread, KEY, reader, self.records, StreamPace())

        async def share(text: str) -> None:
            if self.refuses_files:
                raise ConnectionError
            self.files.append(text)

        return SlackAnswerStream(self.thread, StreamedMessages(*parts), share, self.slack.clock)

    def shown(self) -> list[str]:
        assert self.thread is not None
        found = self.slack.messages(self.slack.channel, self.thread.thread)[1:]
        return [post.text for post in found]


@pytest.fixture
async def writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Writing]:
    for budget in ("GROWN", "BEGUN", "ENDED"):
        monkeypatch.setattr(stream_pace, budget, 1_000)
    async with open_workspace(subscriptions=()) as slack:
        each = Writing(slack, tmp_path)
        yield each
        each.database.close()


async def test_a_stream_is_renewed_before_slack_ends_it(writing: Writing) -> None:
    stream = await writing.begin()
    for minute in range(12):
        await stream.add(f"Minute {minute}.\n\n")
        for _ in range(12):
            writing.slack.clock.advance(5)
            await stream.add("")
    ref = await stream.end("The end.", REST)
    shown = writing.shown()
    assert len(shown) == 4
    assert [f"Minute {minute}." in "\n".join(shown).split("\n") for minute in range(12)] == [True] * 12
    assert shown[-1].endswith("Done")
    standing = writing.posts.whole(KEY)
    assert standing is not None
    assert (standing.thread, standing.ts) == (ref.thread.thread, ref.id)
    assert not writing.files


async def test_a_long_answer_takes_as_many_messages_as_it_needs(writing: Writing) -> None:
    words = [f"word{number:04}" for number in range(2_000)]
    stream = await writing.begin()
    for at in range(0, 2_000, 50):
        await stream.add(" ".join(words[at : at + 50]) + "\n\n")
    await stream.end("", REST)
    shown = writing.shown()
    assert 2 <= len(shown) <= MESSAGES
    assert " ".join(shown).split()[:2_000] == words
    assert not writing.files


@pytest.mark.parametrize("at_once", [False, True])
async def test_what_is_longer_than_people_read_comes_as_a_file(writing: Writing, *, at_once: bool) -> None:
    text = "".join(f"Line {number} of a report that goes on and on.\n\n" for number in range(2_000))
    stream = await writing.begin()
    await stream.add(text if not at_once else "Once upon a time.\n\n")
    await stream.end("" if not at_once else text, REST)
    shown = writing.shown()
    assert len(shown) <= MESSAGES + 1
    assert "Done" in shown[-1]
    assert "Shortened" in shown[-1]
    assert writing.files[0].count("Line ") == 2_000
    assert writing.posts.whole(KEY) is not None


async def test_the_file_of_a_long_answer_is_owed_until_it_is_there(writing: Writing) -> None:
    stream = await writing.begin()
    await stream.add("Line after line.\n\n" * 5_000)
    writing.refuses_files = True
    with pytest.raises(ConnectionError):
        await stream.end("", REST)
    assert writing.posts.owes_text(KEY)
    await stream.drop()
    assert "Done" in writing.shown()[-1]


async def test_a_post_that_was_begun_otherwise_is_not_streamed(writing: Writing) -> None:
    stream = await writing.begin()
    writing.posts.begin(KEY, 0, 2)
    with pytest.raises(NotStreamed):
        await stream.add("One.\n\nTwo.\n\n")
    await stream.drop()
    assert writing.posts.begun(KEY)


async def test_an_organisation_is_no_workspace_of_a_reader(writing: Writing) -> None:
    stream = await writing.begin("E1")
    with pytest.raises(NotStreamed):
        await stream.add("One.\n\n")
    assert not writing.slack.calls(START)


async def test_more_streams_than_slack_takes_at_once_are_posts() -> None:
    pace = StreamPace()
    for _ in range(stream_pace.BEGUN):
        pace.admit()
        await pace.begin()
    with pytest.raises(NotStreamed):
        pace.admit()


def test_the_budgets_keep_within_slacks_tiers() -> None:
    def in_a_minute(calls: int, seconds: int) -> float:
        return calls + calls * 60 / seconds

    assert in_a_minute(stream_pace.BEGUN, stream_pace.BEGUN_SECONDS) <= 20
    assert in_a_minute(stream_pace.ENDED, stream_pace.ENDED_SECONDS) <= 20
    assert in_a_minute(stream_pace.GROWN, stream_pace.GROWN_SECONDS) <= 100
