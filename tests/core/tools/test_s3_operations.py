"""S3 through boto3, spoken over HTTP with a small server."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from core.errors import UserFacingError
from core.settings import Settings
from core.tools.s3_client import s3_client
from core.tools.s3_location import S3Location
from core.tools.s3_operations import S3Operations
from core.tools.s3_problems import S3Error, S3UnreachableError
from tests.s3 import NIGHT, REFUSALS, S3, SECRET, Fault, open_s3


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[S3]:
    monkeypatch.setenv("HOME", str(tmp_path))
    with open_s3(monkeypatch) as server:
        yield server


@pytest.fixture
def operations(s3: S3) -> S3Operations:
    return S3Operations("exports", Settings(_env_file=None, max_input_mb=1))


def test_a_file_goes_up_and_comes_down(s3: S3, operations: S3Operations, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b'{"a": 1}')
    operations.upload_file(str(tmp_path / "a.json"), "finance/a b+ü%2e.json")
    assert s3.objects["exports/finance/a b+ü%2e.json"].content == b'{"a": 1}'
    found = operations.download_file("finance/a b+ü%2e.json", str(tmp_path / "b.json"))
    assert (tmp_path / "b.json").read_bytes() == b'{"a": 1}'
    assert (found.location, found.size, found.modified) == (
        S3Location("exports", "finance/a b+ü%2e.json"),
        8,
        NIGHT,
    )


def test_texts_and_json_are_read_and_written(s3: S3, operations: S3Operations) -> None:
    s3.put("note.txt", b"\xef\xbb\xbfna\xefve\n")
    assert operations.read_text("note.txt") == operations.read_file("note.txt") == "na\ufffdve\n"
    operations.write_json("numbers.json", {"a": [1, 2.5, None]})
    assert operations.read_json("numbers.json") == {"a": [1, 2.5, None]}
    with pytest.raises(UserFacingError, match=r"s3://exports/note\.txt is no JSON"):
        operations.read_json("note.txt")


def test_a_key_may_name_another_bucket(s3: S3, operations: S3Operations) -> None:
    place = s3.put("a.txt", "other", bucket="archive")
    s3.put("a.txt", "own")
    assert (operations.read_text(place), operations.read_text("a.txt")) == ("other", "own")


def test_keys_are_listed_over_all_pages(s3: S3, operations: S3Operations) -> None:
    for key in ("finance/a", "finance/b&c", "finance/d", "other/a"):
        s3.put(key, "x")
    assert operations.list_objects("finance/") == ["finance/a", "finance/b&c", "finance/d"]
    assert operations.list_objects("s3://exports/other/") == ["s3://exports/other/a"]
    assert operations.list_objects("nothing/") == []


def test_without_arguments_the_settings_say_which_bucket(s3: S3, monkeypatch: pytest.MonkeyPatch) -> None:
    s3.put("a.txt", "x")
    with pytest.raises(UserFacingError, match="set ARTIFACT_BUCKET"):
        S3Operations().read_text("a.txt")
    monkeypatch.setenv("ARTIFACT_BUCKET", "exports")
    assert S3Operations().read_text("a.txt") == "x"


def test_a_presigned_link_reads_without_credentials_and_is_not_logged(
    s3: S3, operations: S3Operations, caplog: pytest.LogCaptureFixture
) -> None:
    s3.put("a b.txt", "x")
    with caplog.at_level(logging.INFO):
        link = operations.presign("a b.txt")
    with urlopen(link, timeout=5) as response:  # noqa: S310 - a loopback address
        assert response.read() == b"x"
    assert "X-Amz-Expires=60" in link
    assert "X-Amz-Algorithm=AWS4" in link
    assert "X-Amz-Expires=5" in operations.generate_presigned_url("a b.txt", 5)
    assert "Signature" not in caplog.text


def test_another_content_is_another_version_and_the_same_one_only_a_newer_date(
    s3: S3, operations: S3Operations
) -> None:
    s3.put("a.txt", "x")
    first = operations.look("a.txt")
    s3.put("a.txt", "x", NIGHT + timedelta(days=1))
    second = operations.look("a.txt")
    s3.put("a.txt", "y", NIGHT + timedelta(days=1))
    assert second.version == first.version
    assert second.modified == first.modified + timedelta(days=1)
    assert operations.look("a.txt").version != first.version


def test_only_so_many_bytes_are_read(s3: S3, operations: S3Operations, tmp_path: Path) -> None:
    s3.put("large", b"x" * (1 << 20))
    operations.download_file("large", tmp_path / "large")
    s3.put("larger", b"x" * ((1 << 20) + 1))
    (tmp_path / "larger").write_text("as it was", encoding="utf-8")
    with pytest.raises(S3Error, match="more than the 1 MB I may read"):
        operations.download_file("larger", tmp_path / "larger")
    assert (tmp_path / "larger").read_text(encoding="utf-8") == "as it was"
    assert {path.name for path in tmp_path.iterdir()} == {"large", "larger"}


def test_a_size_that_is_not_said_is_counted(s3: S3, operations: S3Operations, tmp_path: Path) -> None:
    s3.put("small", b"x" * 10)
    s3.put("larger", b"x" * ((1 << 20) + 1))
    s3.fault = "unsized"
    assert operations.download_file("small", tmp_path / "small").size == 10
    with pytest.raises(S3Error, match="more than the 1 MB I may read"):
        operations.download_file("larger", tmp_path / "larger")
    assert {path.name for path in tmp_path.iterdir()} == {"small"}


def test_without_an_etag_the_date_tells_versions_apart(s3: S3, operations: S3Operations) -> None:
    s3.fault = "unmarked"
    s3.put("a.txt", "x")
    first = operations.look("a.txt").version
    assert operations.look("a.txt").version == first
    s3.put("a.txt", "y", NIGHT + timedelta(days=1))
    assert operations.look("a.txt").version != first


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("denied", "S3 does not let me read s3://exports/a.txt; ask an admin"),
        ("expired", "The AWS credentials are not accepted; ask an admin"),
        ("archived", "The object s3://exports/a.txt is archived; restore it"),
        ("busy", "S3 cannot be reached; try again"),
        ("reset", "S3 cannot be reached; try again"),
        ("cut", "S3 cannot be reached; try again"),
        ("teapot", "S3 refuses the request for s3://exports/a.txt (Teapot); tell an admin"),
        ("", "There is no object s3://exports/missing; check the bucket and the key."),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_leaves_no_half_file(  # noqa: PLR0917 - fixtures are arguments
    s3: S3,
    operations: S3Operations,
    tmp_path: Path,
    fault: Fault,
    sentence: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    s3.put("a.txt", "content")
    s3.fault = fault
    with caplog.at_level(logging.INFO), pytest.raises(S3Error) as failure:
        operations.download_file("a.txt" if fault else "missing", tmp_path / "a.txt")
    said = str(failure.value)
    assert said.startswith(sentence)
    assert list(tmp_path.iterdir()) == []
    assert SECRET not in said + caplog.text


def test_a_look_is_not_tried_again_and_a_read_is(s3: S3, operations: S3Operations, tmp_path: Path) -> None:
    s3.fault = "busy"
    with pytest.raises(S3UnreachableError):
        operations.look("a.txt")
    assert s3.count("HEAD") == 1
    with pytest.raises(S3UnreachableError):
        operations.download_file("a.txt", tmp_path / "a.txt")
    assert s3.count("GET") == 3


@pytest.mark.parametrize("fault", [*sorted(REFUSALS), "reset"])
def test_a_look_has_its_sentences_too(s3: S3, operations: S3Operations, fault: Fault) -> None:
    s3.fault = fault
    with pytest.raises(S3Error):
        operations.look("a.txt")


def test_a_server_that_says_nothing_is_given_up(
    s3: S3, operations: S3Operations, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[dict[str, Any]] = []

    def hurried(region: str, **limits: Any) -> Any:
        made.append(limits)
        return s3_client(region, **limits | {"read": 0.05})

    monkeypatch.setattr("core.tools.s3_operations.s3_client", hurried)
    s3.fault = "silent"
    with pytest.raises(S3UnreachableError):
        operations.look("a.txt")
    assert made == [{"connect": 2, "read": 3, "attempts": 1}]


def test_nobody_there_is_told(s3: S3, operations: S3Operations) -> None:
    s3.close()
    with pytest.raises(S3UnreachableError, match="S3 cannot be reached"):
        operations.read_text("a.txt")


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "There are no AWS credentials"),
        ({"AWS_PROFILE": "missing"}, "There are no AWS credentials"),
        ({"AWS_ACCESS_KEY_ID": "SOMEBODY"}, "The AWS credentials are not accepted"),
        ({"AWS_ENDPOINT_URL_S3": "no address"}, "S3 cannot be used as it is set up"),
    ],
)
def test_what_is_not_set_up_is_told(
    s3: S3, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], sentence: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(S3Error, match=sentence):
        S3Operations("exports").read_text("a.txt")


def test_what_is_no_key_is_not_asked_for(s3: S3, operations: S3Operations) -> None:
    for key in ("", "../a", "a/", "a\nb"):
        with pytest.raises(UserFacingError, match="is no address"):
            operations.read_text(key)
    assert s3.asked == []


def test_boto3_is_not_loaded_before_it_is_used() -> None:
    made = "import sys, bots.service; from core.tools.s3_operations import S3Operations; S3Operations('b')"
    code = f"{made}; sys.exit('botocore' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
