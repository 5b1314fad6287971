"""Streamed messages."""

from typing import Any

import pytest

from tests.adapters.slack.workspace.checks.wire import App, open_app, section

pytestmark = pytest.mark.fakes


async def begin(app: App, **more: Any) -> dict[str, Any]:
    root = await app.posted("root")
    who = {"recipient_user_id": app.slack.ada, "recipient_team_id": app.slack.team}
    args = {"channel": app.slack.channel, "thread_ts": root} | who | more
    answer = await app.call("chat.startStream", **args)
    assert answer["ok"], answer
    return {"channel": answer["channel"], "ts": answer["ts"]}


async def test_a_stream_grows_with_text_tasks_and_blocks() -> None:
    async with open_app() as app:
        where = await begin(app, chunks=[{"type": "markdown_text", "text": "One "}])
        task = {"type": "task_update", "id": "1", "title": "Read", "status": "in_progress"}
        chunks = [{"type": "markdown_text", "text": "two"}, task]
        await app.call("chat.appendStream", **where, chunks=chunks)
        await app.call("chat.appendStream", **where, chunks=[task | {"status": "complete"}])
        assert await app.error("chat.update", **where, text="x") == "streaming_state_conflict"
        metadata = {"event_type": "post", "event_payload": {}}
        end = [{"type": "blocks", "blocks": [section("end")]}]
        await app.call("chat.stopStream", **where, chunks=end, metadata=metadata)
        post = app.slack.message(where["channel"], where["ts"])
        assert [block["type"] for block in post.blocks] == ["markdown", "task_card", "section"]
        assert (post.blocks[0]["text"], post.blocks[1]["status"]) == ("One two", "complete")
        assert post.metadata == metadata
        assert await app.error("chat.update", **where, text="x") == ""


@pytest.mark.parametrize(
    ("missing", "error"),
    [
        ("recipient_user_id", "missing_recipient_user_id"),
        ("recipient_team_id", "missing_recipient_team_id"),
        ("thread_ts", "invalid_arguments"),
    ],
)
async def test_a_stream_in_a_channel_says_for_whom_it_is(missing: str, error: str) -> None:
    async with open_app() as app:
        with pytest.raises(AssertionError, match=error):
            await begin(app, **{missing: ""})


async def test_a_stream_ends_after_five_minutes_and_is_no_longer_than_a_message() -> None:
    async with open_app() as app:
        where = await begin(app)
        assert await app.error("chat.appendStream", **where) == "no_text"
        assert await app.error("chat.appendStream", **where, chunks=[{"type": "song"}]) == "invalid_chunks"
        for length, error in ((12_001, "msg_too_long"), (12_000, ""), (1_201, "msg_too_long")):
            assert await app.error("chat.appendStream", **where, markdown_text="x" * length) == error
        app.slack.clock.advance(300)
        late = await app.error("chat.appendStream", **where, markdown_text="x")
        assert late == "message_not_in_streaming_state"
        assert await app.error("chat.stopStream", **where) == "message_not_in_streaming_state"


async def test_a_stream_keeps_to_the_argument_that_it_began_with() -> None:
    chunks = [{"type": "markdown_text", "text": "x"}]
    async with open_app() as app:
        where = await begin(app, markdown_text="One ")
        assert await app.error("chat.appendStream", **where, chunks=chunks) == "streaming_mode_mismatch"
        await app.call("chat.stopStream", **where, blocks=[section("end")])
        assert [block["type"] for block in app.slack.message(**where).blocks] == ["markdown", "section"]
        where = await begin(app, chunks=[*chunks, {"type": "blocks", "blocks": [section("first")]}])
        late = {"markdown_text": "x"}, {"blocks": [section("end")]}
        for each in late:
            assert await app.error("chat.stopStream", **where, **each) == "streaming_mode_mismatch"


async def test_only_a_message_of_the_app_can_be_streamed() -> None:
    async with open_app() as app:
        said = await app.slack.say(app.slack.ada, app.slack.channel, "mine")
        where = {"channel": said.channel, "ts": said.ts, "markdown_text": "x"}
        assert await app.error("chat.appendStream", **where) == "message_not_owned_by_app"
        plain = {"channel": app.slack.channel, "ts": await app.posted(), "markdown_text": "x"}
        assert await app.error("chat.appendStream", **plain) == "message_not_in_streaming_state"
