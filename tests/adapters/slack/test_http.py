"""What reaches the address for deliveries: nothing is read before it is known to be Slack's."""

import gzip
import logging
import time
from pathlib import Path

import pytest

from tests.adapters.slack.office import open_office

pytestmark = pytest.mark.doors

JSON, FORM = "application/json", "application/x-www-form-urlencoded"

BROKEN = [
    (b"{", JSON),
    (b"[1]", JSON),
    (b"null", JSON),
    (b"payload=%7B", FORM),
    (b"[" * 300_000, JSON),
    (b'{"a":' + b"9" * 5000 + b"}", JSON),
    (b'{"authorizations":5}', JSON),
    (b'{"authorizations":["x"]}', JSON),
]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        *BROKEN,
        (b"\xff\xfe{", JSON),
        (b"{}", f"{JSON}; charset=nope"),
        (b"ssl_check=1", FORM),
        (b'{"ssl_check":"1"}', JSON),
        (b'{"type":"url_verification","challenge":"x"}', JSON),
    ],
)
async def test_what_is_not_signed_is_not_even_read(
    tmp_path: Path, body: bytes, content_type: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_office(tmp_path) as office:
        headers = {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": "v0=" + "0" * 64}
        answer = await office.slack.post(body, content_type, headers)
        assert (answer.status, answer.body) == (401, b"")
    assert _errors(caplog) == []


@pytest.mark.parametrize(
    "forged",
    [
        {"X-Slack-Signature": "v0=\u00e9"},
        {"X-Slack-Signature": "v0=" + "\u0661" * 64},
        {"X-Slack-Signature": ""},
        {"X-Slack-Request-Timestamp": "9" * 5000},
        {"X-Slack-Request-Timestamp": "\u0661\u0662"},
        {"X-Slack-Request-Timestamp": "-1"},
    ],
)
async def test_headers_that_nobody_can_read_are_refused(tmp_path: Path, forged: dict[str, str]) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        assert (await slack.post(b"{}", JSON, slack.signer.headers(b"{}") | forged)).status == 401


async def test_what_was_signed_long_ago_is_refused(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        old = slack.signer.headers(b"{}", timestamp=str(int(time.time()) - 301))
        assert (await slack.post(b"{}", JSON, old)).status == 401


@pytest.mark.parametrize(("body", "content_type"), BROKEN)
async def test_what_is_signed_and_makes_no_sense_is_a_bad_request(
    tmp_path: Path, body: bytes, content_type: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        assert (await slack.post(body, content_type, slack.signer.headers(body))).status == 400
    assert _errors(caplog) == []


async def test_a_compressed_body_is_not_unpacked(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        for body in (gzip.compress(b" " * (8 << 20)), b"no gzip at all"):
            headers = slack.signer.headers(b"{}") | {"Content-Encoding": "gzip"}
            assert (await slack.post(body, JSON, headers)).status == 401
    assert _errors(caplog) == []


async def test_slack_may_check_the_address_when_it_signs(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        done = await slack.verify_url()
        assert done.json() == {"challenge": done.deliveries[0].payload["challenge"]}
        check = b"ssl_check=1"
        assert (await slack.post(check, FORM, slack.signer.headers(check))).status == 200


def _errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR]
