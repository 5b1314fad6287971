"""What is committed stands, what failed leaves nothing, and nobody is locked out."""

import multiprocessing
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.errors import UserFacingError
from core.storage.database import SCHEMA_VERSION, Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "new" / "dataops.db")
    opened.create("CREATE TABLE IF NOT EXISTS t (k TEXT PRIMARY KEY, v INTEGER)")
    yield opened
    opened.close()


def rows(database: Database) -> list[tuple[str, int]]:
    return [(row["k"], row["v"]) for row in database.read("SELECT k, v FROM t ORDER BY k")]


def test_what_is_written_is_read_by_another_connection(database: Database) -> None:
    assert database.write("INSERT INTO t VALUES (?, ?)", ("a", 1)) == 1
    assert database.write("DELETE FROM t WHERE k = 'b'") == 0
    other = Database(database.path)
    assert rows(other) == [("a", 1)]
    other.close()


def test_commits_survive_a_power_cut(database: Database) -> None:
    assert database.read("PRAGMA journal_mode")[0][0] == "wal"
    assert database.read("PRAGMA synchronous")[0][0] == 2


def test_a_transaction_is_all_or_nothing(database: Database) -> None:
    def half_done() -> None:
        with database.transaction() as connection:
            connection.execute("INSERT INTO t VALUES ('a', 1)")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half_done()
    assert rows(database) == []
    database.write("INSERT INTO t VALUES ('b', 1)")
    assert rows(database) == [("b", 1)]


def test_the_real_reason_shows_when_sqlite_has_rolled_back_by_itself(database: Database) -> None:
    database.write("INSERT INTO t VALUES ('a', 1)")
    with pytest.raises(sqlite3.IntegrityError), database.transaction() as connection:
        connection.execute("INSERT OR ROLLBACK INTO t VALUES ('a', 2)")
    database.write("UPDATE t SET v = 3")
    assert rows(database) == [("a", 3)]


def test_a_commit_that_fails_leaves_no_transaction_open(database: Database) -> None:
    database.read("PRAGMA foreign_keys = ON")
    database.create("CREATE TABLE u (k TEXT REFERENCES t (k) DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(sqlite3.IntegrityError):
        database.write("INSERT INTO u VALUES ('missing')")
    database.write("INSERT INTO t VALUES ('a', 1)")
    assert rows(database) == [("a", 1)]


def test_threads_take_turns(database: Database) -> None:
    database.write("INSERT INTO t VALUES ('a', 0)")

    def count(_: int) -> None:
        with database.transaction() as connection:
            value = connection.execute("SELECT v FROM t").fetchone()[0]
            connection.execute("UPDATE t SET v = ?", (value + 1,))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(40)))
    assert rows(database) == [("a", 40)]


def opened_and_written(path: Path, number: int) -> None:
    database = Database(path)
    database.create("CREATE TABLE IF NOT EXISTS t (k TEXT PRIMARY KEY, v INTEGER)")
    database.write("INSERT INTO t VALUES (?, ?)", (str(number), number))
    database.close()


def test_processes_that_start_together_share_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "dataops.db"
    context = multiprocessing.get_context("spawn")
    started = [context.Process(target=opened_and_written, args=(path, number)) for number in range(3)]
    for process in started:
        process.start()
    for process in started:
        process.join()
    assert [process.exitcode for process in started] == [0, 0, 0]
    database = Database(path)
    assert len(rows(database)) == 3
    database.close()


def test_a_file_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dataops.db"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(UserFacingError, match="newer release"):
        Database(path)


@pytest.mark.parametrize("obstacle", ["no database", "a folder"])
def test_a_file_that_cannot_be_used_is_told_in_a_sentence(tmp_path: Path, obstacle: str) -> None:
    path = tmp_path / "dataops.db"
    if obstacle == "a folder":
        path.mkdir()
    else:
        path.write_bytes(b"this is no database, whatever it is called. " * 50)
    with pytest.raises(UserFacingError, match="DATAOPS_HOME"):
        Database(path)
