"""Files are checked, named apart, read once, and read again where memory is gone."""

from pathlib import Path

import pytest

from core.errors import UserFacingError
from workflows.jil_parser.estates import KEPT_BYTES, EstateCache, ReadEstate

JOB = b"insert_job: A\n"


def written(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "`x.jil` is empty; attach the file with its content."),
        (b" \n\t\r\n", "`x.jil` is empty; attach the file with its content."),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "`x.jil` is a binary file, not JIL; "),
        (bytes(5000), "`x.jil` is a binary file, not JIL; "),
        (b"MZ\x90\x00\x03\x00\x00\x00" + b"\x01\x02" * 500, "`x.jil` is a binary file, not JIL; "),
        (
            b"Dear all,\nplease find the numbers below.\n",
            "`x.jil` holds no JIL statement such as insert_job; ",
        ),
    ],
)
def test_what_is_no_jil_is_refused_in_one_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    with pytest.raises(UserFacingError) as refused:
        _ = ReadEstate([written(tmp_path / "x.jil", data)]).estate
    assert str(refused.value).startswith(sentence)
    assert "\n" not in str(refused.value)


def test_two_files_without_a_statement_are_told_in_the_plural(tmp_path: Path) -> None:
    references = [written(tmp_path / name, name.encode()) for name in ("a.txt", "b.txt")]
    with pytest.raises(UserFacingError, match=r"^`a\.txt` and `b\.txt` hold no JIL statement"):
        _ = ReadEstate(references).estate


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252"])
def test_text_in_other_encodings_is_no_binary(tmp_path: Path, encoding: str) -> None:
    text = "insert_job: A\ndescription: Zählung\nowner: ops\n" * 3
    estate = ReadEstate([written(tmp_path / "x.jil", text.encode(encoding))]).estate
    assert estate.jobs["A"].text("description") == "Zählung"


@pytest.mark.parametrize("data", [b"insert_job: A\ncondition: s(B", b'insert_job: A\ncommand: "/x'])
def test_half_a_statement_loses_nothing(tmp_path: Path, data: bytes) -> None:
    estate = ReadEstate([written(tmp_path / "x.jil", data)]).estate
    assert estate.diagnostics
    assert list(estate.jobs) == ["A"]


def test_the_same_file_twice_counts_once_and_like_names_are_told_apart(tmp_path: Path) -> None:
    for folder in ("east", "west", "copy"):
        (tmp_path / folder).mkdir()
    references = [
        written(tmp_path / "east" / "jobs.jil", JOB),
        written(tmp_path / "west" / "jobs.jil", b"insert_job: B\n"),
        written(tmp_path / "copy" / "jobs.jil", JOB),
    ]
    found = ReadEstate(references)
    assert found.files.names == ("jobs.jil", "jobs (2).jil")
    assert found.files.size == 28
    assert [job.file for job in found.estate.jobs.values()] == ["jobs.jil", "jobs (2).jil"]


def test_an_estate_is_read_once_while_its_files_stay_as_they_are(tmp_path: Path) -> None:
    cache = EstateCache()
    reference = written(tmp_path / "x.jil", JOB)
    first = cache.get([reference])
    assert cache.get([reference]) is first
    written(tmp_path / "x.jil", b"insert_job: B\ninsert_job: C\n")
    assert list(cache.get([reference]).estate.jobs) == ["B", "C"]


def test_the_order_of_files_makes_another_estate(tmp_path: Path) -> None:
    cache = EstateCache()
    one, two = written(tmp_path / "1.jil", JOB), written(tmp_path / "2.jil", b"delete_job: A\n")
    assert not cache.get([one, two]).estate.jobs
    assert list(cache.get([two, one]).estate.jobs) == ["A"]


def test_old_estates_give_way_and_the_latest_is_kept_whatever_its_size(tmp_path: Path) -> None:
    cache = EstateCache()
    small, large = written(tmp_path / "s.jil", JOB), str(tmp_path / "l.jil")
    with Path(large).open("wb") as stream:
        stream.truncate(KEPT_BYTES + 1)
    first = cache.get([small])
    huge = cache.get([large])
    assert cache.get([large]) is huge
    assert cache.get([small]) is not first
