"""What may be taken over of the values that a model gave."""

import re
from collections.abc import Mapping
from typing import Any

from core.contracts import WorkflowInputParameter, WorkflowMetadata
from core.orchestrator.lexical.english import NUMBER_WORDS

LONGEST = 256
"""Characters of a value."""


def chosen_parameters(
    metadata: WorkflowMetadata,
    given: Mapping[str, Any],
    text: str,
    found: Mapping[str, Any],
    remembered: Mapping[str, Any],
) -> dict[str, Any]:
    """The parameters ``found`` by words, with those of a model that hold.

    A value must be one as the workflow declares it; it must stand in the message or be one of a closed set,
    or the thread must remember it. What is only remembered takes no place that the words have filled.
    """
    chosen = dict(found)
    for parameter in metadata.required_inputs:
        value = _read(parameter, given.get(parameter.name))
        if value is None:
            continue
        if _is_stated(parameter, value, text):
            chosen[parameter.name] = value
        elif value in remembered.values():
            chosen.setdefault(parameter.name, value)
    return chosen


def _read(parameter: WorkflowInputParameter, given: Any) -> Any:
    """A value of this parameter; None for everything else. A place of a file is never taken from a model."""
    if parameter.type == "file" or not isinstance(given, str | int | float) or len(str(given)) > LONGEST:
        return None
    try:
        return parameter.read(str(given))
    except ValueError:
        return None


def _is_stated(parameter: WorkflowInputParameter, value: Any, text: str) -> bool:
    if parameter.type in ("choice", "boolean"):
        return True
    words = [str(value), *(word for word, number in NUMBER_WORDS.items() if number == value)]
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) for word in words)
