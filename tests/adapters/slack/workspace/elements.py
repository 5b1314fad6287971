"""The interactive elements of a message or view, and what somebody put into them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.adapters.slack.workspace.payload import JSON

Field = tuple[JSON, JSON]
"""A block and the element in it."""

_ONE = {
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "rich_text_input": "rich_text_value",
}
"""Elements whose value stands as it is, under this key."""

_INITIAL = {
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "selected_user": "initial_user",
    "selected_conversation": "initial_conversation",
    "selected_channel": "initial_channel",
    "selected_users": "initial_users",
    "selected_conversations": "initial_conversations",
    "selected_channels": "initial_channels",
    "rich_text_value": "initial_value",
}


def fields(blocks: list[JSON]) -> Iterator[Field]:
    """Every interactive element with its block: of inputs, of rows of actions, and beside sections."""
    for block in blocks:
        single = [block.get("element"), block.get("accessory")]
        many = block.get("elements", []) if block["type"] in ("actions", "context_actions") else []
        for element in [*single, *many]:
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def find(blocks: list[JSON], action_id: str, value: Any) -> Field:
    """The element that somebody presses; LookupError where it is not there."""
    for block, element in fields(blocks):
        same = element["action_id"] == action_id
        if same and (element["type"] != "button" or value in (None, element.get("value"))):
            return block, element
    raise LookupError(f"nothing with action_id {action_id!r} and value {value!r} to press")


def state(blocks: list[JSON], given: Mapping[str, Any], files: Callable[[Any], list[JSON]]) -> JSON:
    """The ``state.values`` of blocks after somebody put in what is given, by ``action_id`` or ``block_id``.

    ``files`` makes file objects of what is given for a file input. Raises LookupError for a field that is not
    there, and ValueError for what Slack does not let people send: a needed field left empty, a text too long.
    """
    values: JSON = {}
    unknown = set(given)
    for block, element in fields(blocks):
        if element["type"] in ("button", "overflow"):
            continue
        name = element["action_id"] if element["action_id"] in given else block["block_id"]
        unknown.discard(name)
        entered = content(element, given.get(name), files)
        if block["type"] == "input":
            _check(block, element, entered)
        values.setdefault(block["block_id"], {})[element["action_id"]] = entered
    if unknown:
        raise LookupError(f"the form has no field {sorted(unknown)}")
    return values


def content(element: JSON, given: Any, files: Callable[[Any], list[JSON]]) -> JSON:
    """What an element holds, in the shape of its kind; without something given, what it began with."""
    kind = element["type"]
    if kind in _ONE:
        key = _ONE[kind]
        return {"type": kind, key: element.get(_INITIAL[key]) if given is None else given}
    if kind in ("static_select", "external_select", "radio_buttons", "overflow"):
        chosen = element.get("initial_option") if given is None else option(element, given)
        return {"type": kind, "selected_option": chosen}
    if kind in ("multi_static_select", "multi_external_select", "checkboxes"):
        begun = element.get("initial_options", [])
        return {
            "type": kind,
            "selected_options": begun if given is None else [option(element, each) for each in given],
        }
    if kind == "file_input":
        return {"type": kind, "files": files(given or ())}
    return {"type": kind, "value": element.get("initial_value") if given is None else str(given)}


def option(element: JSON, value: str) -> JSON:
    """The option with a value; LookupError where it is not offered."""
    groups = [element, *element.get("option_groups", ())]
    for each in (each for group in groups for each in group.get("options", ())):
        if each["value"] == value:
            return dict(each)
    raise LookupError(f"{value!r} is not offered by {element['action_id']}")


def _check(block: JSON, element: JSON, entered: JSON) -> None:
    """What Slack's form itself refuses to send."""
    label = block["label"]["text"]
    value = next(entry for key, entry in entered.items() if key != "type")
    if not block.get("optional") and not value:
        raise ValueError(f"Slack keeps the form open: {label!r} is needed")
    if element["type"] == "file_input" and len(value) > int(element.get("max_files", 10)):
        raise ValueError(f"Slack keeps the form open: too many files for {label!r}")
    if isinstance(value, str) and len(value) > int(element.get("max_length", 3000)):
        raise ValueError(f"Slack keeps the form open: {label!r} is too long")
    if element["type"] == "number_input" and value:
        _check_number(label, element, value)


def _check_number(label: str, element: JSON, value: str) -> None:
    number = float(value)
    if not element.get("is_decimal_allowed") and not number.is_integer():
        raise ValueError(f"Slack keeps the form open: {label!r} takes whole numbers")
    low, high = float(element.get("min_value", "-inf")), float(element.get("max_value", "inf"))
    if not low <= number <= high:
        raise ValueError(f"Slack keeps the form open: {label!r} is out of range")
