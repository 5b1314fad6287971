"""parse.json is the documented schema: its keys and nothing more."""

import json
from typing import Any

import pytest

from tests.workflows.jil_parser.engine.estates import DATA, NAMES, expected, read, read_reference
from workflows.jil_parser.engine.reader import Source, read_estate
from workflows.jil_parser.outputs.parse_json import BATCH, parse_json

KEYS = {
    "jobs": {"name", "type", "box", "statement", "attributes"},
    "edges": {"from", "to", "kind", "status", "lookback", "instance", "operator", "value"},
    "diagnostics": {"code", "severity", "line", "message"},
}


def written(estate: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(b"".join(parse_json(estate)))
    return document


def in_order(edges: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(edge, sort_keys=True) for edge in edges)


@pytest.mark.parametrize("name", NAMES)
def test_reference_files_are_written_exactly(name: str) -> None:
    document, known = written(read_reference(name)), expected(name)
    assert document.keys() == KEYS.keys()
    for part, keys in KEYS.items():
        assert all(entry.keys() == keys for entry in document[part])
    assert document["jobs"] == known["jobs"]
    assert in_order(document["edges"]) == in_order(known["edges"])


def test_an_empty_estate_is_a_document_too() -> None:
    assert written(read("")) == {"jobs": [], "edges": [], "diagnostics": []}


def test_more_entries_than_a_batch_are_one_list() -> None:
    text = "".join(f"insert_job: J{number}\n" for number in range(2 * BATCH + 1))
    assert [job["name"] for job in written(read(text))["jobs"]] == [f"J{n}" for n in range(2 * BATCH + 1)]


def test_in_a_script_of_several_files_messages_name_their_file() -> None:
    sources = [Source(path.name, path.read_bytes()) for path in sorted(DATA.glob("*.jil"))[:2]]
    messages = [entry["message"] for entry in written(read_estate(sources))["diagnostics"]]
    assert all(message.startswith((f"{sources[0].name}: ", f"{sources[1].name}: ")) for message in messages)
    alone = [entry["message"] for entry in written(read_estate(sources[:1]))["diagnostics"]]
    assert not any(message.startswith(sources[0].name) for message in alone)
