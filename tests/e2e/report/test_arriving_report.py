"""A report that comes slowly is read as it comes: the overview first, then names, then all the rest."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.e2e.report.conftest import OpenReport
from tests.e2e.web.seeing import expect

pytestmark = pytest.mark.browser

BEHIND_THE_SCRIPT = b'<script type="application/octet-stream" id="edges">'


@pytest.fixture
def rest() -> Iterator[Event]:
    """Set when the rest of the file may come."""
    event = Event()
    yield event
    event.set()


@pytest.fixture
def address(night: Path, rest: Event) -> Iterator[str]:
    """Where the file comes from, and stops behind the script until the rest may come."""
    first, mark, second = night.read_bytes().partition(BEHIND_THE_SCRIPT)

    class Slow(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(first)
            self.wfile.flush()
            rest.wait(30)
            self.wfile.write(mark + second)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has there
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/report.html"
    rest.set()
    server.shutdown()
    server.server_close()


def test_it_is_usable_before_all_of_it_has_come(
    open_report: OpenReport, night: Path, address: str, rest: Event
) -> None:
    report = open_report(night)
    report.page.goto(address, wait_until="commit")
    report.page.locator("html.scripted").wait_for(state="attached")
    report.sees("nightly_estate.jil")
    report.branch("APPL_GL").locator(".twisty").click()
    report.query.fill("load")
    expect(report.found).to_contain_text("by name; reading the rest")
    report.query.press("Enter")
    report.sees("nightly_estate.jil")
    rest.set()
    report.sees("LOAD_GL")
    expect(report.found).not_to_contain_text("reading")
