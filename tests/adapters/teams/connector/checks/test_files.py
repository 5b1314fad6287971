"""Files: consent, upload, download, pictures."""

import re
from typing import Any

import pytest

from tests.adapters.teams.connector.checks.wire import App, consent, open_app
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.uploading import PART_BYTES

pytestmark = pytest.mark.fakes


async def agreed(app: App, name: str = "run.csv", *, accept: bool = True) -> JSON:
    """The value of the invoke after somebody was asked for consent."""
    post = await app.posted(app.teams.chat, "", attachments=[consent(name, run="7")])
    assert post.text == f"{name}\nthe runs"
    act = await app.teams.consent(app.teams.ada, post, accept=accept)
    assert act.activity["name"] == "fileConsent/invoke"
    assert act.activity["replyToId"] == post.id
    return dict(act.activity["value"])


async def put(app: App, url: str, part: bytes, span: str, **headers: str) -> tuple[int, Any]:
    sent = {"Content-Range": span} | headers
    async with app.session.put(url, data=part, headers=sent) as response:
        return response.status, await response.json()


async def test_who_agrees_gives_a_place_that_takes_the_file_once() -> None:
    async with open_app() as app:
        value = await agreed(app)
        assert (value["action"], value["context"]) == ("accept", {"run": "7"})
        info = value["uploadInfo"]
        assert (info["name"], info["fileType"]) == ("run.csv", "csv")
        assert info["uploadUrl"].startswith("http://localhost:")
        status, item = await put(app, info["uploadUrl"], b"a,b", "bytes 0-2/3")
        assert (status, item["name"], item["size"]) == (201, "run.csv", 3)
        assert app.teams.files.uploaded() == {"run.csv": b"a,b"}
        assert (await put(app, info["uploadUrl"], b"a,b", "bytes 0-2/3"))[0] == 404
        assert [call.outcome for call in app.teams.calls("upload")] == ["201", "404"]


async def test_who_declines_gives_no_place() -> None:
    async with open_app() as app:
        value = await agreed(app, accept=False)
        assert value == {"type": "fileUpload", "action": "decline", "context": {"run": "7"}}


async def test_a_large_file_comes_in_parts_in_order() -> None:
    async with open_app() as app:
        url = (await agreed(app))["uploadInfo"]["uploadUrl"]
        total, part = PART_BYTES + 3, bytes(PART_BYTES)
        assert (await put(app, url, b"end", f"bytes {PART_BYTES}-{total - 1}/{total}"))[0] == 416
        assert (await put(app, url, b"odd", f"bytes 0-2/{total}"))[0] == 400
        status, body = await put(app, url, part, f"bytes 0-{PART_BYTES - 1}/{total}")
        assert (status, body["nextExpectedRanges"]) == (202, [f"{PART_BYTES}-"])
        assert (await put(app, url, part, f"bytes 0-{PART_BYTES - 1}/{total}"))[0] == 416
        assert (await put(app, url, b"end", f"bytes {PART_BYTES}-{total - 1}/{total}"))[0] == 201
        assert app.teams.files.uploaded()["run.csv"] == part + b"end"


@pytest.mark.parametrize("span", ["", "0-2/3", "bytes 0-3/4", "bytes 0-2/2", "bytes 1-3/4"])
async def test_a_part_must_say_what_it_is(span: str) -> None:
    async with open_app() as app:
        url = (await agreed(app))["uploadInfo"]["uploadUrl"]
        assert (await put(app, url, b"a,b", span))[0] in (400, 416)
        assert app.teams.files.uploaded() == {}


async def test_no_token_belongs_to_the_host_of_files() -> None:
    async with open_app() as app:
        url = (await agreed(app))["uploadInfo"]["uploadUrl"]
        status, _ = await put(app, url, b"a,b", "bytes 0-2/3", Authorization=f"Bearer {app.token}")
        assert status == 401
        (asked,) = app.teams.files.asked
        assert asked.headers["authorization"] == f"Bearer {app.token}"
        assert (await put(app, url.partition("?")[0], b"a,b", "bytes 0-2/3"))[0] == 404


async def test_a_file_in_a_chat_is_served_for_its_address_alone() -> None:
    async with open_app() as app:
        teams = app.teams
        said = await teams.say(teams.ada, teams.chat, "", files=[("run.jil", b"insert_job: A")])
        attachment, html = said.activity["attachments"]
        assert attachment["contentType"] == "application/vnd.microsoft.teams.file.download.info"
        assert (attachment["name"], attachment["content"]["fileType"]) == ("run.jil", "jil")
        assert html["contentType"] == "text/html"
        url = attachment["content"]["downloadUrl"]
        async with app.session.get(url) as response:
            assert (response.status, await response.read()) == (200, b"insert_job: A")
        async with app.session.get(url, headers={"Authorization": "Bearer x"}) as response:
            assert response.status == 401
        for file in teams.files.files.values():
            file.expired = True
        async with app.session.get(url) as response:
            assert response.status == 404


async def test_a_bot_is_not_given_the_files_of_channels() -> None:
    async with open_app() as app:
        teams = app.teams
        said = await teams.say(teams.ada, teams.channel, "see", mention=True, files=[("run.jil", b"x")])
        (html,) = said.activity["attachments"]
        assert re.search(r"<attachment id=.*</attachment>$", html["content"])


async def test_a_pasted_picture_is_read_with_the_bots_token() -> None:
    async with open_app() as app:
        teams = app.teams
        said = await teams.say(teams.ada, teams.chat, "look", pictures=[b"GIF89a"])
        url = said.activity["attachments"][0]["contentUrl"]
        assert url.startswith(teams.tenant.service_url)
        async with app.session.get(url, headers={"Authorization": f"Bearer {app.token}"}) as response:
            assert (response.status, await response.read()) == (200, b"GIF89a")
        async with app.session.get(url) as response:
            assert response.status == 401


async def test_uploads_and_downloads_have_faults() -> None:
    async with open_app() as app:
        url = (await agreed(app))["uploadInfo"]["uploadUrl"]
        app.teams.fail("upload", status=503)
        async with app.session.put(url, data=b"a,b", headers={"Content-Range": "bytes 0-2/3"}) as response:
            assert response.status == 503
        app.teams.fail("upload", reset="after")
        # aiohttp sends a PUT again by itself: the file was complete by then.
        assert (await put(app, url, b"a,b", "bytes 0-2/3"))[0] == 404
        assert [call.outcome for call in app.teams.calls("upload")] == ["503", "reset after", "404"]
        assert app.teams.files.uploaded() == {"run.csv": b"a,b"}


async def test_a_consent_can_name_any_address_and_needs_a_card() -> None:
    async with open_app() as app:
        teams = app.teams
        post = await app.posted(teams.chat, "", attachments=[consent()])
        act = await teams.consent(teams.ada, post, accept=True, upload_url="https://evil.example/")
        assert act.activity["value"]["uploadInfo"]["uploadUrl"] == "https://evil.example/"
        with pytest.raises(LookupError):
            await teams.consent(teams.ada, await app.posted(teams.chat), accept=True)
