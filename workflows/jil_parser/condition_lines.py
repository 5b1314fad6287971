"""Conditions, one a line, as trees or in words."""

from collections.abc import Iterable

import orjson

from workflows.jil_parser.engine.conditions import ConditionError, condition_tree, explain, parse_condition


def print_conditions(lines: Iterable[str], *, as_json: bool) -> int:
    """Print one result for each line; the number of those that are not valid."""
    failed = 0
    for line in lines:
        text = line.rstrip("\r\n")
        try:
            parsed = parse_condition(text)
        except ConditionError as error:
            failed += 1
            print(_document(text, None, str(error)) if as_json else f"not valid: {error}")
            continue
        print(_document(text, condition_tree(parsed), None) if as_json else explain(parsed))
    return failed


def _document(text: str, tree: list[object] | None, error: str | None) -> str:
    return orjson.dumps({"text": text, "ast": tree, "error": error}).decode()
