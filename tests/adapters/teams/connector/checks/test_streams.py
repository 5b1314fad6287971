"""Messages that are streamed."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.adapters.teams.connector.checks.wire import App, Told, open_app

pytestmark = pytest.mark.fakes


async def stream(app: App, text: str, *, final: bool = False, **info: Any) -> Told:
    kind = {"type": "message" if final else "typing", "text": text}
    entity = {"type": "streaminfo", "streamType": "final" if final else "streaming", **info}
    path = f"conversations/{quote(app.teams.chat.id)}/activities"
    return await app.call("POST", path, kind | {"entities": [entity]})


async def begun(app: App) -> str:
    return str((await stream(app, "Two", streamSequence=1)).body["id"])


async def test_a_stream_grows_and_ends() -> None:
    async with open_app() as app:
        identifier = await begun(app)
        assert [(post.text, post.streaming) for post in app.teams.answers(app.teams.chat)] == [("Two", True)]
        assert (await stream(app, "Two jobs", streamId=identifier, streamSequence=2)).status == 202
        assert (await stream(app, "Two jobs late", streamId=identifier, final=True)).status == 202
        (post,) = app.teams.answers(app.teams.chat)
        assert (post.id, post.text, post.streaming) == (identifier, "Two jobs late", False)


async def test_what_comes_out_of_order_is_dropped_with_a_success() -> None:
    async with open_app() as app:
        identifier = await begun(app)
        await stream(app, "Two newer", streamId=identifier, streamSequence=3)
        told = await stream(app, "Two older", streamId=identifier, streamSequence=2)
        assert (told.status, told.code) == (202, "ContentStreamSequenceOrderPreConditionFailed")
        assert [post.text for post in app.teams.answers(app.teams.chat)] == ["Two newer"]


async def test_a_stream_is_over_after_two_minutes_or_its_end() -> None:
    async with open_app() as app:
        identifier = await begun(app)
        app.teams.clock.advance(121)
        told = await stream(app, "late", streamId=identifier, streamSequence=2)
        assert (told.status, told.code) == (403, "ContentStreamNotAllowed")
        identifier = await begun(app)
        assert (await stream(app, "Two end", streamId=identifier, final=True)).status == 202
        assert (await stream(app, "Two end more", streamId=identifier, streamSequence=2)).status == 403


async def test_what_was_shown_is_not_taken_back() -> None:
    async with open_app() as app:
        identifier = await begun(app)
        told = await stream(app, "Three", streamId=identifier, streamSequence=2)
        assert (told.status, told.code) == (403, "ContentStreamNotAllowed")


async def test_a_chat_has_one_stream_at_a_time() -> None:
    async with open_app() as app:
        identifier = await begun(app)
        assert (await stream(app, "Another", streamSequence=1)).status == 403
        assert (await stream(app, "Two", streamId=identifier, final=True)).status == 202
        assert (await stream(app, "Another", streamSequence=1)).status == 201


async def test_what_a_person_stopped_is_not_changed_any_more() -> None:
    async with open_app() as app:
        identifier = await begun(app)
        path = f"conversations/{quote(app.teams.chat.id)}/activities/{identifier}"
        assert (await app.call("DELETE", path)).status == 403
        (post,) = app.teams.answers(app.teams.chat)
        app.teams.stop(post)
        assert (await stream(app, "Two", streamId=identifier, final=True)).status == 403
        assert (await app.call("PUT", path, {"type": "message", "text": "new"})).status == 403
        assert (await app.call("DELETE", path)).status == 200


async def test_what_is_no_stream_is_refused() -> None:
    async with open_app() as app:
        for told in (
            await stream(app, "", streamSequence=1),
            await stream(app, "x", streamSequence=2),
            await stream(app, "x"),
            await stream(app, "x", streamId="1", streamSequence=2),
            await stream(app, "x", final=True),
            await stream(app, "x", streamId=await begun(app), streamSequence=4, final=True),
        ):
            assert (told.status, told.code) == (400, "BadRequest")
        entity = {"type": "streaminfo", "streamSequence": 1}
        told = await app.send(app.teams.group, "x", type="typing", entities=[entity])
        assert (told.status, told.code) == (403, "ContentStreamNotAllowed")
