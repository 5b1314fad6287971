"""The key that tokens are signed with."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE
from tempfile import mkstemp

import jwt
from pydantic import SecretStr

from core.access.token_signer import Algorithm
from core.errors import UserFacingError
from core.settings import Settings

FILE = "jwt-secret"
MAKE_ONE = 'python -c "import secrets; print(secrets.token_urlsafe(64))"'
SHORTEST: dict[Algorithm, int] = {"HS256": 32, "HS384": 48, "HS512": 64}
"""Bytes of a key: as many as the hash has (RFC 7518, 3.2)."""


def signing_secret(settings: Settings, *, loopback: bool) -> SecretStr:
    """``JWT_SECRET``; without it, where this machine alone is served, one that is made once and kept.

    Raises UserFacingError for a key that is too weak, and where there has to be one and is none.
    """
    if settings.jwt_secret is not None:
        return _checked(settings.jwt_secret, settings.jwt_algorithm)
    if not loopback:
        raise UserFacingError(
            "Tokens need JWT_SECRET, the same for every process, where others than this machine are served; "
            f"make one with: {MAKE_ONE}"
        )
    path = settings.dataops_home / FILE
    try:
        return SecretStr(_kept(path))
    except OSError as error:
        raise UserFacingError(
            f"{path} cannot be used ({error.strerror}); check its rights, or set JWT_SECRET."
        ) from error


def _checked(secret: SecretStr, algorithm: Algorithm) -> SecretStr:
    key = secret.get_secret_value().encode("utf-8", "replace")
    if len(key) < SHORTEST[algorithm]:
        raise UserFacingError(
            f"JWT_SECRET is shorter than the {SHORTEST[algorithm]} bytes that {algorithm} needs; "
            f"make one with: {MAKE_ONE}"
        )
    try:
        jwt.get_algorithm_by_name(algorithm).prepare_key(key)
    except jwt.InvalidKeyError:
        raise UserFacingError(
            f"JWT_SECRET is no secret of its own but a key of another kind; make one with: {MAKE_ONE}"
        ) from None  # its cause may quote the key
    return secret


def _kept(path: Path) -> str:
    """The secret in a file, made where there is none."""
    if not path.exists():
        _make(path)
    if S_IMODE(path.stat().st_mode) & 0o077:
        raise UserFacingError(f"{path} can be read by others; remove it, and a new one is made.")
    secret = path.read_bytes().decode("ascii", "replace").strip()
    if len(secret) < max(SHORTEST.values()):
        raise UserFacingError(f"{path} is damaged; remove it, and a new one is made.")
    return secret


def _make(path: Path) -> None:
    """Write a whole file under another name, then give it its own: the first of several processes wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = mkstemp(dir=path.parent, prefix=f".{path.name}-")  # readable by its owner alone
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(64))
            stream.flush()
            os.fsync(descriptor)
        with suppress(FileExistsError):
            path.hardlink_to(temporary)
    finally:
        Path(temporary).unlink()
