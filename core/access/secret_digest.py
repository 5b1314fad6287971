"""What is kept in the place of a secret, so that nobody who reads the database can use it."""

from hashlib import sha256


def secret_digest(secret: str) -> str:
    """Always the same for the same secret; a secret that can be guessed can be found again."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
