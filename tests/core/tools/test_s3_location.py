"""An address is taken literally, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserFacingError
from core.tools.s3_location import MAX_KEY, S3Location, is_s3


@pytest.mark.parametrize(
    ("text", "bucket", "key"),
    [
        ("s3://exports/finance/nightly.jil", "exports", "finance/nightly.jil"),
        ("S3://exports/Nightly.JIL", "exports", "Nightly.JIL"),
        ("s3://a.b-c.9/dt=2026-11-20/x (1).jil", "a.b-c.9", "dt=2026-11-20/x (1).jil"),
        ("s3://exports//a//b", "exports", "/a//b"),
        ("s3://exports/a%2e%2e%2fb", "exports", "a%2e%2e%2fb"),
        ("s3://exports/a*b?[c]", "exports", "a*b?[c]"),
        ("s3://exports/..a/b..", "exports", "..a/b.."),
        ("s3://exports/Büro/日報", "exports", "Büro/日報"),
        ("s3://exports/" + "k" * MAX_KEY, "exports", "k" * MAX_KEY),
    ],
)
def test_what_can_be_an_object_is_taken_as_it_is(text: str, bucket: str, key: str) -> None:
    location = S3Location.parse(text)
    assert (location.bucket, location.key) == (bucket, key)
    assert str(location) == f"s3://{bucket}/{key}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "s3:/exports/a",
        "https://exports/a",
        "s3://",
        "s3://exports",
        "s3://exports/",
        "s3://exports/folder/",
        "s3:///a",
        "s3://EXPORTS/a",
        "s3://ab/a",
        "s3://-exports/a",
        "s3://a..b/a",
        "s3://user:pass@exports/a",
        "s3://arn:aws:s3:us-east-1:1:accesspoint/a",
        "s3://" + "b" * 64 + "/a",
        "s3://exports/../secret/a",
        "s3://exports/finance/../../secret/a",
        "s3://exports/./a",
        "s3://exports/a/..",
        "s3://exports/a\nb",
        "s3://exports/a\0b",
        "s3://exports/a\x1b[31m",
        "s3://exports/a\u202egpj.lij",
        "s3://exports/a\u200bb",
        "s3://exports/\ud800",
        "s3://exports/" + "k" * (MAX_KEY + 1),
        "s3://exports/" + "ü" * (MAX_KEY // 2 + 1),
    ],
)
def test_everything_else_is_refused_on_one_printable_line(text: str) -> None:
    with pytest.raises(UserFacingError, match="is no address of an object") as failure:
        S3Location.parse(text)
    assert str(failure.value).isprintable()
    assert len(str(failure.value)) < 250


@given(st.text() | st.text().map(lambda key: f"s3://exports/{key}"))
def test_any_text_is_an_address_that_comes_back_or_a_sentence(text: str) -> None:
    try:
        location = S3Location.parse(text)
    except UserFacingError:
        return
    assert str(location)[5:] == text[5:]
    assert is_s3(text)
    assert S3Location.parse(str(location)) == location
