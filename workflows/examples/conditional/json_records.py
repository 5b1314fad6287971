"""The records of a JSON file: one document, or one value a line."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from core.errors import UserFacingError
from core.sizes import in_words
from core.tools.input_files import InputSource
from core.tools.text_encoding import encoding_of, open_text

LARGEST = 64 << 20
"""Bytes of a document that is parsed as a whole; lines may be as many as there are."""

NAMES = {dict: "object", list: "array", str: "string", bool: "boolean", int: "number", float: "number"}


@dataclass(slots=True)
class Records:
    """What stands in a JSON file. ``keys`` says for each key of the records of which types its values are."""

    is_lines: bool
    count: int = 0
    keys: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, value: Any) -> None:
        """One more record."""
        self.count += 1
        for key, inner in value.items() if isinstance(value, dict) else ():
            name = key.encode(errors="replace").decode()  # JSON may hold half a pair of UTF-16
            self.keys.setdefault(name, Counter())[NAMES.get(type(inner), "null")] += 1


def read_records(source: InputSource) -> Records:
    """All of them; raises UserFacingError for what is no valid JSON, naming the line."""
    records = Records(_is_lines(source))
    for value in _lines(source) if records.is_lines else _document(source):
        records.add(value)
    return records


def _is_lines(source: InputSource) -> bool:
    """Whether the first line is a value of its own, and there is a second one."""
    with open_text(source, encoding_of(source)) as text:
        first, second = text.readline(LARGEST), text.readline(2)
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return bool(second.strip())


def _lines(source: InputSource) -> Iterator[Any]:
    with open_text(source, encoding_of(source)) as text:
        for number, line in enumerate(text, 1):
            if line.strip():
                try:
                    yield json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise UserFacingError(
                        f"{source.name} has one JSON value a line, but line {number:,} holds none; export it "
                        "again."
                    ) from error


def _document(source: InputSource) -> Iterator[Any]:
    if source.size > LARGEST:
        raise UserFacingError(
            f"{source.name} is one JSON document of {in_words(source.size)}, and I read one of up to "
            f"{in_words(LARGEST)} as a whole; export it with one record a line."
        )
    try:
        with open_text(source, encoding_of(source)) as text:
            whole = json.load(text)
    except (ValueError, RecursionError) as error:
        where = f", line {error.lineno:,}" if isinstance(error, json.JSONDecodeError) else ""
        raise UserFacingError(
            f"{source.name} looks like JSON and is not valid{where}; export it again."
        ) from error
    yield from whole if isinstance(whole, list) else [whole]
