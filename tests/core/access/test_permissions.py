"""What one set of permissions says about another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access.permissions import PERMISSIONS, covers, matching


@pytest.mark.parametrize(
    ("mine", "theirs", "covered"),
    [
        (["*"], "workflow.*.invoke", True),
        (["*"], "s3://exports/*", False),
        (["*", "s3://*"], "s3://exports/*", True),
        (["workflow.*"], "workflow.*.invoke", True),
        (["workflow.*.invoke"], "workflow.*", False),
        (["workflow.jil_parser.invoke"], "workflow.*.invoke", False),
        (["artifact.?ead"], "artifact.*ead", False),
        (["artifact.?ead"], "artifact.?ead", True),
        (["artifact.[!a]*"], "artifact.*", False),
        ([], "artifact.read", False),
    ],
)
def test_a_holder_of_the_one_holds_the_other(mine: list[str], theirs: str, *, covered: bool) -> None:
    assert covers(mine, theirs) is covered


PARTS = st.lists(st.sampled_from(["a", "b", ".", "*"]), max_size=5).map("".join)


@given(mine=PARTS, theirs=PARTS, filled=st.text("ab.", max_size=3))
def test_what_is_covered_allows_nothing_more(mine: str, theirs: str, filled: str) -> None:
    if covers([mine], theirs):
        assert matching([mine]).fullmatch(theirs.replace("*", filled))


def test_nothing_matches_no_patterns() -> None:
    assert matching([]).fullmatch("") is None


def test_the_built_in_roles_are_those_that_were_promised() -> None:
    promised = {
        "admin": ["*"],
        "developer": ["workflow.*.invoke", "workflow.create", "artifact.read", "artifact.write"],
        "user": ["workflow.*.invoke", "artifact.read"],
    }
    assert all(set(allowed) <= set(PERMISSIONS[role]) for role, allowed in promised.items())
