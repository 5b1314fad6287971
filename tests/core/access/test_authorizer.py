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


FINANCE, OPEN_BUT, BUCKET = "console:local:finance", "console:local:open_but", "console:local:bucket"
OBJECTS = PolicyAuthorizer(
    Policy(
        roles={"own": ["*"], "half": ["workflow.*.invoke", "s3://exports/finance/2026/*"]},
        people={ANA: ["developer"], BEN: ["half"], EVE: ["own"], "console:local:root": ["admin"]},
        channels={
            FINANCE: ["workflow.*.invoke", "s3://exports/finance/*"],
            OPEN_BUT: ["*"],
            BUCKET: ["*", "s3://*"],
        },
    )
)


@pytest.mark.parametrize(
    ("person", "channel", "address", "allowed"),
    [
        (ANA, FINANCE, "s3://exports/finance/nightly.jil", True),
        (ANA, FINANCE, "s3://exports/finance/a/b c*?[d].jil", True),
        (ANA, FINANCE, "s3://exports/finance-secret/nightly.jil", False),
        (ANA, FINANCE, "s3://exports/Finance/nightly.jil", False),
        (ANA, FINANCE, "s3://exports2/finance/nightly.jil", False),
        (ANA, FINANCE, "s3://exports//finance/nightly.jil", False),
        (ANA, OPEN_BUT, "s3://exports/finance/nightly.jil", False),
        (ANA, BUCKET, "s3://any/where", True),
        ("console:local:root", BUCKET, "s3://any/where", True),
        (EVE, BUCKET, "s3://any/where", False),
        (BEN, FINANCE, "s3://exports/finance/2026/a", True),
        (BEN, FINANCE, "s3://exports/finance/2025/a", False),
        (BEN, OPEN_BUT, "workflow.jil_parser.invoke", True),
    ],
)
def test_an_object_is_opened_only_by_a_pattern_that_names_objects(
    person: str,
    channel: str,
    address: str,
    allowed: bool,  # noqa: FBT001
) -> None:
    assert OBJECTS.allows(person, channel, address) is allowed


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


def test_a_person_is_named_or_not_wherever_they_may_do_something() -> None:
    assert AUTHORIZER.names(ANA)
    assert AUTHORIZER.names("console:local:none")
    assert not AUTHORIZER.names(EVE)
