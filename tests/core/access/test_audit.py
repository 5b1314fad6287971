"""Nothing that was allowed or refused is lost from the audit unnoticed."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.access.audit import Act, AuditLog
from core.access.gate import Gate
from core.access.policy import Policy
from core.errors import AccessRefused
from core.storage.database import Database
from tests.core.access.conftest import Made

ANA, HERE = "slack:T1:ANA", "slack:T1:C1"
READ = Act(ANA, HERE, "artifact.read", "artifact_listing_1", "run_1")
ALL = datetime.fromtimestamp(0, UTC)


def test_what_was_decided_is_on_record(database: Database, authorizer_of: Made) -> None:
    audit = AuditLog(database, clock=lambda: 1_000.0)
    gate = Gate(authorizer_of(Policy(people={ANA: ["user"]}, channels={HERE: ["artifact.*"]})), audit)
    gate.require(READ)
    with pytest.raises(AccessRefused):
        gate.require(Act(ANA, HERE, "admin.grant"))
    assert gate.hands_out(READ, "listing", "result")
    lines = list(audit.lines(ALL))
    assert [(line.permission, line.allowed) for line in lines] == [
        ("artifact.read", True),
        ("admin.grant", False),
        ("artifact.read", True),
    ]
    first = lines[0]
    assert (first.number, first.person, first.channel) == (1, ANA, HERE)
    assert (first.subject, first.run_id) == ("artifact_listing_1", "run_1")
    assert first.at == datetime.fromtimestamp(1_000, UTC)
    assert audit.broken_at() is None


def test_lines_are_listed_from_a_moment_on(database: Database) -> None:
    now = [1_000.0]
    audit = AuditLog(database, clock=lambda: now[0])
    for each in ("one", "two"):
        audit.record(Act(ANA, HERE, each), allowed=True)
        now[0] += 60
    assert [line.permission for line in audit.lines(datetime.fromtimestamp(1_030, UTC))] == ["two"]


def test_an_empty_audit_is_whole(database: Database) -> None:
    assert AuditLog(database).broken_at() is None


def test_lines_are_neither_changed_nor_removed(database: Database) -> None:
    AuditLog(database).record(READ, allowed=True)
    for statement in ("UPDATE audit SET line = '{}'", "DELETE FROM audit"):
        with pytest.raises(sqlite3.IntegrityError, match="audit"):
            database.write(statement)


def tampered(database: Database, statement: str) -> None:
    """What somebody can do who has the file."""
    database.write("DROP TRIGGER audit_is_not_changed")
    database.write("DROP TRIGGER audit_is_removed_in_order")
    database.write(statement)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("DELETE FROM audit WHERE number = 1", 1),
        ("DELETE FROM audit WHERE number = 3", 3),
        ("DELETE FROM audit WHERE number = 5", 5),
        ("DELETE FROM audit", 1),
        ("UPDATE audit SET line = replace(line, 'true', 'false') WHERE number = 2", 2),
        ("UPDATE audit SET digest = (SELECT digest FROM audit WHERE number = 3) WHERE number = 4", 4),
        ("INSERT INTO audit SELECT 6, at, line, digest FROM audit WHERE number = 5", 6),
        ("DELETE FROM audit_head", 6),
    ],
)
def test_what_was_tampered_with_shows(database: Database, statement: str, broken: int) -> None:
    audit = AuditLog(database)
    for number in range(5):
        audit.record(Act(ANA, HERE, f"workflow.w{number}.invoke"), allowed=True)
    tampered(database, statement)
    assert audit.broken_at() == broken


def test_lines_of_several_threads_stand_in_one_chain(database: Database) -> None:
    audit = AuditLog(database)
    record: Callable[[int], None] = lambda n: audit.record(Act(ANA, HERE, f"p{n}"), allowed=n % 2 == 0)  # noqa: E731
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(record, range(100)))
    assert audit.broken_at() is None
    assert sorted(line.permission for line in audit.lines(ALL)) == sorted(f"p{n}" for n in range(100))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])  # one chain for all
@given(person=st.text(), subject=st.text())
def test_any_names_are_kept_as_they_are(database: Database, person: str, subject: str) -> None:
    audit = AuditLog(database)
    audit.record(Act(person, HERE, "artifact.read", subject), allowed=True)
    *_, last = audit.lines(ALL)
    assert (last.person, last.subject) == (person, subject)
    assert audit.broken_at() is None


def aged(database: Database, lines: int) -> AuditLog:
    """An audit with one line a minute."""
    now = [0.0]
    audit = AuditLog(database, clock=lambda: now[0])
    for number in range(lines):
        now[0] = 60.0 * (number + 1)
        audit.record(Act(ANA, HERE, f"act.{number + 1}"), allowed=True)
    return audit


@pytest.mark.parametrize(("seconds", "removed"), [(0, 0), (60, 0), (150, 2), (10_000, 3)])
def test_what_is_too_old_goes_and_the_chain_stays_whole(
    database: Database, seconds: int, removed: int
) -> None:
    audit = aged(database, 3)
    assert audit.delete_before(datetime.fromtimestamp(seconds, UTC)) == removed
    assert audit.broken_at() is None
    left = [line.permission for line in audit.lines(ALL)]
    assert left == [f"act.{number}" for number in range(removed + 1, 4)] + ["audit.expire"] * bool(removed)


def test_what_was_removed_behind_the_front_still_shows(database: Database) -> None:
    audit = aged(database, 5)
    audit.delete_before(datetime.fromtimestamp(150, UTC))
    with pytest.raises(sqlite3.IntegrityError, match="nothing is removed"):
        database.write("DELETE FROM audit WHERE number = 3")
    tampered(database, "DELETE FROM audit WHERE number = 3")
    assert audit.broken_at() == 3
