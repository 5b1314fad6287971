"""Where an object stands in S3: a bucket and a key, taken literally."""

import re
from dataclasses import dataclass

from core.errors import UserFacingError

SCHEME = "s3://"
MAX_KEY = 1024
"""Bytes of UTF-8 in a key (S3's own limit)."""

_BUCKET = re.compile(r"[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]", re.ASCII)


def is_s3(text: str) -> bool:
    """Whether a text is meant as the address of an object."""
    return text[: len(SCHEME)].lower() == SCHEME


@dataclass(frozen=True, slots=True)
class S3Location:
    """``str`` gives ``s3://bucket/key``: what is read, and what the access policy is asked about.

    Nothing is decoded or normalised. Keys with a segment ``.`` or ``..`` are refused: a proxy on the way may
    resolve them, and then another object would be read than the one that was allowed. So is what cannot be
    shown as it is (control characters, marks that turn the direction of text).
    """

    bucket: str
    key: str

    @classmethod
    def parse(cls, text: str) -> "S3Location":
        """The location in ``s3://bucket/key``; raises UserFacingError for anything else."""
        bucket, _, key = text[len(SCHEME) :].partition("/")
        if not is_s3(text) or _BUCKET.fullmatch(bucket) is None or not _is_key(key):
            raise UserFacingError(
                f"'{_shown(text)}' is no address of an object; write it like s3://bucket/folder/file."
            )
        return cls(bucket, key)

    @property
    def name(self) -> str:
        """The last part of the key."""
        return self.key.rpartition("/")[2]

    def __str__(self) -> str:
        return f"{SCHEME}{self.bucket}/{self.key}"


def _is_key(key: str) -> bool:
    """Whether an object can have this key; one that ends in a slash is a folder."""
    if not key.isprintable() or key.endswith("/") or not 0 < len(key.encode()) <= MAX_KEY:
        return False
    return not {".", ".."}.intersection(key.split("/"))


def _shown(text: str) -> str:
    """The beginning of what was written, on one line."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text[:120])
