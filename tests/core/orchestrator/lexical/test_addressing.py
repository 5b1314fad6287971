"""Whom a message speaks to."""

import pytest

from core.orchestrator.lexical.addressing import strip_addressing


@pytest.mark.parametrize(
    ("text", "body", "explicit"),
    [
        ("/dataops help", "help", True),
        ("/DataOps", "", True),
        ("<@U012> /dataops status", "status", True),
        ("@dataops what breaks", "what breaks", False),
        ("<@U012ABC> hi", "hi", False),
        ("<at>DataOps Agent</at> hi", "hi", False),
        ("dataops, what breaks", "what breaks", False),
        ("dataops: what breaks", "what breaks", False),
        ("what breaks, dataops?", "what breaks?", False),
        ("what breaks @dataops", "what breaks", False),
        ("what is dataops", "what is dataops", False),
        ("dataops-team is away", "dataops-team is away", False),
        ("/dataopsx", "/dataopsx", False),
        ("", "", False),
    ],
)
def test_strip(text: str, body: str, *, explicit: bool) -> None:
    addressed = strip_addressing(text)
    assert (addressed.body, addressed.explicit) == (body, explicit)
