"""Reports in a real browser, opened from their files as people open them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.report.opened import Opened
from tests.e2e.web.complaints import Complaints
from tests.e2e.web.conftest import CHROMIUM, FLAGS, WAIT
from workflows.jil_parser.engine.dependencies import Dependencies
from workflows.jil_parser.engine.reader import Source, read_estate
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.outputs.html_report import html_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EXAMPLES = Path(__file__).parents[3] / "workflows" / "jil_parser" / "examples"

OpenReport = Callable[..., Opened]
Written = Callable[..., Path]


def write_report(file: Path, *sources: Source) -> Path:
    """Write the report of some files."""
    facts = Facts(Dependencies(read_estate(sources)))
    with file.open("wb") as out:
        out.writelines(html_report(facts, sources))
    return file


@pytest.fixture(scope="package")
def chromium() -> Iterator["Browser"]:
    """One browser process for this folder."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=WAIT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the bundled estate of 341 jobs."""
    source = Source("nightly_estate.jil", (EXAMPLES / "nightly_estate.jil").read_bytes())
    return write_report(tmp_path_factory.mktemp("night") / "report.html", source)


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """What the console says; what is not expected fails the case, refused scripts and styles among it."""
    complaints = Complaints()
    yield complaints
    assert complaints.unexpected == []


@pytest.fixture
def open_report(chromium: "Browser", complaints: Complaints) -> Iterator[OpenReport]:
    """Open a file in a fresh browser: ``open_report(path, "#job=A", **of the context)``."""
    with ExitStack() as stack:

        def open_file(path: Path, fragment: str = "", **options: Any) -> Opened:
            context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
            stack.callback(context.close)
            context.set_default_timeout(WAIT)
            complaints.listen(context)
            return Opened(context.new_page(), path.as_uri()).open(fragment)

        yield open_file


@pytest.fixture
def report(open_report: OpenReport, night: Path) -> Opened:
    """The bundled estate's report."""
    return open_report(night)


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write the report of a text: ``written("insert_job: A", name="a.jil")``."""

    def write(text: str, name: str = "a.jil") -> Path:
        return write_report(tmp_path / "report.html", Source(name, text.encode("utf-8", "surrogatepass")))

    return write
