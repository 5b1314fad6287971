"""What is kept encrypted at rest, and with which keys."""

from cryptography.fernet import Fernet, MultiFernet

from core.errors import UserFacingError


def open_cipher(keys: str) -> MultiFernet:
    """The cipher of keys separated by commas: the first one encrypts, each of them decrypts.

    Raises UserFacingError for what is no key; its text holds none of them.
    """
    try:
        return MultiFernet([Fernet(key.strip()) for key in keys.split(",")])
    except ValueError:
        raise UserFacingError(
            "DATAOPS_ENCRYPTION_KEY is not a key, or several separated by commas; make one with: "
            'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
        ) from None  # its cause may quote the key
