"""A policy says who may do what where; a wrong one is refused with a sentence."""

from pathlib import Path

import pytest

from core.access.binding import Binding
from core.access.permissions import PERMISSIONS
from core.access.policy import Policy
from core.access.policy_file import load_policy, policy_text
from core.errors import UserFacingError


def written(folder: Path, text: str) -> Path:
    path = folder / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_policy_is_read_from_a_file(tmp_path: Path) -> None:
    policy = load_policy(
        written(
            tmp_path,
            "roles:\n  viewer: [artifact.read]\n"
            "people:\n  console:local:ana: [viewer, user]\n"
            "channels:\n  teams:tenant:19%3Ax@thread.tacv2: ['*']\n",
        )
    )
    assert policy.roles_of("console:local:ana", None) == ["viewer", "user"]
    assert policy.permissions_of(["viewer", "user"]) == ["artifact.read", *PERMISSIONS["user"]]
    assert policy.roles_of("console:local:ben", None) == []
    assert policy.channels == {"teams:tenant:19%3Ax@thread.tacv2": Binding(allow=["*"])}


@pytest.mark.parametrize("pattern", ["s3://*", "s3://exports/*", "s3://exports-*", "s3://exports/a.jil"])
def test_objects_are_named_by_bucket_and_prefix(tmp_path: Path, pattern: str) -> None:
    policy = load_policy(written(tmp_path, f"channels: {{'console:local:x': ['{pattern}']}}"))
    assert policy.channels == {"console:local:x": Binding(allow=[pattern])}


def test_an_empty_policy_allows_nobody(tmp_path: Path) -> None:
    assert load_policy(written(tmp_path, "")) == Policy()


def test_a_built_in_role_can_be_redefined() -> None:
    policy = Policy(roles={"user": ["session.read"]}, people={"console:local:ana": ["user"]})
    assert policy.permissions_of(["user"]) == ["session.read"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("people: [", "not valid"),
        ("- a", "not valid"),
        ("poeple: {}", "not valid"),
        ("people: {'console:local:ana': admin}", "not valid"),
        ("people: {'console:local:ana': [boss]}", "unknown roles: boss"),
        ("channels: {'console:local:x': ['s3://exports']}", "write s3://bucket/prefix/*"),
        ("channels: {'console:local:x': ['S3://exports/*']}", "no object matches 'S3://exports/*'"),
        ("roles: {reader: ['s3:exports/*']}", "no object matches"),
        ("people: {ana: [admin]}", "'ana' is no name here; write platform:tenant:id"),
        ("groups: {'slack:T1': [admin]}", "'slack:T1' is no name here"),
        ("users: {ana: [slack]}", "'slack' is no name here"),
        ("users: {ana: ['a:b:c'], ben: ['a:b:c']}", "an identity belongs to two users"),
        ("users: {Ana: []}", "not valid"),
        ("domains: {example: [user]}", "not valid"),
        ("domains: {example.com: [boss]}", "unknown roles: boss"),
        ("channels: {'console:local:x': {allow: ['*'], roles: [boss]}}", "unknown roles: boss"),
        ("channels: {'console:local:x': {alow: ['*']}}", "not valid"),
        ("defaults: {direct: ['s3://exports']}", "write s3://bucket/prefix/*"),
        ("channels: {'teams:t:19:abc@thread.tacv2': ['*']}", "a colon inside an id as %3A"),
        ("channels: {'console:local:Jürgen': ['*']}", "console:local:J%C3%BCrgen"),
        ("channels: {'console::x': ['*']}", "platform:tenant:id"),
    ],
)
def test_a_policy_that_cannot_work_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(UserFacingError) as failure:
        load_policy(written(tmp_path, text))
    assert reason in str(failure.value)
    assert "policy.yaml" in str(failure.value)
    assert "\n" not in str(failure.value)


def test_a_policy_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00\x01")
    for path in (tmp_path / "missing.yaml", tmp_path, tmp_path / "binary.yaml"):
        with pytest.raises(UserFacingError, match="policy"):
            load_policy(path)


def test_a_policy_is_written_as_it_is_read(tmp_path: Path) -> None:
    policy = Policy(
        roles={"viewer": ["artifact.read"]},
        users={"ana": ["slack:T1:U1"]},
        people={"ana": ["viewer"]},
        groups={"slack:T1:S1": ["user"]},
        domains={"example.com": ["user"]},
        channels={"slack:T1:C1": ["*"], "slack:T1:C2": {"allow": ["*"], "roles": ["admin"]}},
        defaults={"direct": ["artifact.read"]},
        disabled=["ghost"],
    )
    assert load_policy(written(tmp_path, policy_text(policy))) == policy
