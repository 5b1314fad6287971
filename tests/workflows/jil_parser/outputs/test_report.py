"""The report: every kind of trouble with its place, bounded, and nothing from a file is markup."""

import re

from tests.workflows.jil_parser.asking import NIGHT, facts_of
from workflows.jil_parser.engine.dependencies import Dependencies
from workflows.jil_parser.engine.reader import Source, read_estate
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.outputs.report import MOST, report

HOSTILE = """
<script>alert(1)</script> [click](http://evil) **bold**
insert_job: A`B|C
owner: x
box_name: <b>bx</b>
condition: s([x](http://evil)) & s(A)
"""


def test_every_section_has_its_entries_with_place() -> None:
    text = report(facts_of(NIGHT + "insert_job: A\ncondition: s(GONE) & s(A)\ninsert_job: B\n"))
    lines = text.splitlines()
    assert lines[:3] == [
        "# night.jil",
        "",
        (
            "10 jobs, 1 box among them; watch out for 1 job that waits for itself, "
            "1 name that is waited for but not defined and 1 job that nothing starts."
        ),
    ]
    assert "| Jobs | 10 |" in lines
    assert "- `A` waits for `GONE`, which is not defined (`night.jil:30`)" in lines
    assert "## Jobs that wait for themselves (1)" in lines
    assert "## Jobs that nothing starts (1)" in lines
    assert "## Jobs without owner (3)" in lines
    assert "## Longest chain (3)" in lines
    assert "## Errors (2)" in lines
    assert any(
        line.startswith("- `night.jil:30` `A`: ") and line.endswith("(self-dependency)") for line in lines
    )


def test_a_sound_estate_has_no_empty_section() -> None:
    text = report(facts_of(NIGHT))
    assert re.findall("^## .*", text, re.MULTILINE) == ["## Longest chain (3)", "## Jobs without owner (1)"]


def test_names_and_lines_from_the_files_are_no_markup() -> None:
    estate = read_estate([Source("[f](http://evil)<i>.jil", HOSTILE.encode())])
    text = report(Facts(Dependencies(estate)))
    outside_code = re.sub(r"`[^`\n]*`", "", re.sub(r"\\.", "", text))
    assert "http" in text
    assert not re.search(r"[<\[]|\]\(|\*\*", outside_code)


def test_long_sections_end_with_how_many_more_there_are() -> None:
    text = report(facts_of("".join(f"insert_job: J{number}\n" for number in range(MOST + 7))))
    assert text.count("- `J") == 2 * MOST
    assert text.count("- and 7 more; parse.json and jobs.csv have them all") == 2
