"""The files that a thread's context points at."""

from collections.abc import Iterator, Mapping
from typing import Any

State = dict[str, Any]


def files_in(state: Mapping[str, Any]) -> list[str]:
    """The ids of the files among the inputs of each kind and of each question, each once."""
    return list(dict.fromkeys(_files(state)))


def pointing_at(state: Mapping[str, Any], files: Mapping[str, str]) -> State:
    """The context with these files in the place of those it points at, by their ids.

    Files without another are left out, and an input that has none left.
    """
    new: State = dict(state)
    if "inputs" in state:
        inputs = {kind: _input(kept, files) for kind, kept in state["inputs"].items()}
        new["inputs"] = {kind: kept for kind, kept in inputs.items() if kept["ids"]}
    if "asked" in state:
        new["asked"] = [{**each, "parameters": _parameters(each, files)} for each in state["asked"]]
    return new


def _files(state: Mapping[str, Any]) -> Iterator[str]:
    for kept in state.get("inputs", {}).values():
        yield from kept["ids"]
    for asked in state.get("asked", []):
        for value in asked["parameters"].values():
            yield from value if isinstance(value, list) else ()


def _input(kept: State, files: Mapping[str, str]) -> State:
    pairs = zip(kept["ids"], kept["names"], strict=True)
    left = [(files[each], name) for each, name in pairs if each in files]
    return {**kept, "ids": [each for each, _ in left], "names": [name for _, name in left]}


def _parameters(asked: State, files: Mapping[str, str]) -> State:
    """The inputs of a question; files are lists of ids, which no other input is."""
    new = {
        name: [files[each] for each in value if each in files] if isinstance(value, list) else value
        for name, value in asked["parameters"].items()
    }
    return {name: value for name, value in new.items() if value != []}
