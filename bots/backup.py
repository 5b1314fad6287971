"""``dataops backup`` and ``dataops restore``: DATAOPS_HOME as one file, taken while the service runs."""

import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from bots.serving_lock import NAME as LOCK
from core.errors import UserFacingError
from core.settings import load_settings
from core.storage.database import Database
from core.storage.folder_blobs import PARTS
from core.telemetry import NAME as LOG
from core.telemetry import OLD_LOGS, log_to_stderr

RUNS = "dataops.db"
"""Without this file a folder is no DATAOPS_HOME."""

LEFT_OUT = (LOCK, LOG, *OLD_LOGS, "copies", "opened", "spool", PARTS)
"""What comes by itself: lock, logs, copies of what rests in S3 or encrypted, and what is not whole yet."""

SIDE_FILES = ("-wal", "-shm", "-journal")
"""SQLite's own files beside a database: their content is in the copy."""

UNFINISHED = (".part-", ".probe", ".backup-", ".restore-")
"""How the names of files begin that are not whole yet."""

COMPRESSION = 3
"""Most of it is compressed already, or small."""


def run_backup(target: Path) -> int:
    """Write the backup; raises UserFacingError."""
    log_to_stderr()
    home = load_settings().dataops_home.resolve()
    if not (home / RUNS).is_file():
        raise UserFacingError(f"There is nothing in {home} to back up; set DATAOPS_HOME.")
    if target.exists() or home in target.resolve().parents:
        raise UserFacingError(f"{target} is there already, or in DATAOPS_HOME; name a new file elsewhere.")
    try:
        back_up(home, target)
    except (OSError, sqlite3.Error) as error:
        raise UserFacingError(
            f"The backup could not be written ({error}); nothing was kept of it."
        ) from error
    print(f"{target} holds {home} ({target.stat().st_size >> 10} KB). It holds secrets too: keep it safe.")
    return 0


def run_restore(source: Path) -> int:
    """Read a backup into an empty DATAOPS_HOME; raises UserFacingError."""
    log_to_stderr()
    home = load_settings().dataops_home
    home.mkdir(parents=True, exist_ok=True)
    if any(path.name not in LEFT_OUT for path in home.iterdir()):
        raise UserFacingError(f"{home.resolve()} is not empty; move it away, or set DATAOPS_HOME elsewhere.")
    try:
        restore(source, home)
    except (OSError, EOFError, tarfile.TarError, sqlite3.Error) as error:
        raise UserFacingError(f"{source} cannot be restored ({error}); nothing was put in place.") from error
    print(f"{home.resolve()} is restored; start dataops serve.")
    return 0


def back_up(home: Path, target: Path) -> None:
    """One compressed file, readable by its owner alone, whole or not at all.

    Databases come first: what their records name is written before them, so that it is in the backup too.
    """
    with TemporaryDirectory(dir=target.absolute().parent, prefix=".backup-") as folder:
        copy, part = Path(folder) / "copy.db", Path(folder) / "part"
        descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with (
            os.fdopen(descriptor, "wb") as stream,
            tarfile.open(fileobj=stream, mode="w:gz", compresslevel=COMPRESSION) as archive,
        ):
            for database in sorted(home.glob("*.db")):
                _copy_database(database, copy)
                archive.add(copy, database.relative_to(home))
                copy.unlink()
            for path in _files(home):
                _add(archive, path, home)
        part.replace(target)


def restore(source: Path, home: Path) -> None:
    """Put the files in place, the run store last; raises UserFacingError, or what reading raises."""
    with TemporaryDirectory(dir=home, prefix=".restore-") as folder:
        staged = Path(folder)
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                _extract(archive, member, staged)
        _check(staged)
        for path in sorted(staged.iterdir(), key=lambda path: path.name == RUNS):
            path.rename(home / path.name)


def _copy_database(database: Path, copy: Path) -> None:
    """A copy of one moment, whoever writes meanwhile."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=30)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))


def _files(home: Path) -> Iterator[Path]:
    """What is kept beside the databases, and is no file that is still being written."""
    beside = (".db", *(f".db{each}" for each in SIDE_FILES))
    for path in sorted(home.rglob("*")):
        database = path.parent == home and path.name.endswith(beside)
        half = path.name.startswith(UNFINISHED) or path.relative_to(home).parts[0] in LEFT_OUT
        if path.is_file() and not (path.is_symlink() or database or half):
            yield path


def _add(archive: tarfile.TarFile, path: Path, home: Path) -> None:
    try:
        archive.add(path, path.relative_to(home))
    except FileNotFoundError:
        return  # it was removed meanwhile


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, staged: Path) -> None:
    """One file, never outside the folder; what is neither file nor folder is not ours."""
    name = PurePosixPath(member.name)
    if name.is_absolute() or ".." in name.parts or not member.isfile():
        raise UserFacingError("The file is no backup of dataops; nothing was put in place.")
    target = staged / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = archive.extractfile(member)
    if content is not None:
        descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with content, os.fdopen(descriptor, "wb") as stream:
            shutil.copyfileobj(content, stream)


def _check(staged: Path) -> None:
    """Whether this release can use what was in the backup."""
    if not (staged / RUNS).is_file():
        raise UserFacingError("The file is no backup of dataops; nothing was put in place.")
    for path in staged.glob("*.db"):
        database = Database(path)
        try:
            if database.read("PRAGMA integrity_check")[0][0] != "ok":
                raise UserFacingError(f"{path.name} is damaged in the backup; take another one.")
        finally:
            database.close()
