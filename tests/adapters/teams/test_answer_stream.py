"""A streamed answer against time and room: it is ended before Teams ends it, and stands whole."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.teams import pace, streamed_message
from adapters.teams.answer_stream import LONGEST_SECONDS, STILL_WRITING, TeamsAnswerStream
from adapters.teams.conversations import Conversations
from adapters.teams.open_streams import STREAM_SECONDS, OpenStreams
from adapters.teams.post_records import PostRecords
from adapters.teams.posting import Posting
from adapters.teams.rendering.card import render
from adapters.teams.rendering.limits import MESSAGE_BYTES
from adapters.teams.rendering.place import Place
from adapters.teams.stream_records import StreamRecords
from adapters.teams.streamed_message import StreamedMessage
from adapters.teams.transport import Unsure
from core.chat.card import Card, Fields, Text
from core.chat.surface import MessageRef, NotStreamed
from core.chat.thread_ref import ChannelRef
from core.storage.database import Database
from tests.adapters.teams.connector import Connector, open_connector
from tests.adapters.teams.connector.rules.size import payload_bytes
from tests.adapters.teams.wire import reference_of, transport_to

KEY = "run_1:answer"
REST = Card(kind="answer", title="Done", blocks=(Fields(items=(("Entries", "1,204"),)),))


class Writing:
    """Streams in Ada's chat, on the fake's clock, without a service."""

    def __init__(self, teams: Connector, folder: Path) -> None:
        self.teams, self.database = teams, Database(folder / "streams.db")
        channel = ChannelRef(platform="teams", tenant=teams.tenant.id, channel=teams.chat.id)
        conversations = Conversations(self.database)
        conversations.remember(channel, reference_of(teams))
        self.thread = channel.thread("1")
        self.posts = PostRecords(self.database)
        self.records = StreamRecords(self.database, self.posts)
        self.posting = Posting(transport_to(teams), conversations, self.posts)
        self.chats = OpenStreams(teams.clock)

    def begin(self, key: str = KEY) -> TeamsAnswerStream:
        parts = (self.posting, self.records, self.chats, self.thread, key)
        return TeamsAnswerStream(StreamedMessage(*parts), self.teams.clock)

    def shown(self) -> list[str]:
        return [post.text for post in self.teams.answers(self.teams.chat)]

    def stands(self, ref: MessageRef) -> bool:
        """Whether all of the answer is known to stand, and begins with a message."""
        known = self.posts.whole(KEY)
        return known is not None and (known.thread, known.message) == (str(ref.thread), ref.id)

    def outcomes(self) -> list[str]:
        return [call.outcome for call in self.teams.calls("stream")]


@pytest.fixture
async def writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Writing]:
    monkeypatch.setattr(pace, "BUDGETS", ((1000, 1.0),))
    monkeypatch.setattr(streamed_message, "LEAST_SECONDS", 0.0)
    async with open_connector() as teams:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(teams.certificate))
        each = Writing(teams, tmp_path)
        yield each
        each.database.close()


async def test_a_stream_ends_itself_before_teams_does(writing: Writing) -> None:
    stream = writing.begin()
    for minute in range(4):
        await stream.add(f"Minute {minute}.\n\n")
        for _ in range(12):
            writing.teams.clock.advance(5)
            await stream.add("")
    assert set(writing.outcomes()) == {"ok"}
    (post,) = writing.teams.answers(writing.teams.chat)
    assert post.text == f"Minute 0.\nMinute 1.\n{STILL_WRITING.strip('*')}"
    assert not post.streaming
    ref = await stream.end("The end.", REST)
    (whole,) = writing.teams.answers(writing.teams.chat)
    assert (whole.id, ref.id, whole.raw.get("text")) == (post.id, post.id, None)
    seen = [f"Minute {minute}." for minute in range(4)]
    assert [whole.text.count(each) for each in (*seen, "The end.", "Done", "1,204")] == [1] * 7
    assert STILL_WRITING.strip("*") not in whole.text
    assert writing.stands(ref)


async def test_nothing_is_known_of_a_stream_in_a_chat_that_is_gone(writing: Writing) -> None:
    stream = writing.begin()
    await stream.add("A word that is nobody's matter any more.\n\n")
    Conversations(writing.database).forget(writing.thread.channel)
    await stream.drop()
    assert not writing.database.read("SELECT 1 FROM teams_streams")


def test_it_leaves_a_call_the_time_that_it_may_take() -> None:
    assert LONGEST_SECONDS + 25 < STREAM_SECONDS


async def test_what_has_no_room_in_a_message_takes_as_many_as_it_needs(writing: Writing) -> None:
    words = [f"word{number:05}" for number in range(4_000)]
    stream = writing.begin()
    for at in range(0, len(words), 100):
        await stream.add(" ".join(words[at : at + 100]) + "\n\n")
    assert len(writing.shown()) == 1
    ref = await stream.end("", REST)
    shown = writing.shown()
    assert 2 <= len(shown) <= 5
    text = "\n".join(shown)
    assert [word for word in words if text.count(word) != 1] == []
    assert writing.stands(ref)
    assert set(writing.outcomes()) == {"ok"}


async def test_no_call_is_larger_than_planned(writing: Writing) -> None:
    stream = writing.begin()
    for _ in range(60):
        await stream.add('\U0001f469 \\ " * _' * 40 + "\n\n")
    await stream.end("", REST)
    for call in writing.teams.calls("stream"):
        text = str(call.args["text"])
        assert payload_bytes(text) < MESSAGE_BYTES


async def test_one_paragraph_that_fits_nowhere_is_posted(writing: Writing) -> None:
    stream = writing.begin()
    await stream.add("word " * 9_000 + "\n\n")
    with pytest.raises(NotStreamed):
        await stream.end("", REST)
    assert not writing.shown()


async def test_what_was_not_sent_of_an_answer_follows_after_a_crash(writing: Writing) -> None:
    stream = writing.begin()
    text = "Line after line after line.\n\n" * 700
    await stream.add(text)
    for name in ("send", "reply"):
        writing.teams.fail(name, times=2, status=500)
    with pytest.raises(Unsure):
        await stream.end("", REST)
    writing.teams.heal()
    await writing.begin().drop()
    assert len(writing.shown()) == 1
    assert writing.posts.whole(KEY) is None
    whole = REST.model_copy(update={"blocks": (Text(markdown=text), *REST.blocks)})
    payloads = render(whole, place=Place(personal=True)).payloads
    ref = await writing.posting.post(writing.thread, KEY, payloads, surely=True)
    assert "\n".join(writing.shown()).count("Line after") == 700
    assert writing.stands(ref)


async def test_the_half_of_a_dead_process_is_ended_and_removed(writing: Writing) -> None:
    await writing.begin().add("One half.\n\nThe other.\n\n")
    assert writing.shown() == ["One half.\nThe other."]
    writing.chats = OpenStreams()
    await writing.begin().drop()
    assert not writing.shown()
    assert writing.records.unfinished(KEY) is None
    await writing.begin().drop()
    assert writing.outcomes() == ["ok"] * 3


async def test_a_chat_has_one_stream_at_a_time(writing: Writing) -> None:
    first, second = writing.begin(), writing.begin("run_2:answer")
    await first.add("One.\n\n")
    with pytest.raises(NotStreamed):
        await second.add("Two.\n\n")
    await second.drop()
    with pytest.raises(NotStreamed):
        await writing.begin("run_3:answer").add("Three.\n\n")
    await first.end("", REST)
    await second.add("Two.\n\n")
    assert set(writing.outcomes()) == {"ok"}


async def test_a_stream_that_nobody_ended_holds_a_chat_for_two_minutes(writing: Writing) -> None:
    await writing.begin().add("One.\n\n")
    writing.teams.clock.advance(STREAM_SECONDS + 1)
    await writing.begin("run_2:answer").add("Two.\n\n")
    assert writing.shown() == ["One.", "Two."]


async def test_a_post_that_was_begun_otherwise_is_not_streamed(writing: Writing) -> None:
    writing.posts.begin(KEY, 0, 2)
    with pytest.raises(NotStreamed):
        await writing.begin().add("One.\n\n")
    assert not writing.outcomes()


async def test_an_addition_that_gets_lost_is_made_good_by_the_next(writing: Writing) -> None:
    stream = writing.begin()
    await stream.add("One.\n\n")
    writing.teams.fail("stream", reset="before")
    await stream.add("Two.\n\n")
    assert writing.shown() == ["One."]
    await stream.add("Three.\n\n")
    assert writing.shown() == ["One.\nTwo.\nThree."]


async def test_what_shows_nothing_new_is_not_sent(writing: Writing) -> None:
    stream = writing.begin()
    await stream.add("One.\n\n")
    for text in ("", "Two", " and more"):
        await stream.add(text)
    assert len(writing.outcomes()) == 2


async def test_calls_keep_their_distance(writing: Writing, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(streamed_message, "LEAST_SECONDS", 1.5)
    monkeypatch.setattr(asyncio, "sleep", sleep)
    stream = writing.begin()
    await stream.add("One.\n\n")
    await stream.add("Two.\n\n")
    await stream.end("", REST)
    assert len([each for each in waited if 1.0 < each <= 1.5]) == 3
