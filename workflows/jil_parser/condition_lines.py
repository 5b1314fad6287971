"""Conditions, one a line, as trees or in words."""

from collections.abc import Iterable
from typing import Any, TextIO

import orjson

from workflows.jil_parser.engine.conditions import ConditionError, condition_tree, explain, parse_condition


def write_conditions(lines: Iterable[str], out: TextIO, *, as_json: bool) -> int:
    """Write one result for each line; the number of those that are not valid."""
    failed = 0
    for line in lines:
        text = line.rstrip("\r\n")
        try:
            parsed = parse_condition(text)
        except ConditionError as error:
            failed += 1
            told = _document(text, "null", str(error)) if as_json else f"not valid: {error}"
        else:
            told = _document(text, _tree(condition_tree(parsed)), None) if as_json else explain(parsed)
        out.write(f"{told}\n")
    return failed


def _document(text: str, tree: str, error: str | None) -> str:
    return f'{{"text":{_json(text)},"ast":{tree},"error":{_json(error)}}}'


def _tree(tree: list[Any]) -> str:
    """The tree as JSON, however deep it is; orjson stops at 254 levels."""
    parts: list[str] = []
    todo: list[Any] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, str):
            parts.append(node)
        elif node[0] in ("and", "or"):
            operator, left, right = node
            todo += ["]", right, ",", left, f'["{operator}",']
        else:
            parts.append(_json(node))
    return "".join(parts)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
