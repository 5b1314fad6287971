"""What was decrypted for somebody does not lie about, nor in a backup."""

import asyncio
import os
import tarfile
import time
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bots import opened_copies
from bots.backup import back_up
from core.artifacts.opening import OPENED_SECONDS
from tests.house import House, open_house
from tests.sample_workflows import write_counter

SECRET = b"PAYROLL_4711"


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    write_counter(tmp_path / "workflows")
    path = tmp_path / "day.lst"
    path.write_bytes(SECRET + b"\nb\n")
    return path


def encrypting() -> dict[str, str]:
    return {
        "dataops_encrypted_classes": "listing",
        "dataops_encryption_key": Fernet.generate_key().decode(),
    }


def holding(folder: Path) -> list[Path]:
    """The files that hold the secret in the clear."""
    return [path for path in folder.rglob("*") if path.is_file() and SECRET in path.read_bytes()]


async def dropped_by_the_chore(house: House, copies: list[Path]) -> None:
    chore = asyncio.create_task(opened_copies.drop_opened_copies(house.service.services.artifacts))
    async with asyncio.timeout(10):
        while any(each.exists() for each in copies):
            await asyncio.sleep(0)
    chore.cancel()
    with suppress(asyncio.CancelledError):
        await chore


async def test_it_goes_when_nobody_has_read_it_for_a_while(
    tmp_path: Path, listing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened_copies, "LOOK_SECONDS", 0)
    async with open_house(tmp_path, **encrypting()) as house:
        await house.ask("count the lines of this listing", files=(listing,))
        copies = holding(tmp_path / "home")
        assert {path.parent.name for path in copies} == {"opened"}
        house.service.services.artifacts.drop_opened()
        assert holding(tmp_path / "home") == copies
        for path in copies:
            read = time.time() - OPENED_SECONDS - 1
            os.utime(path, (read, read))
        await dropped_by_the_chore(house, copies)
        assert holding(tmp_path / "home") == []


async def test_it_is_in_no_backup(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path, **encrypting()) as house:
        await house.ask("count the lines of this listing", files=(listing,))
        assert holding(tmp_path / "home")
        await asyncio.to_thread(back_up, (tmp_path / "home").resolve(), tmp_path / "backup.tar.gz")
    with tarfile.open(tmp_path / "backup.tar.gz") as archive:
        contents = [archive.extractfile(member) for member in archive]
        assert contents
        assert not [each for each in contents if each is not None and SECRET in each.read()]
