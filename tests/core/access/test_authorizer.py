"""Deny by default; the person AND the channel must hold the permission."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access.authorizer import AllowAll, PolicyAuthorizer, require
from core.access.policy import Policy
from core.errors import AccessRefused

ANA, BEN, EVE = "console:local:ana", "console:local:ben", "console:local:eve"
OPEN, NARROW, UNKNOWN = "console:local:open", "console:local:narrow", "console:local:unknown"
POLICY = Policy(
    roles={"jil": ["workflow.jil_parser.invoke"], "nothing": []},
    people={ANA: ["admin"], BEN: ["jil"], "console:local:none": ["nothing"]},
    channels={OPEN: ["*"], NARROW: ["workflow.jil_*.invoke", "artifact.read"], "console:local:closed": []},
)
AUTHORIZER = PolicyAuthorizer(POLICY)


@pytest.mark.parametrize(
    ("person", "channel", "permission", "allowed"),
    [
        (ANA, OPEN, "anything.at.all", True),
        (ANA, NARROW, "workflow.jil_parser.invoke", True),
        (ANA, NARROW, "workflow.other.invoke", False),
        (ANA, NARROW, "workflow.create", False),
        (ANA, UNKNOWN, "artifact.read", False),
        (ANA, "console:local:closed", "artifact.read", False),
        (BEN, OPEN, "workflow.jil_parser.invoke", True),
        (BEN, OPEN, "workflow.jil_parser.invoke.more", False),
        (BEN, OPEN, "artifact.read", False),
        (EVE, OPEN, "artifact.read", False),
        ("console:local:none", OPEN, "artifact.read", False),
        ("", "", "", False),
    ],
)
def test_both_must_hold_the_permission(person: str, channel: str, permission: str, allowed: bool) -> None:  # noqa: FBT001
    assert AUTHORIZER.allows(person, channel, permission) is allowed


@given(st.text(), st.text(), st.text())
def test_strangers_may_nothing(person: str, channel: str, permission: str) -> None:
    assert not AUTHORIZER.allows(person, OPEN, permission)
    assert not AUTHORIZER.allows(ANA, channel, permission)
    assert not AUTHORIZER.knows(person, channel)


def test_only_named_people_in_named_channels_are_known() -> None:
    assert AUTHORIZER.knows(BEN, NARROW)
    assert not AUTHORIZER.knows(EVE, NARROW)
    assert not AUTHORIZER.knows(BEN, UNKNOWN)


def test_a_refusal_is_one_sentence_for_every_reason() -> None:
    require(AUTHORIZER, ANA, OPEN, "artifact.read")
    with pytest.raises(AccessRefused, match="You may not do that here"):
        require(AUTHORIZER, EVE, OPEN, "artifact.read")


def test_a_library_caller_may_everything() -> None:
    assert AllowAll().allows(EVE, UNKNOWN, "artifact.read")
