"""The upload in three steps, and who may read what."""

from typing import Any

import pytest

from tests.adapters.slack.workspace.checks.wire import App, open_app

pytestmark = pytest.mark.fakes


async def begin(app: App, name: str, content: bytes) -> str:
    """The first two steps; the id of the file."""
    ticket = await app.call("files.getUploadURLExternal", filename=name, length=len(content))
    async with app.session.post(ticket["upload_url"], data=content) as response:
        assert (response.status, await response.text()) == (200, f"OK - {len(content)}")
    return str(ticket["file_id"])


async def read(app: App, url: str, token: str | None) -> tuple[int, str, bytes]:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    async with app.session.get(url, headers=headers) as response:
        return response.status, response.content_type, await response.read()


async def test_files_of_one_call_stand_in_one_message_of_the_thread() -> None:
    async with open_app() as app:
        root = await app.posted("root")
        ids = [await begin(app, name, b"x" * 9) for name in ("report.md", "graph.svg")]
        assert app.slack.files() == []
        files = [{"id": ids[0], "title": "Report"}, {"id": ids[1]}]
        where = {"channel_id": app.slack.channel, "thread_ts": root, "initial_comment": "Here"}
        answer = await app.call("files.completeUploadExternal", files=files, **where)
        assert [file["shares"] for file in answer["files"]] == [{}, {}]
        post = app.slack.messages(app.slack.channel, root)[1]
        assert (post.text, post.files) == ("Here", ("report.md", "graph.svg"))
        info = (await app.call("files.info", file=ids[0]))["file"]
        assert info["shares"]["public"][app.slack.channel][0]["ts"] == post.ts
        shared = app.slack.files(app.slack.channel)[0]
        assert (shared.title, shared.content, shared.places) == (
            "Report",
            b"x" * 9,
            ((app.slack.channel, root),),
        )


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"files": [{"id": "F404"}]}, "file_not_found"),
        ({"files": []}, "invalid_arguments"),
        ({"channel_id": "C404"}, "channel_not_found"),
        ({"channel_id": "U0000000002"}, "channel_not_found"),
        ({"thread_ts": "1.000000"}, "thread_not_found"),
    ],
)
async def test_an_upload_that_cannot_be_completed(changed: dict[str, Any], error: str) -> None:
    async with open_app() as app:
        file = await begin(app, "a.txt", b"x")
        args: dict[str, Any] = {"files": [{"id": file}], "channel_id": app.slack.channel}
        assert await app.error("files.completeUploadExternal", **(args | changed)) == error
        assert app.slack.files() == []


async def test_an_upload_of_another_length_or_of_nothing_is_refused() -> None:
    async with open_app() as app:
        args: dict[str, Any] = {"filename": "a.txt"}
        assert await app.error("files.getUploadURLExternal", **args, length=0) == "missing_argument"
        ticket = await app.call("files.getUploadURLExternal", **args, length=5)
        async with app.session.post(ticket["upload_url"], data=b"four") as response:
            assert response.status == 400
        files = [{"id": ticket["file_id"]}]
        assert await app.error("files.completeUploadExternal", files=files) == "file_not_found"


async def test_a_shared_file_is_read_with_the_token_and_nobody_else_gets_more_than_a_login() -> None:
    async with open_app() as app:
        await app.slack.share_file(
            app.slack.ada, app.slack.channel, "july.jil", b"insert_job: A", text="look"
        )
        message, shared = app.received
        file = message["event"]["files"][0]
        assert (message["event"]["subtype"], shared["event"]["file_id"]) == ("file_share", file["id"])
        for url in (file["url_private"], file["url_private_download"]):
            status, _, content = await read(app, url, app.slack.bot_token)
            assert (status, content) == (200, b"insert_job: A")
            for token in (None, "xoxb-else"):
                status, kind, content = await read(app, url, token)
                assert (status, kind, b"Sign in" in content) == (200, "text/html", True)
        outcomes = [call.outcome for call in app.slack.calls("url_private")]
        assert outcomes == ["ok", "302", "302"] * 2


async def test_a_file_of_a_channel_without_the_app_is_not_there() -> None:
    async with open_app() as app:
        secret = app.slack.world.add_channel("secret", app.slack.team, kind="group", members=(app.slack.ada,))
        said = await app.slack.share_file(app.slack.ada, secret.id, "a.txt", b"x")
        assert app.received == []
        (file,) = app.slack.files()
        assert await app.error("files.info", file=file.id) == "file_not_found"
        url = app.slack.message(secret.id, said.ts).raw["files"][0]["url_private"]
        assert (await read(app, url, app.slack.bot_token))[1] == "text/html"


async def test_a_token_that_may_not_read_files_is_sent_to_the_login() -> None:
    async with open_app(scopes={"chat:write"}) as app:
        await app.slack.share_file(app.slack.ada, app.slack.channel, "a.txt", b"x")
        url = app.received[0]["event"]["files"][0]["url_private"]
        assert (await read(app, url, app.slack.bot_token))[1] == "text/html"


