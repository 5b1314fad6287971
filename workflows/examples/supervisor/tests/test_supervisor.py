"""Feeds that are late, have gaps, or end with a broken file are named; all others are left in peace."""

import csv
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from core.contracts import WorkflowResponse
from core.devkit import WorkflowTestHarness
from core.errors import UserFacingError
from workflows.examples.supervisor.moments import feed_of, listed_moment, moment_in
from workflows.examples.supervisor.workflow import Supervisor

EXAMPLES = Path(__file__).parents[1] / "examples"
MONDAY = date(2026, 11, 2)


@pytest.fixture(scope="module")
def harness() -> Iterator[WorkflowTestHarness]:
    with WorkflowTestHarness(Supervisor()) as opened:
        yield opened


def checked(harness: WorkflowTestHarness, folder: Path, lines: list[str], **more: Any) -> WorkflowResponse:
    """The response for a listing, as of Monday morning unless said."""
    path = folder / "listing.txt"
    path.write_text("\n".join(lines))
    given = {"file": path, "as_of": f"{MONDAY}T08:00"} | more
    return harness.assert_output_format(harness.workflow.invoke(given))


def found(response: WorkflowResponse) -> list[tuple[str, str]]:
    """The feeds and kinds of the findings."""
    assert isinstance(response.result, dict)
    return [(each["feed"], each["kind"]) for each in response.result["findings"]]


def days(name: str, first: int, last: int, size: int = 1_000) -> list[str]:
    """Lines of aws s3 ls, one a day; the days are counted back from Monday."""
    moments = (MONDAY - timedelta(days=number) for number in range(first, last - 1, -1))
    return [f"{day} 04:00:00 {size:>9} in/{name}_{day}.csv" for day in moments]


def test_the_samples_are_checked_in_a_conversation(harness: WorkflowTestHarness) -> None:
    said = harness.say(
        "is the landing zone fresh as of 2026-11-02 08:00?",
        [EXAMPLES / "listing.txt", EXAMPLES / "expectations.csv"],
    )
    assert said.text.startswith(
        "2 feeds are not fresh as of 2026-11-02 08:00 UTC: `customers_*.csv` and `landing/gl/gl_*.csv`; "
        "3 other findings."
    )
    assert "`landing/orders/orders_*.csv` comes daily and has no file of 2026-10-28." in said.text
    assert "is 3 days old, weekends not counted; it usually comes every weekday." in said.text
    turns = [step for step in said.steps if step != "supervisor"]
    assert turns == ["check_expectations", "check_age", "check_gaps", "check_sizes", "report"]
    assert [artifact.name for artifact in said.artifacts] == ["feeds.csv", "freshness.json"]


