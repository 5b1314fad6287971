"""Requests that another site's pages make in the visitor's browser."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.served import Served
from tests.e2e.web.chat import CHANNEL, Chat
from tests.e2e.web.complaints import Complaints
from tests.e2e.web.seeing import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

NOT_OURS = "This request did not come from a page of this site"

CONNECT = """address => new Promise((done) => {
    const socket = new WebSocket(address);
    socket.onopen = () => done("open");
    socket.onerror = () => done("refused");
})"""


class _Elsewhere(BaseHTTPRequestHandler):
    """Another site: one page."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>Elsewhere</title><link rel=icon href=data:,>")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class calls it that
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Where another site is served, on this machine: the browser would keep others from reaching it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture(params=["127.0.0.1", "localhost"])
def elsewhere(request: pytest.FixtureRequest, chat: Chat, port: int) -> "Page":
    """A page of another origin in the same browser; what the first one sends carries the login's cookie."""
    page = chat.page.context.new_page()
    page.goto(f"http://{request.param}:{port}/")
    return page


def fields(chat: Chat) -> dict[str, Any]:
    """A form that would be taken from the chat's own page."""
    form = chat.page.locator("form", has=chat.box)
    return {name: form.locator(f"[name={name}]").input_value() for name in ("csrf", "act")} | {
        "text": "hello"
    }


def test_a_form_of_another_site_is_refused(chat: Chat, elsewhere: "Page", complaints: Complaints) -> None:
    complaints.allow("status of (401|403)")
    elsewhere.evaluate(
        """([address, fields]) => {
            const form = Object.assign(document.createElement("form"), {method: "post", action: address});
            for (const [name, value] of Object.entries(fields)) {
                form.append(Object.assign(document.createElement("input"), {name, value}));
            }
            document.body.append(form);
            form.submit();
        }""",
        [chat.address + CHANNEL, fields(chat)],
    )
    expect(elsewhere.get_by_role("alert")).to_contain_text(NOT_OURS)
    chat.open()
    expect(chat.page.get_by_role("navigation").get_by_role("link", name="hello")).to_have_count(0)


def test_a_live_connection_of_another_site_is_refused(
    chat: Chat, elsewhere: "Page", complaints: Complaints
) -> None:
    complaints.allow("WebSocket connection to .* failed")
    live = f"ws://{served_host(chat)}{CHANNEL}/live?after=0"
    assert chat.page.evaluate(CONNECT, live) == "open"
    assert elsewhere.evaluate(CONNECT, live) == "refused"


def test_another_site_can_neither_read_nor_frame_a_page(
    chat: Chat, elsewhere: "Page", complaints: Complaints
) -> None:
    complaints.allow("CORS|ERR_FAILED|frame-ancestors|ERR_BLOCKED_BY_RESPONSE")
    read = "address => fetch(address, {credentials: 'include'}).then(() => 'read', () => 'refused')"
    assert elsewhere.evaluate(read, chat.address + CHANNEL) == "refused"
    frame = elsewhere.evaluate_handle(
        """address => new Promise((done) => {
            const frame = Object.assign(document.createElement("iframe"), {src: address});
            frame.onload = () => done(frame);
            document.body.append(frame);
        })""",
        chat.address + CHANNEL,
    ).as_element()
    assert frame is not None
    framed = frame.content_frame()
    assert framed is not None
    assert "night-batch" not in framed.content()


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9"])
def test_a_foreign_origin_is_told_so(chat: Chat, origin: str) -> None:
    answer = chat.page.request.post(chat.address + CHANNEL, form=fields(chat), headers={"Origin": origin})
    assert answer.status == 403
    assert NOT_OURS in answer.text()


def test_a_foreign_host_name_is_not_answered(chat: Chat) -> None:
    for path in ("/", CHANNEL, "/login"):
        answer = chat.page.request.get(chat.address + path, headers={"Host": "evil.example"})
        assert answer.status == 404
        assert "night-batch" not in answer.text()


def test_a_form_without_its_token_is_refused(chat: Chat, served: Served) -> None:
    for csrf in ("", "0" * 64):
        answer = chat.page.request.post(chat.address + CHANNEL, form=fields(chat) | {"csrf": csrf})
        assert answer.status == 403
        assert NOT_OURS in answer.text()
    assert not list(served.home.glob("uploads/*"))


def served_host(chat: Chat) -> str:
    return chat.address.removeprefix("http://")
