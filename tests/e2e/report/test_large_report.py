"""Large estates open at once and stay quick. The figures are printed (pytest -s); none is asserted."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.report.conftest import OpenReport, write_report
from tests.e2e.report.opened import Opened
from tests.e2e.web.seeing import expect
from tests.workflows.jil_parser.engine.estates import DATA
from workflows.jil_parser.engine.reader import Source

LARGEST = "DATAOPS_LARGEST_REPORT"
"""Set it to have the report of 100,000 jobs tried, too; making it takes ten seconds."""

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.mark.parametrize(
    "jobs",
    [
        10_000,
        pytest.param(
            100_000, marks=pytest.mark.skipif(LARGEST not in os.environ, reason=f"{LARGEST} is not set")
        ),
    ],
)
def test_a_large_estate_is_usable(open_report: OpenReport, tmp_path: Path, jobs: int) -> None:
    file = tmp_path / "estate.jil"
    subprocess.run(
        [sys.executable, DATA / "generate.py", str(jobs), file, "--quirks"], check=True, capture_output=True
    )
    path = write_report(tmp_path / "report.html", Source("estate.jil", file.read_bytes()))
    report = open_report(path)
    ready = report.page.evaluate("() => performance.getEntriesByName('ready')[0].startTime")
    last = [line.split()[1] for line in file.read_text("utf-8").splitlines() if "insert_job:" in line][-1]
    figures = {
        "megabytes": path.stat().st_size / 1e6,
        "ready": ready / 1e3,
        "search all": took(lambda: search_everything(report)),
        "search": took(lambda: report.search(last)),
        "job": took(lambda: open_first(report, last)),
        "tree": took(lambda: expect(report.branch(last)).to_have_count(0)),
        "line": took(lambda: open_last_line(report, file)),
        "diagnostics": took(lambda: open_diagnostics(report)),
    }
    print(f"\n{jobs:,} jobs:", ", ".join(f"{name} {figure:.2f}" for name, figure in figures.items()))  # noqa: T201


def took(act: Callable[[], object]) -> float:
    """Seconds that something takes."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def search_everything(report: Opened) -> None:
    report.search("nightly stream 1:")
    expect(report.results.first).to_contain_text("description:")


def open_first(report: Opened, name: str) -> None:
    expect(report.results.first).to_contain_text(name)
    report.query.press("Enter")
    report.sees(name)


def open_last_line(report: Opened, file: Path) -> None:
    lines = file.read_text("utf-8").count("\n")
    report.open(f"#line=estate.jil:{lines}")
    expect(report.marked_line.locator("code")).not_to_be_empty()


def open_diagnostics(report: Opened) -> None:
    report.open("#diagnostics&code=cycle")
    expect(report.page.get_by_role("list", name="Diagnostics").get_by_role("listitem")).to_have_count(20)