def test_the_supervisor_leaves_out_what_makes_no_sense(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    paths = [f"in/gl_{MONDAY - timedelta(days=number)}.csv" for number in range(2)]
    response = checked(harness, tmp_path, paths)
    assert isinstance(response.result, dict)
    assert response.result["checks"] == ["check_age"]
    assert response.answer is not None
    assert "1 feed has too few files to know how often one comes." in response.answer.details


def test_a_daily_feed_is_stale_after_two_days(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    lines = days("old", 9, 2) + days("fresh", 9, 1) + days("new", 9, 0)
    response = checked(harness, tmp_path, lines)
    assert found(response) == [("in/old_*.csv", "stale")]
    assert response.answer is not None
    assert "`in/old_2026-10-31.csv` and is 2 days old; it usually comes every day." in response.answer.details


def test_weekends_are_no_gap_and_make_nothing_stale(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    weekdays = [line for line in days("gl", 20, 3) if date.fromisoformat(line[:10]).weekday() < 5]
    assert found(checked(harness, tmp_path, weekdays)) == []
    assert found(checked(harness, tmp_path, weekdays[:-1] + days("gl", 0, 0))) == [("in/gl_*.csv", "gap")]


def test_sizes_that_are_not_usual_are_found(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    lines = [line for name in ("small", "large", "empty", "fine") for line in days(name, 9, 1)]
    lines += [
        *days("small", 0, 0, 400),
        *days("large", 0, 0, 3_100),
        *days("empty", 0, 0, 0),
        *days("fine", 0, 0, 600),
    ]
    assert found(checked(harness, tmp_path, lines)) == [
        ("in/empty_*.csv", "empty"),
        ("in/large_*.csv", "large"),
        ("in/small_*.csv", "small"),
    ]


def test_a_feed_of_every_hour_is_stale_within_the_day(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    lines = [f"2026-11-02 0{hour}:00 10 fx_20261102_0{hour}00.csv" for hour in range(6)]
    assert found(checked(harness, tmp_path, lines)) == [("fx_*.csv", "stale")]
    assert found(checked(harness, tmp_path, lines, as_of="2026-11-02T06:59")) == []


def test_expectations_decide_where_there_are_some(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    rules = tmp_path / "expected.csv"
    rules.write_text("feed,max_age_hours,min_bytes\nold_*.csv,200,\nnew_*.csv,1,5000\nno_*.csv,,\n")
    path = tmp_path / "listing.txt"
    path.write_text("\n".join(days("old", 9, 4) + days("new", 3, 0)))
    response = harness.assert_output_format(
        harness.workflow.invoke({"file": [rules, path], "as_of": f"{MONDAY}T08:00"})
    )
    assert found(response) == [("in/new_*.csv", "stale"), ("in/new_*.csv", "small"), ("no_*.csv", "absent")]


@pytest.mark.parametrize(
    "lines",
    [
        ["-rw-r--r-- 1 etl dba 1000 2026-10-{0} 04:00 gl.csv.{0}"],
        ["-rw-r--r-- 1 etl dba 1000 2026-10-{0} 04:00:00.000000000 +0100 gl.csv.{0}"],
        ["total 8", "-rw-r--r--. 1 etl dba 1000 Oct {0} 04:00 gl.csv.{0}"],
        ["name,size,last modified", "gl.csv.{0},1000,2026-10-{0}T04:00:00+00:00"],
        ["Key;Bytes;Date", "gl.csv.{0};1000;2026-10-{0} 04:00"],
    ],
)
def test_listings_of_many_programs_are_understood(
    harness: WorkflowTestHarness, tmp_path: Path, lines: list[str]
) -> None:
    listing = [*lines[:-1], *(lines[-1].format(day) for day in range(20, 28))]
    response = checked(harness, tmp_path, listing)
    assert found(response) == [("gl.csv.*", "stale")]
    table = list(csv.reader(StringIO(harness.content(response.artifacts[0]))))
    assert table[1][:4] == ["gl.csv.*", "8", "gl.csv.27", "2026-10-27 04:00"]


def test_an_archive_of_extracts_is_its_own_listing(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for day in range(20, 28):
            archive.writestr(zipfile.ZipInfo(f"gl_{day}.csv", (2026, 10, day, 4, 0, 0)), "a,b\n1,2\n")
    result = harness.workflow.invoke({"file": path, "as_of": "2026-10-28"})["result"]
    assert (result["feeds"], result["files"], result["findings"]) == (1, 8, [])


def test_now_is_meant_unless_somebody_says_a_moment(harness: WorkflowTestHarness, tmp_path: Path) -> None:
    response = checked(harness, tmp_path, days("gl", 9, 0), as_of=None)
    assert isinstance(response.result, dict)
    assert response.result["as_of"][:4] == f"{datetime.now(UTC):%Y}"


@pytest.mark.parametrize(
    ("lines", "as_of", "sentence"),
    [
        (["nothing here"], "2026-11-02", "I find no file with a date there"),
        ([], "2026-11-02", "I find no file with a date there|empty"),
        (["in/gl_2026-11-01.csv"], "tomorrow", "`tomorrow` is no moment"),
    ],
)
def test_what_cannot_be_checked_is_refused_with_a_sentence(
    harness: WorkflowTestHarness, tmp_path: Path, lines: list[str], as_of: str, sentence: str
) -> None:
    with pytest.raises(UserFacingError, match=sentence):
        checked(harness, tmp_path, lines, as_of=as_of)


def test_an_expectation_that_is_no_number_is_refused_with_its_line(
    harness: WorkflowTestHarness, tmp_path: Path
) -> None:
    rules = tmp_path / "expected.csv"
    rules.write_text("feed,max_age_hours\ngl,soon\n")
    with pytest.raises(UserFacingError, match=r"expected\.csv, line 2: 'soon' is no number"):
        harness.workflow.invoke({"file": rules})


@pytest.mark.parametrize(
    ("name", "feed", "moment"),
    [
        ("in/gl_2026-11-02.csv", "in/gl_*.csv", "2026-11-02T00:00"),
        ("gl2_20261102_0630_001.csv.gz", "gl2_*_*.csv.gz", "2026-11-02T06:30"),
        ("gl/2026/11/02/part-0003.parquet", "gl/*/part-*.parquet", "2026-11-02T00:00"),
        ("gl_202611.csv", "gl_*.csv", "2026-11-01T00:00"),
        ("gl_20261302.csv", "gl_*.csv", None),
        ("gl.csv", "gl.csv", None),
    ],
)
def test_names_are_of_a_feed_and_of_a_moment(name: str, feed: str, moment: str | None) -> None:
    assert feed_of(name) == feed
    assert moment_in(name) == (datetime.fromisoformat(moment).replace(tzinfo=UTC) if moment else None)


def test_a_listing_without_years_means_the_last_one() -> None:
    as_of = datetime(2026, 1, 5, tzinfo=UTC)
    assert listed_moment("Dec", "30", "04:00", as_of) == datetime(2025, 12, 30, 4, tzinfo=UTC)
    assert listed_moment("Jan", "4", "04:00", as_of) == datetime(2026, 1, 4, 4, tzinfo=UTC)
    assert listed_moment("Feb", "30", "2025", as_of) is None
    assert listed_moment("Foo", "1", "2025", as_of) is None