async def test_a_file_that_vanished_is_not_found_where_it_was() -> None:
    async with open_app() as app:
        said = await app.slack.share_file(app.slack.ada, app.slack.channel, "a.txt", b"x")
        file = app.received[0]["event"]["files"][0]
        app.slack.vanish(file["id"])
        assert (await read(app, file["url_private"], app.slack.bot_token))[:2] == (404, "text/html")
        assert await app.error("files.info", file=file["id"]) == "file_deleted"
        assert app.slack.message(said.channel, said.ts).raw["files"] == [
            {"id": file["id"], "mode": "tombstone"}
        ]


async def test_the_app_deletes_its_own_files_only() -> None:
    async with open_app() as app:
        await app.slack.share_file(app.slack.ada, app.slack.channel, "a.txt", b"x")
        hers = app.received[0]["event"]["files"][0]["id"]
        mine = await begin(app, "b.txt", b"x")
        await app.call("files.completeUploadExternal", files=[{"id": mine}])
        assert await app.error("files.delete", file=hers) == "cant_delete_file"
        assert await app.error("files.delete", file=mine) == ""
        assert [file.name for file in app.slack.files()] == ["a.txt"]


async def test_downloads_and_uploads_meet_faults_too() -> None:
    async with open_app() as app:
        await app.slack.share_file(app.slack.ada, app.slack.channel, "a.txt", b"x")
        url = app.received[0]["event"]["files"][0]["url_private"]
        app.slack.fail("url_private", status=500)
        assert (await read(app, url, app.slack.bot_token))[0] == 500
        ticket = await app.call("files.getUploadURLExternal", filename="a.txt", length=1)
        app.slack.fail("upload_url", status=503)
        async with app.session.post(ticket["upload_url"], data=b"x") as response:
            assert response.status == 503


async def test_a_file_that_slack_does_not_keep_lies_elsewhere() -> None:
    async with open_app() as app:
        await app.slack.share_external(
            app.slack.ada, app.slack.channel, "a.jil", "https://evil.example/a.jil"
        )
        (file,) = app.received[0]["event"]["files"]
        assert (file["mode"], file["is_external"]) == ("external", True)
        assert file["url_private"] == "https://evil.example/a.jil"
        assert "url_private_download" not in file


async def test_the_files_of_a_channel_newest_first_and_by_time() -> None:
    async with open_app() as app:
        slack = app.slack
        elsewhere = slack.world.add_channel("elsewhere", slack.team, members=(slack.ada,)).id
        for number, channel in enumerate((slack.channel, elsewhere, slack.channel, slack.channel)):
            await slack.share_file(slack.ada, channel, f"{number}.txt", b"x")
            slack.clock.advance(60)
        slack.vanish(slack.files()[-1].id)
        asked = {"channel": slack.channel}

        async def listed(**more: Any) -> list[str]:
            answer = await app.call("files.list", **(asked | more))
            return [file["name"] for file in answer["files"]]

        assert await listed() == ["2.txt", "0.txt"]
        assert await listed(ts_from=str(int(slack.clock() - 150))) == ["2.txt"]
        assert await listed(ts_to=str(int(slack.clock() - 150))) == ["0.txt"]
        assert await listed(user=slack.bob) == []
        assert await listed(channel=elsewhere) == []
        page = await app.call("files.list", **asked, count=1, page=2)
        assert page["paging"] == {"count": 1, "total": 2, "page": 2, "pages": 2}
        assert (page["files"][0]["name"], page["files"][0]["user"]) == ("0.txt", slack.ada)
        assert await app.error("files.list", channel="C404") == "channel_not_found"


async def test_an_organisations_token_has_to_say_in_which_workspace_it_looks() -> None:
    async with open_app(grid="org") as app:
        slack, second = app.slack, app.slack.world.add_team("Second")
        bot = slack.install.bot_id
        assert await app.error("files.list", channel=slack.channel) == "missing_argument"
        assert await app.error("files.list", channel=slack.channel, team_id="T404") == "team_not_found"
        assert await app.error("files.list", channel=slack.channel, team_id=second.id) == "channel_not_found"
        assert await app.error("files.list", channel=slack.channel, team_id=slack.team) == ""
        assert await app.error("bots.info", bot=bot) == "missing_argument"
        assert await app.error("bots.info", bot=bot, team_id="E0000000001") == ""
        teams = (await app.call("auth.teams.list"))["teams"]
        assert [each["id"] for each in teams] == [slack.team, second.id]
        await slack.team_access_revoked(second.id)
        assert app.received[-1]["event"]["team_ids"] == [second.id]
        assert [each["id"] for each in (await app.call("auth.teams.list"))["teams"]] == [slack.team]
        denied = await app.error("files.list", channel=slack.channel, team_id=second.id)
        assert denied == "team_access_not_granted"


async def test_the_token_of_a_workspace_may_name_any_and_looks_in_its_own() -> None:
    async with open_app() as app:
        assert await app.error("files.list", channel=app.slack.channel, team_id="T404") == ""
        [team] = (await app.call("auth.teams.list"))["teams"]
        assert team["id"] == app.slack.team
