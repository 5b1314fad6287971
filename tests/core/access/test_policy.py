"""A policy says who may do what where; a wrong one is refused with a sentence."""

from pathlib import Path

import pytest

from core.access.policy import ROLES, Policy
from core.errors import UserFacingError


def written(folder: Path, text: str) -> Path:
    path = folder / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_policy_is_read_from_a_file(tmp_path: Path) -> None:
    policy = Policy.load(
        written(
            tmp_path,
            "roles:\n  viewer: [artifact.read]\n"
            "people:\n  console:local:ana: [viewer, user]\n"
            "channels:\n  teams:tenant:19%3Ax@thread.tacv2: ['*']\n",
        )
    )
    assert policy.permissions_of("console:local:ana") == ["artifact.read", *ROLES["user"]]
    assert policy.permissions_of("console:local:ben") == []
    assert policy.channels == {"teams:tenant:19%3Ax@thread.tacv2": ["*"]}


@pytest.mark.parametrize("pattern", ["s3://*", "s3://exports/*", "s3://exports-*", "s3://exports/a.jil"])
def test_objects_are_named_by_bucket_and_prefix(tmp_path: Path, pattern: str) -> None:
    policy = Policy.load(written(tmp_path, f"channels: {{'console:local:x': ['{pattern}']}}"))
    assert policy.channels == {"console:local:x": [pattern]}


def test_an_empty_policy_allows_nobody(tmp_path: Path) -> None:
    assert Policy.load(written(tmp_path, "")) == Policy()


def test_a_built_in_role_can_be_redefined() -> None:
    policy = Policy(roles={"user": ["session.read"]}, people={"console:local:ana": ["user"]})
    assert policy.permissions_of("console:local:ana") == ["session.read"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("people: [", "not valid"),
        ("- a", "not valid"),
        ("poeple: {}", "not valid"),
        ("people: {'console:local:ana': admin}", "not valid"),
        ("people: {'console:local:ana': [boss]}", "unknown roles: boss"),
        ("channels: {'console:local:x': ['s3://exports']}", "write s3://bucket/prefix/*"),
        ("channels: {'console:local:x': ['S3://exports/*']}", "'S3://exports/*', which no object matches"),
        ("roles: {reader: ['s3:exports/*']}", "which no object matches"),
        ("people: {ana: [admin]}", "'ana'; write platform:tenant:id"),
        ("channels: {'teams:t:19:abc@thread.tacv2': ['*']}", "a colon inside an id as %3A"),
        ("channels: {'console:local:Jürgen': ['*']}", "console:local:J%C3%BCrgen"),
        ("channels: {'console::x': ['*']}", "platform:tenant:id"),
    ],
)
def test_a_policy_that_cannot_work_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(UserFacingError) as failure:
        Policy.load(written(tmp_path, text))
    assert reason in str(failure.value)
    assert "policy.yaml" in str(failure.value)
    assert "\n" not in str(failure.value)


def test_a_policy_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00\x01")
    for path in (tmp_path / "missing.yaml", tmp_path, tmp_path / "binary.yaml"):
        with pytest.raises(UserFacingError, match="policy"):
            Policy.load(path)
