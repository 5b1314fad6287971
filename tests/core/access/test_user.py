"""A person's own side of what they may do."""

import pytest

from core.access.user import User


@pytest.mark.parametrize(
    ("permission", "held"),
    [
        ("workflow.jil_parser.invoke", True),
        ("workflow.*.invoke", True),
        ("workflow.jil_parser.invoke\n", False),
        ("artifact.read", True),
        ("artifact.readers", False),
        ("s3://exports/finance/a", True),
        ("s3://exports/other/a", False),
        ("", False),
    ],
)
def test_permissions_are_patterns(permission: str, held: bool) -> None:  # noqa: FBT001
    user = User(
        user_id="ada", roles=[], permissions=["workflow.*.invoke", "artifact.read", "s3://exports/finance/*"]
    )
    assert user.has_permission(permission) is held


def test_everything_is_not_every_object_and_nothing_is_nothing() -> None:
    admin = User(user_id="ada", roles=["admin"], permissions=["*"])
    assert admin.has_permission("admin.cancel")
    assert not admin.has_permission("s3://exports/a")
    assert not User(user_id="ben", roles=[], permissions=[]).has_permission("artifact.read")
