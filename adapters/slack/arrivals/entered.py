"""What somebody typed, chose or attached in the elements of a form or message."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from adapters.slack.arrivals import rich_text
from adapters.slack.arrivals.attached import Attached, attached
from adapters.slack.arrivals.shapes import FileShape
from core.chat.cleaning import tidy, wellformed

Value = str | tuple[str, ...] | None
"""One text, several ones where several can be chosen, or nothing."""

_ONE = (
    *("value", "selected_date", "selected_time", "selected_user"),
    *("selected_channel", "selected_conversation", "selected_date_time"),
)
_SEVERAL = ("selected_users", "selected_channels", "selected_conversations")
_FILES = TypeAdapter(list[FileShape])


@dataclass(frozen=True, slots=True)
class Entered:
    """One element's state. ``block`` and ``action`` are the ids that it was made with."""

    block: str
    action: str
    value: Value
    attached: Attached


def entered(state: Any, tenant: str) -> tuple[Entered, ...]:
    """Every element of a ``state``, in Slack's order; raises ValueError for files that are none."""
    values = state.get("values") if isinstance(state, dict) else None
    blocks = values.items() if isinstance(values, dict) else ()
    return tuple(
        Entered(wellformed(block), wellformed(action), value_of(element), _attached(element, tenant))
        for block, elements in blocks
        if isinstance(elements, dict)
        for action, element in elements.items()
        if isinstance(element, dict)
    )


def value_of(element: Mapping[str, Any]) -> Value:
    """What an element holds, whatever kind of element it is.

    A line that was typed is tidied like any other; several lines may be code and stay as they are.
    """
    if "selected_options" in element:
        return _texts([option.get("value") for option in rich_text.objects(element["selected_options"])])
    several = next((key for key in _SEVERAL if key in element), None)
    if several is not None:
        return _texts(element[several])
    option = element.get("selected_option")
    held = [option.get("value")] if isinstance(option, dict) else [element.get(key) for key in _ONE]
    value = next(iter(_texts(held)), None)
    is_line = value is not None and "\n" not in value and element.get("type") == "plain_text_input"
    return tidy(value) if value is not None and is_line else value


def _texts(values: Any) -> tuple[str, ...]:
    """The texts among some values; a moment is a number of seconds."""
    listed = values if isinstance(values, list) else []
    kept = (each for each in listed if isinstance(each, str | int) and not isinstance(each, bool))
    return tuple(wellformed(str(each)) for each in kept)


def _attached(element: Mapping[str, Any], tenant: str) -> Attached:
    files = element.get("files")
    return attached(_FILES.validate_python(files), tenant) if files else Attached()
