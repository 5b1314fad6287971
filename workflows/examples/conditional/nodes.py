"""The steps: find out what the file is; then one of the readers answers."""

from collections import Counter
from itertools import islice
from typing import Any

import orjson

from core.errors import UserFacingError
from core.sizes import in_words
from core.tools.input_files import InputSource, input_sources
from core.tools.progress import report_progress
from core.tools.tables import SEPARATORS, WORKBOOK, table_of
from core.tools.telling import code, counted, joined, listed
from core.tools.text_encoding import NAMES, encoding_of, open_text
from core.tools.workspace import input_path, save_artifact

from .create_table import create_table, types_of
from .json_records import read_records
from .recognition import ENTRY, encoding, fields_of, first_lines, format_of, head_of, kind_of, line_end
from .state import State

SHOWN = 20
"""Columns, keys or files that an answer shows."""

ERRORS = ("ERROR", "ERR", "FATAL", "SEVERE", "CRITICAL")

LABELS = {"separator": "Separator", "line_end": "Line ends"}
SAID = SEPARATORS | {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}
"""What settings are called where characters would not be seen."""


def recognise(state: State) -> State:
    """Find out what it is, by its content."""
    sources = input_sources(state["file"])
    if any(source.name == WORKBOOK for source in sources):
        return {"kind": "workbook"}
    if len(sources) > 1 and len(state["file"]) > 1:
        raise UserFacingError(f"I look into one file at a time, not {len(state['file'])}; attach one.")
    return {"kind": "archive" if len(sources) > 1 else kind_of(sources[0])}


def reader_for(state: State) -> str:
    """Which step goes on."""
    return READERS[state["kind"]].__name__


def read_table(state: State) -> State:
    """Separated cells: how to read them, and the table that takes them."""
    source = _source(state)
    table = table_of(source)
    rows, types = types_of(table, report_progress)
    facts = {
        "separator": table.separator,
        "line_end": line_end(source),
        "rows": rows,
        "columns": types,
    }
    sql = create_table(source.name, types)
    lines = [f"{code(name)}: {kind}" for name, kind in types.items()]
    details = f"```sql\n{sql}```" if len(types) <= SHOWN else listed(lines, SHOWN, "reading.json")
    what = f"a table of {counted(rows, 'row')} and {counted(len(types), 'column')}"
    return _answered(state, f"{what}, separated by {SEPARATORS[table.separator]}s", facts, details, sql)


def read_json(state: State) -> State:
    """Records: how many, and which keys they have."""
    records = read_records(_source(state))
    form = "one value a line" if records.is_lines else "one document"
    keys = {name: dict(counts) for name, counts in records.keys.items()}
    lines = [
        f"{code(name)}: {joined(sorted(kinds))}"
        + (f", in {counted(sum(kinds.values()), 'record')}" if sum(kinds.values()) < records.count else "")
        for name, kinds in keys.items()
    ]
    return _answered(
        state,
        f"JSON, {form}: {counted(records.count, 'record')} with {counted(len(keys), 'key')}",
        {"form": form, "records": records.count, "keys": keys},
        listed(lines, SHOWN, "reading.json"),
    )


def read_log(state: State) -> State:
    """Entries: how many of each level, and from when to when."""
    source = _source(state)
    levels, first, last, other = Counter[str](), "", "", 0
    with open_text(source, encoding_of(source)) as text:
        for line in text:
            entry = ENTRY.match(line)
            if entry is None:
                other += bool(line.strip())
                continue
            moment = entry[1].replace("T", " ")
            first, last = min(first or moment, moment), max(last, moment)
            levels[entry[2].upper()] += 1
    facts = {"entries": levels.total(), "levels": dict(levels), "first": first, "last": last, "other": other}
    lines = [f"{name}: {count:,}" for name, count in levels.most_common()]
    if other:
        lines.append(f"{counted(other, 'line')} that begin no entry, such as those of stack traces")
    errors = sum(levels[name] for name in ERRORS)
    what = f"a log with {counted(levels.total(), 'entry', 'entries')} from {first} to {last}, "
    what += f"{errors:,} of them {'an error' if errors == 1 else 'errors'}"
    return _answered(state, what, facts, listed(lines, SHOWN, "reading.json"))


