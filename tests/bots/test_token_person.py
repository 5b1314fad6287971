"""One flag names a user of the policy, somebody at the browser, or anybody by reference."""

from pathlib import Path

import pytest

from bots.token_person import TokenPerson, token_person
from core.access.authorizer import PolicyAuthorizer
from core.access.directory import Directory
from core.access.policy import Policy
from core.errors import UserFacingError
from core.storage.database import Database

POLICY = Policy(
    users={
        "ada": ["slack:T1:U1", "web:local:ada2"],
        "ben": ["slack:T1:U2"],
        "eve": ["slack:T1:U3"],
        "kim": ["slack:T1:U4", "web:local:kim"],
    },
    people={
        "ada": ["developer"],
        "ben": ["user"],
        "web:local:ben": ["user"],
        "eve": ["user"],
        "web:local:kim": ["user"],
        "web:local:Ada B": ["user"],
        "web:local:a%3Ab": ["user"],
        "web:other:mira": ["user"],
        "slack:T1:U5": ["user"],
    },
)


@pytest.fixture
def authorizer(tmp_path: Path) -> PolicyAuthorizer:
    return PolicyAuthorizer(lambda: POLICY, Directory(Database(tmp_path / "dataops.db")))


@pytest.mark.parametrize(
    ("user", "person", "login"),
    [
        ("ada", "ada", "ada2"),
        ("ben", "ben", "ben"),
        ("eve", "eve", None),
        ("kim", "web:local:kim", "kim"),
        ("Ada B", "web:local:Ada B", "Ada B"),
        ("a:b", "web:local:a%3Ab", "a:b"),
        ("web:local:ben", "web:local:ben", "ben"),
        ("web:local:ada2", "web:local:ada2", "ada2"),
        ("web:other:mira", "web:other:mira", None),
        ("slack:T1:U1", "slack:T1:U1", None),
        ("slack:T1:U5", "slack:T1:U5", None),
    ],
)
def test_who_is_meant(authorizer: PolicyAuthorizer, user: str, person: str, login: str | None) -> None:
    assert token_person(user, authorizer) == TokenPerson(person, login)


@pytest.mark.parametrize(
    ("user", "sentence"),
    [
        ("nobody", "does not name web:local:nobody among"),
        ("slack:T1:U9", "does not name slack:T1:U9 among"),
        ("", "needs a name"),
        (" \n", "needs a name"),
    ],
)
def test_nobody_is_meant(authorizer: PolicyAuthorizer, user: str, sentence: str) -> None:
    with pytest.raises(UserFacingError, match=sentence):
        token_person(user, authorizer)
