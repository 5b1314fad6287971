"""The key of the tokens: given, or made once where only this machine is served."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from core.access.signing_secret import FILE, signing_secret
from core.errors import UserFacingError
from core.settings import Settings


@pytest.fixture(autouse=True)
def _bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JWT_SECRET", "JWT_ALGORITHM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def secret(home: Path, *, loopback: bool = True, **given: Any) -> str:
    settings = Settings(_env_file=None, dataops_home=home, **given)
    return signing_secret(settings, loopback=loopback).get_secret_value()


@pytest.mark.parametrize("loopback", [True, False])
def test_a_given_one_is_taken_and_nothing_is_written(tmp_path: Path, loopback: bool) -> None:  # noqa: FBT001
    assert secret(tmp_path, loopback=loopback, jwt_secret="s" * 32) == "s" * 32
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("algorithm", "least"), [("HS256", 32), ("HS384", 48), ("HS512", 64)])
def test_one_that_is_too_short_is_refused_without_being_shown(
    tmp_path: Path, algorithm: str, least: int
) -> None:
    assert secret(tmp_path, jwt_secret="é" * (least // 2), jwt_algorithm=algorithm)
    with pytest.raises(UserFacingError, match=rf"shorter than the {least} bytes .*token_urlsafe") as told:
        secret(tmp_path, jwt_secret="s" * (least - 1), jwt_algorithm=algorithm)
    assert "sss" not in str(told.value)


@pytest.mark.parametrize(
    "key",
    [
        "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----",
        '{"kty": "oct", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQ"}',
    ],
)
def test_a_key_of_another_kind_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(UserFacingError, match="key of another kind") as told:
        secret(tmp_path, jwt_secret=key)
    assert key[:30] not in str(told.value)
    assert told.value.__cause__ is None


def test_without_one_others_are_not_served(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match=r"Tokens need JWT_SECRET.*token_urlsafe"):
        secret(tmp_path, loopback=False)
    assert list(tmp_path.iterdir()) == []


def test_on_this_machine_one_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    made = secret(home)
    assert len(made) >= 64
    assert [path.name for path in home.iterdir()] == [FILE]
    assert (home / FILE).stat().st_mode & 0o777 == 0o600
    assert secret(home) == made
    assert secret(tmp_path / "other") != made


def test_processes_that_begin_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: secret(tmp_path), range(16)))
    assert len(made) == 1
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_the_first_one_stays_when_another_process_was_quicker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = "t" * 80

    def overtaken(path: Path, _: object) -> None:
        path.write_text(theirs)
        path.chmod(0o600)
        raise FileExistsError

    monkeypatch.setattr(Path, "hardlink_to", overtaken)
    assert secret(tmp_path) == theirs
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 20])
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes) -> None:
    secret(tmp_path)
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(UserFacingError, match="is damaged; remove it"):
        secret(tmp_path)


def test_a_file_that_others_can_read_is_told(tmp_path: Path) -> None:
    secret(tmp_path)
    (tmp_path / FILE).chmod(0o640)
    with pytest.raises(UserFacingError, match="can be read by others; remove it"):
        secret(tmp_path)


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("a file")
    with pytest.raises(UserFacingError, match=r"jwt-secret cannot be used .* or set JWT_SECRET"):
        secret(tmp_path / "occupied")
    assert [path.name for path in tmp_path.iterdir()] == ["occupied"]
