"""Artifacts as files, with the rights of who opens them."""

from pathlib import Path

import pytest
from aiohttp import ClientSession

from core.artifact import ArtifactMetadata
from core.artifacts.links import Holder
from core.settings import Settings
from tests.adapters.web.browser import CHANNEL, Browser, open_browser


def store(
    browser: Browser, name: str, content: bytes, thread: str = "web:local:night-batch:1", by: str = "write"
) -> str:
    session = browser.site.sessions.session_for(thread, "web:local:admin")
    metadata = ArtifactMetadata(session_id=session.session_id, workflow_name="w", name=name, created_by=by)
    return browser.site.artifacts.store_artifact(content, metadata)


@pytest.mark.parametrize(
    ("name", "kind", "script"),
    [
        ("report.html", "text/html", True),
        ("graph.svg", "image/svg+xml", False),
        ("graph.png", "image/png", False),
        ("notes.md", "text/plain", False),
        ("rows.csv", "text/plain", False),
    ],
)
async def test_a_file_is_looked_at_in_a_sandbox(tmp_path: Path, name: str, kind: str, script: bool) -> None:  # noqa: FBT001
    async with open_browser(tmp_path) as browser:
        await browser.page(CHANNEL)
        artifact = store(browser, name, b"<script>x</script>")
        async with browser.session.get(f"/f/{artifact}?view") as response:
            assert response.status == 200
            assert response.headers["Content-Type"].startswith(kind)
            policy = response.headers["Content-Security-Policy"]
            assert policy.startswith("sandbox")
            assert "allow-same-origin" not in policy
            assert ("allow-scripts" in policy) is script
            assert response.headers["Content-Disposition"].startswith("inline")
        async with browser.session.get(f"/f/{artifact}") as response:
            assert response.headers["Content-Type"] == "application/octet-stream"
            assert response.headers["Content-Disposition"].startswith("attachment")
            assert name in response.headers["Content-Disposition"]
            assert await response.read() == b"<script>x</script>"


async def test_unknown_kinds_are_only_kept(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        await browser.page(CHANNEL)
        artifact = store(browser, "tool.exe", b"MZ")
        async with browser.session.get(f"/f/{artifact}?view") as response:
            assert response.headers["Content-Disposition"].startswith("attachment")


async def test_a_file_in_a_bucket_comes_from_there(tmp_path: Path, aws: Settings) -> None:
    async with open_browser(tmp_path, artifact_bucket=aws.artifact_bucket) as browser:
        await browser.page(CHANNEL)
        artifact = store(browser, "export.zip", b"PK content")
        async with browser.session.get(f"/f/{artifact}", allow_redirects=False) as response:
            assert response.status == 302
            assert "X-Amz-Expires=60" in response.headers["Location"]
            assert "no-store" in response.headers["Cache-Control"]
        async with browser.session.get(f"/f/{artifact}") as response:
            assert await response.read() == b"PK content"
            assert "export.zip" in response.headers["Content-Disposition"]
        picture = store(browser, "graph.png", b"png")
        async with browser.session.get(f"/f/{picture}?view", allow_redirects=False) as response:
            assert (response.status, await response.read()) == (200, b"png")


async def test_only_whoever_may_read_there_gets_a_file(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        await browser.page(CHANNEL)
        here = store(browser, "a.txt", b"x")
        elsewhere = store(browser, "b.txt", b"x", "web:local:secret-room:1")
        for artifact, status in ((here, 200), (elsewhere, 403), ("artifact_file_0000000000000000", 404)):
            async with browser.session.get(f"/f/{artifact}") as response:
                assert response.status == status
        await browser.become("viewer")
        async with browser.session.get(f"/f/{here}") as response:
            assert response.status == 200
        await browser.become("stranger")
        async with browser.session.get(f"/f/{here}") as response:
            assert response.status == 403


async def test_what_people_brought_is_looked_at_as_text(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        await browser.page(CHANNEL)
        artifact = store(browser, "page.html", b"<script>x</script>", by="intake")
        async with browser.session.get(f"/f/{artifact}?view") as response:
            assert response.headers["Content-Type"].startswith("text/plain")
            assert "allow-scripts" not in response.headers["Content-Security-Policy"]


ADMIN = Holder("web:local:admin", "web:local:night-batch")


@pytest.mark.parametrize(
    ("name", "opened"), [("report.html", True), ("graph.png", True), ("rows.csv", False), ("x.exe", False)]
)
async def test_a_link_opens_without_a_login_until_it_is_taken_back(
    tmp_path: Path,
    name: str,
    opened: bool,  # noqa: FBT001 - a case
) -> None:
    async with open_browser(tmp_path) as browser:
        artifact = store(browser, name, b"content")
        path = f"/f/{browser.site.links.make(artifact, ADMIN)}"
        async with ClientSession(browser.site.address) as stranger:
            async with stranger.get(path) as response:
                assert response.status == 200
                assert await response.read() == b"content"
                disposition = response.headers["Content-Disposition"]
                assert disposition.startswith("inline" if opened else "attachment")
                assert response.headers["Content-Security-Policy"].startswith("sandbox")
                assert response.headers["Referrer-Policy"] == "no-referrer"
                assert "Set-Cookie" not in response.headers
            browser.site.links.take_back([artifact])
            async with stranger.get(path) as response:
                assert response.status == 404
                assert "ask for the file again" in await response.text()


async def test_a_link_that_was_never_made_opens_nothing_and_is_not_logged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_browser(tmp_path) as browser, ClientSession(browser.site.address) as stranger:
        for path in ("/f/x", "/f/" + "s3cret" * 8, "/f/%ff%00"):
            async with stranger.get(path) as response:
                assert response.status == 404
                assert "ask for the file again" in await response.text()
    assert "s3cret" not in "".join(capsys.readouterr())
