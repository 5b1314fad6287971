"""The document holds exactly the estate, whatever stands in its files, and nothing of it can run."""

import os
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.jil_parser.asking import EXAMPLES, NIGHT, facts_of
from tests.workflows.jil_parser.engine.estates import DATA, NAMES
from tests.workflows.jil_parser.outputs.html_report.reading import (
    Page,
    diagnostics,
    edges,
    job_rows,
    page_of_sources,
    page_of_text,
    source_lines,
)
from workflows.jil_parser.engine.reader import Source
from workflows.jil_parser.engine.source import read_text
from workflows.jil_parser.outputs.html_report import html_report, job_parts

HOSTILE = (
    "</script><script>hacked()</script>", "<!--<script>", "<img src=x onerror=hacked()>", "&lt;&amp;&#60;",
    "'\"><svg onload=hacked()>", "]]>", "javascript:hacked()", "\u202egnp.exe", "\x00\x07\x1b[2J\x7f\x9b",
    "\ufeffmark", "{{ 7 * 7 }}{% raw %}", "%0a%3c", "__proto__", "constructor", "a b\tc", "\u2028\u2029\x85",
    "ß\U0001f600\u0301" * 9, "^PR2", "$GLOBAL:G", "\udc80half",
)  # fmt: skip
NAMES_OF_JOBS = st.sampled_from(["A", "B", "BX", *HOSTILE]) | st.text(
    st.characters(exclude_characters="\r\n"), min_size=1, max_size=6
)
CONDITIONS = st.builds(
    "{}({}{}){}{}({})".format,
    st.sampled_from(["s", "f", "n", "e", "v", "d"]),
    NAMES_OF_JOBS,
    st.sampled_from(["", ",0", ", 12.30", "^PR2"]),
    st.sampled_from([" & ", "|", "=1&", ' = "Y" & ']),
    st.sampled_from(["s", "t"]),
    NAMES_OF_JOBS,
)
LINES = st.one_of(
    st.builds("insert_job: {}   job_type: {}".format, NAMES_OF_JOBS, st.sampled_from(["c", "b", "<b>"])),
    st.builds("{}: {}".format, st.sampled_from(["box_name", "owner", "command", "envvars"]), NAMES_OF_JOBS),
    st.builds("{}: {}".format, st.sampled_from(["condition", "box_success"]), CONDITIONS),
    st.builds(
        "{}: {}".format, st.sampled_from(["update_job", "delete_job", "insert_machine"]), NAMES_OF_JOBS
    ),
    st.builds("{}: x".format, NAMES_OF_JOBS),
    st.sampled_from(["", "/* c */", "/*", "*/", "# c"]),
    NAMES_OF_JOBS,
)
TEXTS = st.builds(str.join, st.sampled_from(["\n", "\r\n", "\r"]), st.lists(LINES, max_size=25))
FILE_NAMES = st.lists(st.sampled_from(["a.jil", *HOSTILE]), min_size=2, max_size=2, unique=True)

CHAIN = "".join(
    f"insert_job: J{number}\nmachine: m{number % 3}, n{number}\nowner: o{number % 5}\n"
    f"condition: s(J{number + 1}) & s(GONE_{number % 4}) & n(X^PR{number % 3}) & v(G{number}) = 1\n"
    for number in range(40)
)
"""An estate with one longest chain; of several the engine takes any."""


def told(text: str) -> str:
    """The text of the page that people read."""
    return re.sub(r"\s+", " ", " ".join(element.text for element in Page(text).elements))


