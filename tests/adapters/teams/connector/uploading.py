"""The parts of an upload, as OneDrive takes them.

https://learn.microsoft.com/onedrive/developer/rest-api/api/driveitem_createuploadsession.
"""

import re

from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.stored_file import StoredFile

PART_BYTES = 320 * 1024
"""Parts of an upload are a multiple of this, but for the last one."""

REQUEST_BYTES = 60 * 1024 * 1024
"""A part has less than this."""

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


class RefusedError(Exception):
    """A request that the host does not take."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


def grow(file: StoredFile, header: str, part: bytes) -> JSON:
    """Add a part, which begins where the last one ended; gives what is still to come, or the item."""
    if file.content is not None:
        raise RefusedError(404, "itemNotFound")
    first, last, total = _range(header)
    if first != len(file.received) or file.total not in (None, total):
        raise RefusedError(416, "invalidRange")
    if len(part) != last - first + 1 or last >= total or len(part) >= REQUEST_BYTES:
        raise RefusedError(400, "invalidRequest")
    if last + 1 < total and len(part) % PART_BYTES:
        raise RefusedError(400, "invalidRequest")
    file.total = total
    file.received += part
    if len(file.received) < total:
        return {"nextExpectedRanges": [f"{len(file.received)}-"]}
    file.content = bytes(file.received)
    return {"id": file.id, "name": file.name, "size": total, "file": {}}


def _range(header: str) -> tuple[int, int, int]:
    found = _RANGE.fullmatch(header)
    if found is None:
        raise RefusedError(400, "invalidRequest")
    first, last, total = map(int, found.groups())
    return first, last, total
