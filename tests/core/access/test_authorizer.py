"""Deny by default; the person AND the channel must hold the permission."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.access.authorizer import AllowAll, PolicyAuthorizer
from core.access.directory import FRESH_SECONDS, KEPT_SECONDS, Directory
from core.access.policy import Policy
from core.chat.profile import ChannelProfile, PersonProfile
from core.storage.database import Database
from tests.core.access.conftest import Made

ANA, BEN, EVE = "console:local:ana", "console:local:ben", "console:local:eve"
OPEN, NARROW, UNKNOWN = "console:local:open", "console:local:narrow", "console:local:unknown"
POLICY = Policy(
    roles={"jil": ["workflow.jil_parser.invoke"], "nothing": []},
    people={ANA: ["admin"], BEN: ["jil"], "console:local:none": ["nothing"]},
    channels={OPEN: ["*"], NARROW: ["workflow.jil_*.invoke", "artifact.read"], "console:local:closed": []},
)


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
def test_both_must_hold_the_permission(
    authorizer_of: Made,
    person: str,
    channel: str,
    permission: str,
    allowed: bool,  # noqa: FBT001
) -> None:
    assert authorizer_of(POLICY).allows(person, channel, permission) is allowed


FINANCE, OPEN_BUT, BUCKET = "console:local:finance", "console:local:open_but", "console:local:bucket"
OBJECTS = Policy(
    roles={"own": ["*"], "half": ["workflow.*.invoke", "s3://exports/finance/2026/*"]},
    people={ANA: ["developer"], BEN: ["half"], EVE: ["own"], "console:local:root": ["admin"]},
    channels={
        FINANCE: ["workflow.*.invoke", "s3://exports/finance/*"],
        OPEN_BUT: ["*"],
        BUCKET: ["*", "s3://*"],
    },
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
    authorizer_of: Made,
    person: str,
    channel: str,
    address: str,
    allowed: bool,  # noqa: FBT001
) -> None:
    assert authorizer_of(OBJECTS).allows(person, channel, address) is allowed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the house stays the same
@given(person=st.text(), channel=st.text(), permission=st.text())
def test_strangers_may_nothing(authorizer_of: Made, person: str, channel: str, permission: str) -> None:
    authorizer = authorizer_of(POLICY)
    assert not authorizer.allows(person, OPEN, permission)
    assert not authorizer.allows(ANA, channel, permission)
    assert not authorizer.knows(person, channel)


def test_only_named_people_in_named_channels_are_known(authorizer_of: Made) -> None:
    authorizer = authorizer_of(POLICY)
    assert authorizer.knows(BEN, NARROW)
    assert not authorizer.knows(EVE, NARROW)
    assert not authorizer.knows(BEN, UNKNOWN)


def test_a_library_caller_may_everything() -> None:
    assert AllowAll().allows(EVE, UNKNOWN, "artifact.read")
    assert AllowAll().shows(EVE, UNKNOWN, "debug")


def test_a_person_is_named_or_not_wherever_they_may_do_something(authorizer_of: Made) -> None:
    authorizer = authorizer_of(POLICY)
    assert authorizer.names(ANA)
    assert authorizer.names("console:local:none")
    assert not authorizer.names(EVE)


def test_in_a_channel_only_its_roles_count(authorizer_of: Made) -> None:
    authorizer = authorizer_of(
        Policy(
            people={ANA: ["admin"], BEN: ["user", "developer"]},
            channels={OPEN: {"allow": ["*"], "roles": ["user"]}},
        )
    )
    assert not authorizer.allows(ANA, OPEN, "artifact.read")
    assert authorizer.allows(BEN, OPEN, "artifact.read")
    assert not authorizer.allows(BEN, OPEN, "artifact.write")


def test_a_channel_says_which_classes_of_artifacts_are_read_there(authorizer_of: Made) -> None:
    authorizer = authorizer_of(
        Policy(
            people={ANA: ["admin"], BEN: []},
            channels={OPEN: ["*"], NARROW: {"allow": ["*"], "artifacts": ["result", "list*"]}},
        )
    )
    assert authorizer.shows(ANA, OPEN, "anything", "debug")
    assert authorizer.shows(ANA, NARROW, "dependencies", "result")
    assert authorizer.shows(ANA, NARROW, "listing", "debug")
    assert not authorizer.shows(ANA, NARROW, "dependencies", "debug")
    assert not authorizer.shows(BEN, OPEN, "listing", "result")


def test_a_disabled_workflow_is_run_by_nobody(authorizer_of: Made) -> None:
    authorizer = authorizer_of(
        Policy(people={ANA: ["admin"]}, channels={OPEN: ["*"]}, disabled=["jil_parser"])
    )
    assert not authorizer.allows(ANA, OPEN, "workflow.jil_parser.invoke")
    assert authorizer.allows(ANA, OPEN, "workflow.other.invoke")


def test_a_user_has_the_same_roles_by_whichever_identity(authorizer_of: Made) -> None:
    policy = Policy(
        users={"ana": [ANA, "slack:T1:U1"]},
        people={"ana": ["developer"], "slack:T1:U1": ["user"]},
        channels={OPEN: ["*"]},
    )
    authorizer = authorizer_of(policy)
    assert authorizer.roles_of(ANA) == ["developer"]
    assert authorizer.roles_of("slack:T1:U1") == ["user", "developer"]
    assert authorizer.allows("slack:T1:U1", OPEN, "artifact.write")


GROUPS = Policy(
    people={BEN: ["user"]},
    groups={"slack:T1:S1": ["developer"]},
    domains={"example.com": ["user"]},
    channels={OPEN: ["*"]},
)


def test_roles_come_from_groups_and_domains_but_not_to_guests(database: Database) -> None:
    directory = Directory(database)
    authorizer = authorizer_with(GROUPS, directory)
    assert authorizer.knows(ANA, OPEN), "nobody asked the platform yet"
    assert not authorizer.lets_in(ANA, OPEN)
    assert not authorizer.allows(ANA, OPEN, "artifact.read")
    directory.learn_person(ANA, PersonProfile(email="Ana@Example.com", groups={"slack:T1:S1"}))
    assert authorizer.roles_of(ANA) == ["developer", "user"]
    assert authorizer.lets_in(ANA, OPEN)
    assert not authorizer.lets_in(ANA, UNKNOWN)
    assert authorizer.allows(ANA, OPEN, "artifact.write")
    guest = PersonProfile(email="ana@example.com", groups={"slack:T1:S1"}, guest=True)
    directory.learn_person(ANA, guest)
    assert not authorizer.allows(ANA, OPEN, "artifact.read")
    assert not authorizer.knows(ANA, OPEN)
    directory.learn_person(BEN, guest)
    assert authorizer.allows(BEN, OPEN, "artifact.read"), "a guest who is named"


def test_an_address_of_another_domain_gives_nothing(database: Database) -> None:
    directory = Directory(database)
    authorizer = authorizer_with(GROUPS, directory)
    for email in ("", "example.com", "ana@example.com.evil.org", "ana@notexample.com", "ana@sub.example.com"):
        directory.learn_person(ANA, PersonProfile(email=email))
        assert not authorizer.roles_of(ANA), email


@pytest.mark.parametrize(
    ("profile", "open_"),
    [
        (ChannelProfile(kind="direct"), True),
        (ChannelProfile(kind="group"), False),
        (ChannelProfile(), False),
        (ChannelProfile(kind="direct", shared=True), False),
        (ChannelProfile(kind="direct", guests=True), False),
        (ChannelProfile(guests=True), False),
    ],
)
def test_channels_without_a_line_have_what_their_kind_has(
    database: Database,
    profile: ChannelProfile,
    open_: bool,  # noqa: FBT001
) -> None:
    directory = Directory(database)
    policy = Policy(people={ANA: ["user"]}, defaults={"direct": ["artifact.read"]})
    authorizer = authorizer_with(policy, directory)
    assert authorizer.knows(ANA, UNKNOWN)
    assert not authorizer.allows(ANA, UNKNOWN, "artifact.read")
    directory.learn_channel(UNKNOWN, profile)
    assert authorizer.allows(ANA, UNKNOWN, "artifact.read") is open_
    assert authorizer.knows(ANA, UNKNOWN) is open_


def test_what_a_platform_said_counts_for_a_day(database: Database) -> None:
    now = [1000.0]
    directory = Directory(database, lambda: now[0])
    authorizer = authorizer_with(GROUPS, directory)
    directory.learn_person(ANA, PersonProfile(groups={"slack:T1:S1"}))
    assert not directory.asks_for_person(ANA)
    now[0] += FRESH_SECONDS
    assert directory.asks_for_person(ANA)
    assert authorizer.allows(ANA, OPEN, "artifact.read")
    now[0] += KEPT_SECONDS
    assert not authorizer.allows(ANA, OPEN, "artifact.read")


def test_profiles_survive_a_restart_until_they_are_too_old(database: Database) -> None:
    now = [1000.0]
    first = Directory(database, lambda: now[0])
    first.learn_person(ANA, PersonProfile(email="ana@example.com"))
    first.learn_channel(OPEN, ChannelProfile(shared=True))
    second = Directory(database, lambda: now[0])
    assert second.person(ANA) == PersonProfile(email="ana@example.com")
    assert second.channel(OPEN) == ChannelProfile(shared=True)
    now[0] += KEPT_SECONDS + 1
    second.sweep()
    assert Directory(database, lambda: 1000.0).person(ANA) is None


def authorizer_with(policy: Policy, directory: Directory) -> PolicyAuthorizer:
    return PolicyAuthorizer(lambda: policy, directory)
