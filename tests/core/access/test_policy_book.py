"""The policy is changed in chats, and every change keeps who, when and why."""

from pathlib import Path

import pytest

from core.access.policy_book import PolicyBook
from core.access.policy_change import PolicyChange
from core.errors import UserFacingError
from core.storage.database import Database

ANA, BEN, HERE = "slack:T1:ANA", "slack:T1:BEN", "slack:T1:C1"
FILE = f"""
people: {{'{ANA}': [admin]}}
channels: {{'{HERE}': ['*']}}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file that the policy begins with."""
    path = tmp_path / "policy.yaml"
    path.write_text(FILE)
    return path


def made(book: PolicyBook, verb: str, subject: str, *values: str, holders: str = "people") -> None:
    change = {"verb": verb, "subject": subject, "values": values, "holders": holders}
    book.change(PolicyChange.model_validate(change), by=ANA, why="night shift")


def test_a_change_counts_at_once_and_after_a_restart(path: Path, database: Database) -> None:
    book = PolicyBook(path, database, clock=lambda: 1_000.0)
    made(book, "grant", BEN, "user")
    assert book.policy.people == {ANA: ["admin"], BEN: ["user"]}
    assert PolicyBook(path, database).policy == book.policy
    (change,) = book.changes()
    assert (change.number, change.by, change.why, change.at.timestamp()) == (1, ANA, "night shift", 1_000.0)


def test_another_process_takes_a_change_in(path: Path, database: Database) -> None:
    mine, theirs = PolicyBook(path, database), PolicyBook(path, database)
    made(mine, "grant", BEN, "user")
    assert BEN not in theirs.policy.people
    theirs.refresh()
    assert theirs.policy == mine.policy
    made(theirs, "revoke", BEN, "user")
    mine.refresh()
    assert mine.policy.people == {ANA: ["admin"]}


def test_roles_are_given_to_groups_and_domains_too(path: Path, database: Database) -> None:
    book = PolicyBook(path, database)
    made(book, "grant", "slack:T1:S1", "user", holders="groups")
    made(book, "grant", "example.com", "user", "developer", holders="domains")
    made(book, "revoke", "example.com", "user", holders="domains")
    assert book.policy.groups == {"slack:T1:S1": ["user"]}
    assert book.policy.domains == {"example.com": ["developer"]}


def test_channels_are_bound_and_unbound(path: Path, database: Database) -> None:
    book = PolicyBook(path, database)
    made(book, "bind", "slack:T1:C2", "workflow.*.invoke", "artifact.read")
    made(book, "unbind", "slack:T1:C2", "artifact.read")
    assert book.policy.channels["slack:T1:C2"].allow == ["workflow.*.invoke"]
    made(book, "unbind", "slack:T1:C2")
    assert list(book.policy.channels) == [HERE]


def test_what_else_a_channel_says_stays_as_it_is(path: Path, database: Database) -> None:
    path.write_text(FILE + f"  # more\nroles: {{viewer: []}}\ndefaults: {{direct: ['{'artifact.read'}']}}\n")
    book = PolicyBook(path, database)
    made(book, "bind", HERE, "s3://exports/*")
    made(book, "disable", "ghost")
    assert book.policy.channels[HERE].allow == ["*", "s3://exports/*"]
    assert book.policy.defaults.direct is not None
    assert book.policy.disabled == ["ghost"]
    made(book, "enable", "ghost")
    assert book.policy.disabled == []


@pytest.mark.parametrize(
    ("verb", "subject", "values", "sentence"),
    [
        ("grant", ANA, ("admin",), "It is so already"),
        ("revoke", BEN, ("user",), "It is so already"),
        ("grant", BEN, ("boss",), "unknown roles: boss"),
        ("grant", "ben", ("user",), "'ben' is no name here"),
        ("bind", HERE, ("s3://exports",), "write s3://bucket/prefix/*"),
        ("unbind", "slack:T1:C9", (), "It is so already"),
        ("revoke", ANA, ("admin",), "nobody could change the policy any more"),
        ("unbind", HERE, (), "nobody could change the policy any more"),
        ("unbind", HERE, ("*",), "nobody could change the policy any more"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(  # noqa: PLR0917 - the columns of the table
    path: Path,
    database: Database,
    verb: str,
    subject: str,
    values: tuple[str, ...],
    sentence: str,
) -> None:
    book = PolicyBook(path, database)
    before = book.policy
    with pytest.raises(UserFacingError) as failure:
        made(book, verb, subject, *values)
    assert sentence in str(failure.value)
    assert book.policy == before
    assert not book.changes()


def test_the_file_is_read_again_with_the_changes_on_top(path: Path, database: Database) -> None:
    book = PolicyBook(path, database)
    made(book, "grant", BEN, "user")
    path.write_text(FILE + "domains: {example.com: [user]}\n")
    book.reload()
    assert book.policy.domains == {"example.com": ["user"]}
    assert book.policy.people[BEN] == ["user"]
    path.write_text("people: [")
    with pytest.raises(UserFacingError, match="not valid"):
        book.reload()
    assert book.policy.people[BEN] == ["user"]


def test_a_change_that_fits_the_file_no_more_is_left_out(path: Path, database: Database) -> None:
    path.write_text(FILE + "roles: {watch: [session.read]}\n")
    book = PolicyBook(path, database)
    made(book, "grant", BEN, "watch")
    path.write_text(FILE)
    again = PolicyBook(path, database)
    assert again.policy.people == {ANA: ["admin"]}
