"""A wheel, as the binary distribution format (PEP 427) has it: the same bytes for the same content."""

import io
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from zipfile import ZIP_STORED, ZipFile, ZipInfo

BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The first time that a ZIP archive can hold."""

READABLE = 0o100644 << 16


def wheel_of(files: Mapping[str, bytes], information: str) -> bytes:
    """The archive. ``information`` is the folder that gets the record.

    Nothing is packed: another release of zlib would give other bytes.
    """
    record = f"{information}/RECORD"
    lines = [f"{_quoted(path)},sha256={_digest(content)},{len(content)}" for path, content in files.items()]
    text = "\n".join([*lines, f"{record},,"]) + "\n"
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        for path, content in {**files, record: text.encode()}.items():
            place = ZipInfo(path, BEGINNING)
            place.external_attr, place.create_system = READABLE, 3  # as on Unix, wherever it is made
            archive.writestr(place, content)
    return packed.getvalue()


def _quoted(path: str) -> str:
    """A path as a field of CSV."""
    return '"' + path.replace('"', '""') + '"' if set(path) & set(',"\r\n') else path


def _digest(content: bytes) -> str:
    """As the format writes it: without the signs that fill it up."""
    return urlsafe_b64encode(sha256(content).digest()).rstrip(b"=").decode()
