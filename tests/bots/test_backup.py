"""What was backed up while the service runs goes on elsewhere, and only from a whole file."""

import io
import sqlite3
import stat
import tarfile
import threading
from pathlib import Path

import pytest

from bots.backup import back_up, restore
from core.errors import UserFacingError
from core.storage.database import Database
from tests.bots.commandline import ask_json, dataops

JIL = Path(__file__).parents[2] / "workflows" / "jil_parser" / "examples"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a database, a file, and what no backup needs."""
    home = tmp_path / "home"
    database = Database(home / "dataops.db")
    database.create("CREATE TABLE kept (number INTEGER)")
    database.write("INSERT INTO kept VALUES (1)")
    database.close()
    (home / "artifacts" / "a").mkdir(parents=True)
    (home / "artifacts" / "a" / "copy.db").write_bytes(b"no database of ours")
    for folder in ("copies", "opened", "spool", ".parts"):
        (home / folder).mkdir()
        (home / folder / "1").write_text("left out")
    for name in ("serving", "dataops.log", "dataops.log.1", "dataops.log.4", "artifacts/.part-1"):
        (home / name).write_text("left out")
    return home


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_thread_goes_on_in_what_was_restored(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    estate = JIL / "small.jil"
    code, first = ask_json(before, "/dataops parse-jil", "--file", estate)
    assert code == 0
    done = dataops(before, "backup", tmp_path / "backup.tar.gz")
    assert done.returncode == 0, done.stderr
    assert dataops(after, "restore", tmp_path / "backup.tar.gz").returncode == 0
    words = ("which jobs are upstream of GL_VALIDATE?", "--thread", first["thread"])
    code, document = ask_json(after, *words)
    assert code == 0
    assert "GL_FEED_WATCH" in str(document["result"])


def test_what_is_kept_is_in_it_and_nothing_else(home: Path, tmp_path: Path) -> None:
    target, again = tmp_path / "backup.tar.gz", tmp_path / "again"
    back_up(home, target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    again.mkdir()
    restore(target, again)
    assert files(again) == {"dataops.db", "artifacts/a/copy.db"}
    assert list(again.glob(".*")) == list(tmp_path.glob(".*")) == []


def test_it_is_of_one_moment_while_others_write(home: Path, tmp_path: Path) -> None:
    database, stop = Database(home / "dataops.db"), threading.Event()

    def write() -> None:
        while not stop.is_set():
            with database.transaction() as connection:
                connection.execute("INSERT INTO kept VALUES (2)")
                connection.execute("INSERT INTO kept VALUES (3)")

    writer = threading.Thread(target=write)
    writer.start()
    back_up(home, tmp_path / "backup.tar.gz")
    stop.set()
    writer.join()
    database.close()
    (tmp_path / "again").mkdir()
    restore(tmp_path / "backup.tar.gz", tmp_path / "again")
    copy = sqlite3.connect(tmp_path / "again" / "dataops.db")
    counts = dict(copy.execute("SELECT number, count(*) FROM kept GROUP BY number"))
    copy.close()
    assert counts[1] == 1
    assert counts.get(2, 0) == counts.get(3, 0)


def archive(path: Path, name: str, kind: bytes = tarfile.REGTYPE) -> Path:
    with tarfile.open(path, "w:gz") as opened:
        member = tarfile.TarInfo(name)
        member.type, member.linkname, member.size = kind, "/etc/passwd", 4 if kind == tarfile.REGTYPE else 0
        opened.addfile(member, io.BytesIO(b"text"))
    return path


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../outside", tarfile.REGTYPE),
        ("/outside", tarfile.REGTYPE),
        ("a/../../outside", tarfile.REGTYPE),
        ("dataops.db", tarfile.SYMTYPE),
        ("device", tarfile.CHRTYPE),
        ("something-else", tarfile.REGTYPE),
    ],
)
def test_a_file_that_is_no_backup_changes_nothing(tmp_path: Path, name: str, kind: bytes) -> None:
    (tmp_path / "home").mkdir()
    with pytest.raises(UserFacingError, match="no backup of dataops"):
        restore(archive(tmp_path / "odd.tar.gz", name, kind), tmp_path / "home")
    assert list((tmp_path / "home").iterdir()) == []
    assert not (tmp_path / "outside").exists()


def test_a_backup_that_was_cut_short_changes_nothing(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "whole")
    (tmp_path / "cut").write_bytes((tmp_path / "whole").read_bytes()[:300])
    done = dataops(tmp_path, "restore", "cut")
    assert done.returncode == 1
    assert "cannot be restored" in done.stderr
    assert list((tmp_path / ".dataops").iterdir()) == []


def test_nothing_is_overwritten(home: Path, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    variables = {"DATAOPS_HOME": str(home)}
    kept = dataops(tmp_path, "backup", "there", **variables)
    inside = dataops(tmp_path, "backup", home / "inside", **variables)
    assert "is there already" in kept.stderr
    assert "in DATAOPS_HOME" in inside.stderr
    assert (tmp_path / "there").read_text() == "mine"
    assert dataops(tmp_path, "backup", "new", **variables).returncode == 0
    full = dataops(tmp_path, "restore", "new", **variables)
    assert (full.returncode, "is not empty" in full.stderr) == (1, True)
    assert "nothing" in dataops(tmp_path, "backup", "none").stderr
