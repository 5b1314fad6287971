"""What happened to a service and what people saw of it, in order: one JSON object a line.

The kinds, with what each holds besides ``at`` (seconds since the epoch) and ``kind``:

- ``sent``: ``event``, ``thread``, ``reply`` (words that stand in the answer to this event alone)
- ``acknowledged``: ``event``
- ``shown``: ``thread``, ``post``, ``text``; again each time that a post reads otherwise
- ``gone``: ``post``
- ``asked``: ``thread``, ``text`` of a question that is due once
- ``effect``: ``key`` of something that is to happen once
- ``taken``: ``question`` whose answer a workflow went on with, ``answer``
- ``fault``: ``name`` of what was done to the service
- ``secret``: ``value`` that nobody may read anywhere
- ``logged``: ``line`` of the service's log
- ``load``: ``moment`` (``begin`` or ``end``), ``memory`` in bytes, ``files`` that are open
"""

import time
from pathlib import Path
from typing import Any

import orjson

Record = dict[str, Any]


class History:
    """Kept in memory, and in a file for whoever looks into a failure."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.records: list[Record] = []

    def note(self, kind: str, **what: Any) -> None:
        """Something happened now."""
        record = {"at": round(time.time(), 3), "kind": kind, **what}
        self.records.append(record)
        with self.path.open("ab") as stream:
            stream.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))

    def of(self, kind: str) -> list[Record]:
        """The records of a kind."""
        return [record for record in self.records if record["kind"] == kind]
