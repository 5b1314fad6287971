"""A thread's context without what is to be forgotten, and with what others need of it."""

from collections.abc import Collection, Mapping
from typing import Any

from core.contexts.files import files_in, pointing_at

State = dict[str, Any]


def without(state: Mapping[str, Any], run_ids: Collection[str], files: Collection[str]) -> State:
    """The context without the questions of these runs, and without these files (their ids).

    What was summed up goes too: nobody can tell whose words are in it. It is made anew when it is needed.
    """
    kept = {name: value for name, value in state.items() if name != "summary"}
    left = pointing_at(kept, {file: file for file in files_in(kept) if file not in files})
    if "asked" in left:
        left["asked"] = [each for each in left["asked"] if each["run_id"] not in run_ids]
    return left


def mentions(state: Mapping[str, Any], run_ids: Collection[str], files: Collection[str]) -> bool:
    """Whether a context holds something of these runs or files, or words of anybody."""
    asked = any(each["run_id"] in run_ids for each in state.get("asked", []))
    return asked or bool(state.get("summary")) or not set(files).isdisjoint(files_in(state))
