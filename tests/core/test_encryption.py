"""Keys for what is encrypted at rest."""

from base64 import urlsafe_b64encode

import pytest
from cryptography.fernet import InvalidToken

from core.encryption import open_cipher
from core.errors import UserFacingError

OLD, NEW = (urlsafe_b64encode(bytes([each]) * 32).decode() for each in (1, 2))


def test_the_first_key_encrypts_and_each_decrypts() -> None:
    sealed = open_cipher(OLD).encrypt(b"token")
    both = open_cipher(f"{NEW}, {OLD}")
    assert both.decrypt(sealed) == b"token"
    assert open_cipher(NEW).decrypt(both.encrypt(b"token")) == b"token"
    with pytest.raises(InvalidToken):
        open_cipher(NEW).decrypt(sealed)


@pytest.mark.parametrize(
    "keys", ["", ",", "correct horse", f"{OLD},", f"{OLD},short", OLD[:-5], "\udcff", "ü"]
)
def test_what_is_no_key_is_told_without_quoting_it(keys: str) -> None:
    with pytest.raises(UserFacingError, match="DATAOPS_ENCRYPTION_KEY is not a key") as told:
        open_cipher(keys)
    assert told.value.__cause__ is None
    for part in ("horse", OLD, "short"):
        assert part not in str(told.value)