@given(FILE_NAMES, TEXTS, TEXTS)
def test_any_estate_is_in_the_page_exactly(names: list[str], first: str, second: str) -> None:
    sources = [
        Source(name, text.encode("utf-8", "surrogatepass"))
        for name, text in zip(names, (first, second), strict=True)
    ]
    estate, page = page_of_sources(sources)
    assert job_rows(page) == [job.as_dict() for job in estate.jobs.values()]
    assert edges(page) == estate.edges
    assert diagnostics(page) == estate.diagnostics
    assert [source_lines(page, file) for file in (0, 1)] == [list(read_text(each).lines) for each in sources]
    assert_harmless(page)


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_files_are_in_the_page_exactly(name: str) -> None:
    source = Source(f"{name}.jil", (DATA / f"{name}.jil").read_bytes())
    estate, page = page_of_sources([source])
    assert job_rows(page) == [job.as_dict() for job in estate.jobs.values()]
    assert edges(page) == estate.edges
    assert diagnostics(page) == estate.diagnostics
    assert source_lines(page, 0) == list(read_text(source).lines)


def test_more_than_one_part_of_everything() -> None:
    text = "".join(f"insert_job: J{n}\ncondition: s(J{n + 1}) & s(GONE_{n})\n" for n in range(5100))
    source = Source("large.jil", text.encode())
    estate, page = page_of_sources([source])
    assert {"details-5", "search-1", "diagnostics-5", "source-0-1"} <= page.parts.keys()
    assert job_rows(page) == [job.as_dict() for job in estate.jobs.values()]
    assert edges(page) == estate.edges
    assert diagnostics(page) == estate.diagnostics
    assert source_lines(page, 0) == text.splitlines()


def test_an_estate_of_nothing_is_a_page_too() -> None:
    page = page_of_text("insert_machine: m1\n")
    assert job_rows(page) == []
    assert "No job is left" in told(page.html)


def test_the_same_estate_makes_the_same_bytes_in_every_process() -> None:
    code = (
        "import sys; from hashlib import sha256;"
        "from tests.workflows.jil_parser.outputs.html_report.reading import page_of_text;"
        "print(sha256(page_of_text(sys.stdin.read()).html.encode()).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", code], input=CHAIN, env=environment, capture_output=True, text=True, check=True
    )
    assert sha256(page_of_text(CHAIN).html.encode()).hexdigest() == done.stdout.strip()


def test_the_sources_are_read_when_all_else_is_written() -> None:
    taken: list[str] = []

    def sources() -> Iterator[Source]:
        taken.append("night.jil")
        yield Source("night.jil", NIGHT.encode())

    read_before = [bool(taken) for _ in html_report(facts_of(NIGHT), sources())]
    assert len(read_before) > 5
    assert read_before[:-2] == [False] * (len(read_before) - 2)


def test_what_is_searched_is_there_for_every_job() -> None:
    page = page_of_text(NIGHT)
    (columns,) = page.several("search")
    assert columns["owner"] == ["ops"] * 7 + [None]
    assert columns["watch_file"][1] == "/in/day.txt"
    assert set(columns) == set(page.data("index")["searched"])


def test_lines_are_told_where_a_statement_does_not_tell_them() -> None:
    first = Source("a.jil", b"insert_job: A\nowner: o\n")
    second = Source("b.jil", b'update_job: A\nowner: p\n\ninsert_job: B   machine: "m"\ncommand: x\n')
    _, page = page_of_sources([first, second])
    (details,) = page.several("details")
    assert details["lines"]["0"] == {"owner": [1, 2]}
    assert details["lines"]["1"] == {"machine": [1, 4], "command": [1, 5]}
    (plain,) = page_of_sources([first])[1].several("details")
    assert plain["lines"] == {}


def test_conditions_are_in_words_where_that_is_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "insert_job: A\ncondition: s(B)\ninsert_job: B\ncondition: s(A\n"
    (details,) = page_of_text(text).several("details")
    assert details["words"]["0"]["condition"].startswith("True when B has ended in SUCCESS.")
    assert details["words"]["1"]["condition"].startswith("Not valid:")
    monkeypatch.setattr(job_parts, "MOST_EXPLAINED", 1)
    (details,) = page_of_text(text).several("details")
    assert details["words"] is None


