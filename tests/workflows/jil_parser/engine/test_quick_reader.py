import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.jil_parser.engine import slow_reader
from tests.workflows.jil_parser.engine.estates import DATA, NAMES
from workflows.jil_parser.engine.reader import Source, read_estate

JOBS = ["A", "B", "C", "BX", "BY", r"d\:1", "e.2-x#@", "LOST"]
NAME = st.sampled_from(JOBS)
BLANKS = st.sampled_from(["", " ", "   ", "\t"])
TEXTS = st.sampled_from(
    [
        "x",
        "",
        "/a/*/b",
        "a /* c */",
        "a\t/* c */",
        "a /* c *//* d */ b",
        "a */ /* c */ b",
        "a*//* c */ b /* d */",
        "a /* open",
        '"q w"',
        '"q" -z',
        'an "odd',
        r'"in \"ner\" q"',
        r"C\:\dir",
        "a, b,",
        "10:00",
        "x  owner: o",
        '"see owner: o"',
        "--status: ok",
        "(machine: y)",
        "“fancy”",
        "a x_y: z",
        "café",
        "#no",
        "job_type: c",
        'a"b"c',
        "1",
        "0",
    ]
)
ATOM = st.one_of(
    st.builds(
        "{}({}{})".format,
        st.sampled_from("sfdtnSN"),
        NAME,
        st.sampled_from(["", ",0", ", 01.30", "^I", r",2\:00", ",9999", ",2.5"]),
    ),
    st.builds(
        "e({}) {} {}".format,
        NAME,
        st.sampled_from(["=", "!=", ">="]),
        st.sampled_from(["0", "14", "x", "+1"]),
    ),
    st.builds("v({}) = {}".format, st.sampled_from(["G1", "G2"]), st.sampled_from(['"a | b"', "Y", "", '"'])),
    st.sampled_from(["s(A", "s(A,.30)", "!s(A)", "s()", "foo(A)", "sA)", "done ( B )", "and", "(", ")"]),
)
CONDITION = st.lists(
    st.tuples(
        ATOM, st.sampled_from([" & ", "|", " and ", " OR ", " ", ",", "&\n  ", " and\n", "\n| ", " &\n# c\n"])
    ),
    max_size=4,
).map(lambda parts: "".join(part for pair in parts for part in pair)[:-1])
PAIR = st.one_of(
    st.builds(
        "{}{}:{}{}{}".format,
        st.sampled_from(
            [
                "command",
                "machine",
                "Owner",
                "description",
                "job_type",
                "envvars",
                "start_times",
                "start_mins",
                "date_conditions",
                "run_calendar",
                "days_of_week",
                "unknown_key",
                "_k1",
            ]
        ),
        BLANKS,
        BLANKS,
        TEXTS,
        BLANKS,
    ),
    st.builds(
        "{}: {}".format, st.sampled_from(["condition", "box_success", "box_failure", "Condition"]), CONDITION
    ),
    st.builds("box_name: {}".format, st.sampled_from(["BX", "BY", "", "A", "NO_BOX", r"d\:1"])),
)
HEADER = st.builds(
    "{}{}:{}{}{}".format,
    st.sampled_from(
        ["insert_job"] * 8
        + [
            "update_job",
            "update_job",
            "INSERT_JOB",
            "delete_job",
            "delete_box",
            "override_job",
            "insert_machine",
            "calendar",
            "insert_calendar",
            "rename_job",
        ]
    ),
    BLANKS,
    BLANKS,
    NAME,
    st.sampled_from(
        [
            "",
            "   job_type: CMD ",
            " job_type: b",
            " job_type:BOX",
            "  job_type: BOX box_name: BY machine: m",
            " /* c */",
        ]
    ),
)
NOISE = st.sampled_from(
    [
        "",
        "  ",
        "# comment /* x",
        "/* comment */",
        "/* a */ /* b */ machine: m9",
        "/* open\ninsert_job: HIDDEN\nclose */",
        "/* a\n*/ owner: x",
        "stray line",
        "sendevent -E X",
        "01/02/2027 00:00",
        "and more",
        "& s(C)",
        '"closing',
        "/* never",
        "*/",
        "x /* y */",
        "/*/",
    ]
)
STATEMENT = st.builds(
    lambda header, indent, body: "\n".join([header, *(f"{indent}{line}" for line in body)]),
    HEADER,
    st.sampled_from(["", " ", "\t"]),
    st.lists(st.one_of(PAIR, PAIR, PAIR, NOISE), max_size=7),
)
SCRIPT = st.lists(STATEMENT, max_size=9).map("\n".join)


def check(data: bytes) -> None:
    jobs, edges, found = slow_reader.read(data)
    estate = read_estate([Source("x.jil", data)])
    assert list(estate.jobs) == list(jobs)
    for name, job in jobs.items():
        ours = estate.jobs[name]
        assert [ours.type, ours.box, ours.statement, ours.line] == [
            job[k] for k in ("type", "box", "statement", "line")
        ]
        assert ours.attributes == job["attributes"]
        assert dict(ours.lines) == job["places"]
    assert len(estate.edges) == len(set(estate.edges))
    assert {tuple(edge) for edge in estate.edges} == edges
    ours_found = {(item.code, item.line) for item in estate.diagnostics}
    unplaced = {"box-ring", "unclosed-comment"}
    if any(code == "box-ring" for code, _ in found):
        unplaced |= {"box-cannot-complete", "box-outside-reference"}
    assert {pair for pair in ours_found if pair[0] not in unplaced} == {
        pair for pair in found if pair[0] not in unplaced
    }
    assert ("box-ring" in dict(ours_found)) == ("box-ring" in dict(found))


@settings(max_examples=300, deadline=None)
@given(
    SCRIPT, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
)
def test_small_scripts_read_as_the_rules_say(script: str, end: str, codec: str) -> None:
    check(script.replace("\n", end).encode(codec))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", range(4))
def test_damaged_reference_files_read_as_the_rules_say(name: str, seed: int) -> None:
    chance = random.Random(f"{name}{seed}")
    lines = re.split("\r?\n", slow_reader.decode((DATA / f"{name}.jil").read_bytes())[0])
    for _ in range(12):
        at = chance.randrange(len(lines))
        line = lines[at]
        cut = chance.randrange(len(line) + 1)
        lines[at] = chance.choice(
            [
                line[:cut],
                line[:cut] + chance.choice('"\\:&|,(*/# “') + line[cut:],
                line + " /* x */",
                f"/* {line}",
                "",
            ]
        )
    check("\n".join(lines).encode())


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_bytes_are_read_and_no_job_is_lost_in_silence(data: st.DataObject) -> None:
    good = "\n".join(f"insert_job: J{n}\ncommand: /x {n}\ncondition: s(J{n - 1})" for n in range(6)).encode()
    at = data.draw(st.integers(0, len(good)))
    damage = data.draw(
        st.one_of(
            st.binary(max_size=20),
            st.text(max_size=20).map(str.encode),
            st.sampled_from([b"/*", b"\xff\xfe", b'"', b"*/"]),
        )
    )
    estate = read_estate([Source("x.jil", good[:at] + damage + good[at:])])
    told = {item.code for item in estate.diagnostics}
    if "unclosed-comment" in told or "encoding" in told:
        return
    text = (good[:at] + damage + good[at:]).decode("utf-8", "replace").replace("\r", "\n")
    headers = re.findall(r"^[ \t]*insert_job[ \t]*:[ \t]*(J[0-9])[ \t]*$", text, re.MULTILINE)
    assert "/*" in text or set(headers) <= set(estate.jobs)