def read_fixed_width(state: State) -> State:
    """Lines of one length: where the fields stand in the first of them."""
    source = _source(state)
    lines = first_lines(head_of(source))
    fields = fields_of(lines)
    shown = [f"{begin} to {end}: {code(lines[0][begin - 1 : end].strip(), 40)}" for begin, end in fields]
    return _answered(
        state,
        f"text in {counted(len(fields), 'field')} of fixed width, {len(lines[0]):,} characters a line",
        {"line_length": len(lines[0]), "fields": fields, "looked_at_lines": len(lines)},
        f"The fields, with what the first line holds there, as far as {counted(len(lines), 'line')} show:\n"
        + listed(shown, SHOWN, "reading.json"),
    )


def list_archive(state: State) -> State:
    """Several files: what they are called, and how large they are."""
    sources = input_sources(state["file"])
    files = [{"name": source.name, "bytes": source.size} for source in sources]
    lines = [f"{code(source.name)}: {in_words(source.size)}" for source in sources]
    return _answered(
        state,
        f"a zip archive of {counted(len(sources), 'file')}",
        {"files": files},
        listed(lines, SHOWN, "reading.json"),
    )


def name_binary(state: State) -> State:
    """No text: what its first bytes say."""
    name = "Excel" if state["kind"] == "workbook" else format_of(_source(state))
    what = f"a file of the format {name}" if name else "a binary file of a format that I do not know"
    return _answered(
        state, what, {"format": name}, "It is no text: a program that knows the format reads it."
    )


def describe_text(state: State) -> State:
    """XML, plain text, or nothing at all."""
    source = _source(state)
    if state["kind"] == "empty":
        return _answered(state, f"empty ({counted(source.size, 'byte')})", {}, "")
    with open_text(source, encoding_of(source)) as text:
        lines = sum(1 for _ in text)
    what = "XML" if state["kind"] == "xml" else "plain text without columns that I could tell"
    return _answered(state, f"{what}, {counted(lines, 'line')}", {"lines": lines}, "")


def _source(state: State) -> InputSource:
    return input_sources(state["file"])[0]


def _answered(state: State, what: str, facts: dict[str, Any], details: str, sql: str = "") -> State:
    """What every reader returns: what the file is, and the settings with which it is read."""
    sources = input_sources(state["file"])
    single = state["kind"] not in {"archive", "workbook"}
    name = sources[0].name if single else input_path(state["file"][0])[0]
    size = sum(source.size for source in sources)
    coded = encoding(sources[0]) if single and state["kind"] != "binary" else None
    told = {"Size": in_words(size)} | ({"Encoding": NAMES[coded]} if coded else {})
    told |= {LABELS[key]: SAID.get(value, value) for key, value in facts.items() if key in LABELS}
    reading = {"file": name, "kind": state["kind"], "bytes": size, "encoding": coded, **facts}
    files: dict[str, str | bytes] = {"reading.json": orjson.dumps(reading, option=orjson.OPT_INDENT_2)}
    files |= {"create_table.sql": sql} if sql else {}
    return {
        "success": True,
        "result": {"file": name, "kind": state["kind"], "encoding": coded, **_bounded(facts)},
        "artifacts": [
            save_artifact(
                each, content, kind="reading", created_by=state["kind"], parents=list(state["file"])
            )
            for each, content in files.items()
        ],
        "answer": {"finding": f"{code(name)} is {what}.", "numbers": told, "details": details},
    }


def _bounded(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts with the beginnings of long lists."""
    return {
        key: dict(islice(value.items(), SHOWN))
        if isinstance(value, dict)
        else value[:SHOWN]
        if isinstance(value, list)
        else value
        for key, value in facts.items()
    }


READERS = {
    "table": read_table,
    "json": read_json,
    "log": read_log,
    "fixed_width": read_fixed_width,
    "archive": list_archive,
    "binary": name_binary,
    "workbook": name_binary,
    "text": describe_text,
    "xml": describe_text,
    "empty": describe_text,
}
"""Which step goes on for each kind of file."""