def test_lists_are_whole_and_name_their_jobs() -> None:
    text = "insert_job: A\ncondition: s(GONE) & s(B)\ninsert_job: B\ncondition: s(A)\ninsert_job: C\n"
    page = page_of_text(text)
    sections = page.data("sections")
    assert sections["cycles"]["ways"] == [[0, 1]]
    assert sections["dangling"]["references"] == [[0, "waits for", 3, 0, 2]]
    assert sections["startless"]["jobs"] == [2]
    assert sections["ownerless"]["jobs"] == [0, 1, 2]
    assert sections["roots"]["jobs"] == [2]
    assert sections["leaves"]["jobs"] == [2]


def test_jobs_with_errors_are_marked_and_others_named_by_sort() -> None:
    page = page_of_text(
        "insert_job: A\ncondition: s(GONE) & s(B^PR2) & v(G)=1\ninsert_job: B\ndelete_job: X\n"
    )
    index = page.data("index")
    assert index["troubled"] == [0]
    assert index["others"] == [
        ["GONE", "missing"],
        ["B^PR2", "other scheduler"],
        ["$GLOBAL:G", "global"],
        ["X", "object"],
    ]


def test_one_script_and_one_style_may_run_and_nothing_may_be_fetched() -> None:
    page = page_of_text(NIGHT)
    (policy,) = [e for e in page.all("meta") if e.attributes.get("http-equiv") == "Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in str(policy.attributes["content"]).split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == hash_of(page.programs[0].text)
    assert rules["style-src"] == hash_of(page.all("style")[0].text)
    assert len(page.programs) == len(page.all("style")) == 1
    order = [element.tag for element in page.elements]
    assert page.elements.index(policy) < order.index("style") < order.index("script")
    assert {"base-uri", "form-action", "require-trusted-types-for"} <= rules.keys()


def test_nothing_leads_out_of_the_file() -> None:
    page = page_of_text((EXAMPLES / "small.jil").read_text("utf-8"))
    assert_harmless(page)
    style, script = page.all("style")[0].text, page.programs[0].text
    assert "url(" not in style
    assert "@import" not in style
    assert set(re.findall(r"\w+://[^\"'`\s]*", style + script)) == {"http://www.w3.org/2000/svg"}


def test_hostile_names_stand_in_the_page_as_text() -> None:
    text = "".join(
        f"insert_job: {name}\nowner: {owner}\ncondition: s({name})\nbox_name: {owner}\n"
        for name, owner in zip(HOSTILE, cycle(HOSTILE[1:]), strict=False)
    )
    _, page = page_of_sources([Source(HOSTILE[0] + "\ud800", text.encode("utf-8", "replace"))])
    assert_harmless(page)
    shown = " ".join(element.text for element in page.elements if element.tag != "script")
    assert HOSTILE[2] in shown
    assert not re.search("[\u202e\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", shown)


def test_without_script_the_findings_are_there() -> None:
    text = NIGHT + "insert_job: A\ncondition: s(GONE) & s(A)\ninsert_job: B\n"
    html = page_of_text(text).html
    before_script = html[: html.index('<script type="application')]
    words = told(before_script + "</body></html>")
    for expected in (
        "10 jobs, 1 box among them; watch out for 1 job that waits for itself",
        "need JavaScript",
        "Jobs that wait for themselves",
        "Dangling references",
        "Jobs that nothing starts",
        "Jobs without owner",
        "Longest chain",
        "A waits for itself.",
        "night.jil:30",
        "Remove the job's own name",
        "ops",
    ):
        assert expected in words


def assert_harmless(page: Page) -> None:
    """Nothing but our own script runs, nothing is loaded, and links stay in the page."""
    assert len(page.programs) == 1
    for element in page.elements:
        assert element.tag not in {"img", "iframe", "object", "embed", "base", "link", "form"}
        assert not [name for name in element.attributes if name.startswith("on") or name in {"src", "style"}]
        assert str(element.attributes.get("href", "#")).startswith("#")
    identifiers = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(identifiers) == len(set(identifiers))


def hash_of(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
