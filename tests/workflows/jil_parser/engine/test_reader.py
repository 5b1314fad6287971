import gc

import pytest

from tests.workflows.jil_parser.engine.estates import NAMES, codes, expected, read, read_reference
from workflows.jil_parser.engine.reader import Source, read_estate


@pytest.mark.parametrize("name", NAMES)
def test_jobs_of_the_reference_files_are_exact(name: str) -> None:
    found = [
        {key: job[key] for key in ("name", "type", "box", "statement", "attributes")}
        for job in (job.as_dict() for job in read_reference(name).jobs.values())
    ]
    assert found == expected(name)["jobs"]


@pytest.mark.parametrize("name", NAMES)
def test_edges_of_the_reference_files_are_exact(name: str) -> None:
    found = [tuple(edge.as_dict().items()) for edge in read_reference(name).edges]
    wanted = [tuple(edge.items()) for edge in expected(name)["edges"]]
    assert sorted(found, key=repr) == sorted(wanted, key=repr)


@pytest.mark.parametrize("name", NAMES)
def test_diagnostics_of_the_reference_files_are_exact(name: str) -> None:
    found = [(item.line, item.code, item.severity) for item in read_reference(name).diagnostics]
    wanted = [(item["line"], item["code"], item["severity"]) for item in expected(name)["diagnostics"]]
    assert sorted(found) == sorted(wanted)


def test_the_reference_set_is_complete() -> None:
    estates = [read_reference(name) for name in NAMES]
    assert sum(len(estate.jobs) for estate in estates) == 108
    assert sum(len(estate.edges) for estate in estates) == 207
    assert sum(len(estate.diagnostics) for estate in estates) == 55


def test_every_diagnostic_says_what_and_what_to_do() -> None:
    for name in NAMES:
        for found in read_reference(name).diagnostics:
            assert found.file == f"{name}.jil"
            assert len(found.message) > 10
            assert len(found.advice) > 10


TEXT = "insert_job: A\ncommand: Prüfung\nmachine: m1\n\ninsert_job: B\ncondition: s(A)\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8 with BOM"),
        (TEXT.encode("cp1252"), "cp1252"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "UTF-16-LE with BOM"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16-BE with BOM"),
        (TEXT.encode("utf-16-le"), "UTF-16-LE without BOM"),
        (TEXT.encode("utf-16-be"), "UTF-16-BE without BOM"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_reads_the_same(data: bytes, encoding: str, end: str) -> None:
    wide = b"\0" in data
    codec = "utf-16-be" if "BE" in encoding else "utf-16-le"
    new, old = (text.encode(codec) if wide else text.encode() for text in (end, "\n"))
    estate = read_estate([Source("a.jil", data.replace(old, new))])
    assert {job.name: job.line for job in estate.jobs.values()} == {"A": 1, "B": 5}
    assert estate.jobs["A"].text("command") == "Prüfung"
    assert estate.sources[0].encoding == encoding
    assert estate.sources[0].lines == 6
    assert codes(estate) == ([] if encoding == "UTF-8" else [("encoding", 1)])


def test_bytes_no_code_page_knows_are_kept() -> None:
    estate = read_estate([Source("a.jil", b"insert_job: A\ncommand: a\x81\x8d\xff\n")])
    assert estate.jobs["A"].text("command") == "a\x81\x8d\xff"


def test_several_sources_are_one_script() -> None:
    first = "insert_job: BX job_type: b\ninsert_job: A\nbox_name: BX\nmachine: m1\ncondition: s(LOST)\n"
    second = "machine: stray\nupdate_job: A\nmachine: m2\ncondition: s(GONE)\n"
    third = "delete_job: BX\n"
    sources = [Source(f"{n}.jil", text.encode()) for n, text in enumerate((first, second, third))]
    estate = read_estate(sources)
    job = estate.jobs["A"]
    assert list(estate.jobs) == ["A"]
    assert (job.box, job.attributes) == (None, {"machine": "m2", "condition": "s(GONE)"})
    assert (job.file, job.line, job.statement) == ("0.jil", 2, "insert_job")
    assert job.where("machine") == ("1.jil", 3)
    found = [(item.file, item.line, item.code) for item in estate.diagnostics]
    assert found == [("1.jil", 1, "stray-line"), ("1.jil", 4, "dangling-reference")]


def test_a_comment_ends_with_its_file_and_tells_what_it_swallowed() -> None:
    lost = "insert_job: A\n/* never closed\ninsert_job: B\ninsert_machine: m\n"
    estate = read_estate([Source("a.jil", lost.encode()), Source("b.jil", b"insert_job: C\n")])
    assert list(estate.jobs) == ["A", "C"]
    assert codes(estate) == [("unclosed-comment", 2)]
    assert "2 statements" in estate.diagnostics[0].message


def test_objects_and_statements_are_counted() -> None:
    estate = read_reference("warehouse_load")
    assert estate.object_counts == {
        "machine": 3, "resource": 1, "xinst": 1, "global": 1, "job_type": 1,
    }  # fmt: skip
    assert estate.statements["insert_job"] == 19
    pool = next(item for item in estate.objects if item.name == "whs-pool")
    assert pool.attributes["machine"] == ["whs-etl-a", "whs-etl-b"]


def test_an_empty_source_is_an_empty_estate() -> None:
    estate = read_estate([Source("a.jil", b""), Source("b.jil", b"\n")])
    assert (estate.jobs, estate.edges, estate.diagnostics) == ({}, [], [])
    assert [source.lines for source in estate.sources] == [0, 1]


@pytest.mark.parametrize("enabled", [True, False])
def test_the_garbage_collector_is_left_as_it_was(enabled: bool) -> None:  # noqa: FBT001
    before = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        read("insert_job: A\n")
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()


def test_hostile_sizes_are_read_in_one_go() -> None:
    deep = "(" * 50_000 + "s(A)" + ")" * 50_000
    long = " | ".join(["s(A)"] * 20_000)
    prose = 'command: "never closed\n' + "and so on\n" * 20_000
    estate = read(
        f"insert_job: A\n{prose}insert_job: B\ncondition: {deep}\ninsert_job: C\ncondition: {long}\n"
    )
    assert [edge.target for edge in estate.edges] == ["B", "C"]
    assert estate.jobs["A"].text("command").count("and so on") == 20_000


def test_names_that_look_odd_or_are_missing_are_told() -> None:
    estate = read(f"insert_job:\nmachine: m\ninsert_job: a b\ninsert_job: {'x' * 65}\n")
    assert codes(estate) == [("nameless-statement", 1), ("odd-name", 3), ("name-too-long", 4)]
    assert len(estate.jobs) == 2


def test_a_second_insert_replaces_the_first_and_is_told() -> None:
    estate = read("insert_job: A\nmachine: m1\ninsert_job: A\nowner: o\n")
    assert estate.jobs["A"].attributes == {"owner": "o"}
    assert codes(estate) == [("duplicate-insert", 3)]
