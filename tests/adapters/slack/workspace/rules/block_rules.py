"""What Slack accepts as a block: docs.slack.dev/reference/block-kit/blocks."""

from collections.abc import Callable
from typing import Any

from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.rules import element_rules
from tests.adapters.slack.workspace.rules.examination import Examination, Surface

BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
BLOCK_ID = 255
SECTION_TEXT = 3000
FIELDS = 10
FIELD = 2000
HEADER = 150
ACTIONS = 25
CONTEXT = 10
CONTEXT_ACTIONS = 5
MARKDOWN = 12_000
LABEL = 2000
TABLE_ROWS = 100
TABLE_CELLS = 20
TABLE_TEXT = 10_000

_SELECTS = frozenset(
    f"{many}{what}_select"
    for many in ("", "multi_")
    for what in ("static", "external", "users", "conversations", "channels")
)
_PICKERS = frozenset({"datepicker", "timepicker", "datetimepicker", "checkboxes", "radio_buttons"})
_IN_ACTIONS = _SELECTS | _PICKERS | {"button", "overflow", "workflow_button"}
_IN_SECTION = _IN_ACTIONS | {"image"}
_IN_INPUT = (
    _SELECTS
    | _PICKERS
    | {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
    | {"file_input", "rich_text_input"}
)

_MESSAGE: tuple[Surface, ...] = ("message",)
_VIEWS: tuple[Surface, ...] = ("modal", "home")

SURFACES: dict[str, tuple[Surface, ...]] = {
    "alert": ("modal",),
    "context_actions": _MESSAGE,
    "file": (),
    "markdown": _MESSAGE,
    "plan": _MESSAGE,
    "table": _MESSAGE,
    "task_card": _MESSAGE,
}
"""Blocks that are at home in some places only: docs.slack.dev/blocks.json. No app sends file blocks."""


def examine(found: Examination, blocks: Any, pointer: str = "/blocks") -> None:
    """Check a list of blocks."""
    for number, block in enumerate(found.items(pointer, blocks, BLOCKS[found.surface], least=0)):
        _examine(found, f"{pointer}/{number}", block)


def _examine(found: Examination, pointer: str, block: JSON) -> None:
    kind = str(block.get("type"))
    if kind not in _CHECKS or found.surface not in SURFACES.get(kind, (found.surface,)):
        found.fault(f"{pointer}/type", f"unsupported type: {kind}")
        return
    found.string(f"{pointer}/block_id", block.get("block_id"), BLOCK_ID)
    if block_id := block.get("block_id"):
        if block_id in found.block_ids:
            found.fault(f"{pointer}/block_id", f"`block_id` {block_id} already exists")
        found.block_ids.add(block_id)
    _CHECKS[kind](found, pointer, block)


def _section(found: Examination, pointer: str, block: JSON) -> None:
    if "text" not in block and "fields" not in block:
        found.fault(pointer, "must define either `text` or `fields`")
    found.text(f"{pointer}/text", block.get("text"), SECTION_TEXT)
    if "fields" in block:
        for number, field in enumerate(found.items(f"{pointer}/fields", block["fields"], FIELDS)):
            found.text(f"{pointer}/fields/{number}", field, FIELD)
    if "accessory" in block:
        element_rules.element(found, f"{pointer}/accessory", block["accessory"], _IN_SECTION)


def _header(found: Examination, pointer: str, block: JSON) -> None:
    found.text(f"{pointer}/text", block.get("text"), HEADER, plain=True, needed=True)


def _actions(found: Examination, pointer: str, block: JSON) -> None:
    _elements(found, pointer, block, ACTIONS, _IN_ACTIONS)


def _context_actions(found: Examination, pointer: str, block: JSON) -> None:
    _elements(found, pointer, block, CONTEXT_ACTIONS, frozenset({"feedback_buttons", "icon_button"}))


def _elements(found: Examination, pointer: str, block: JSON, most: int, allowed: frozenset[str]) -> None:
    seen: set[str] = set()
    for number, element in enumerate(found.items(f"{pointer}/elements", block.get("elements"), most)):
        place = f"{pointer}/elements/{number}"
        element_rules.element(found, place, element, allowed)
        action_id = element.get("action_id")
        if action_id in seen:
            found.fault(f"{place}/action_id", f"`action_id` {action_id} already exists in this block")
        seen |= {action_id} if action_id else set()


def _context(found: Examination, pointer: str, block: JSON) -> None:
    for number, element in enumerate(found.items(f"{pointer}/elements", block.get("elements"), CONTEXT)):
        place = f"{pointer}/elements/{number}"
        if element.get("type") == "image":
            element_rules.image(found, place, element)
        else:
            found.text(place, element)


def _image(found: Examination, pointer: str, block: JSON) -> None:
    element_rules.image(found, pointer, block)
    found.text(f"{pointer}/title", block.get("title"), LABEL, plain=True)


def _input(found: Examination, pointer: str, block: JSON) -> None:
    found.text(f"{pointer}/label", block.get("label"), LABEL, plain=True, needed=True)
    found.text(f"{pointer}/hint", block.get("hint"), LABEL, plain=True)
    element = block.get("element")
    if isinstance(element, dict):
        element_rules.element(found, f"{pointer}/element", element, _IN_INPUT)
    else:
        found.fault(f"{pointer}/element", "missing required field")


def _markdown(found: Examination, pointer: str, block: JSON) -> None:
    found.string(f"{pointer}/text", block.get("text"), MARKDOWN, shortest=1)


def _table(found: Examination, pointer: str, block: JSON) -> None:
    rows = block.get("rows")
    if not isinstance(rows, list) or not 1 <= len(rows) <= TABLE_ROWS:
        found.fault(f"{pointer}/rows", f"must be between 1 and {TABLE_ROWS} rows")
        return
    for number, row in enumerate(rows):
        for place, cell in enumerate(found.items(f"{pointer}/rows/{number}", row, TABLE_CELLS)):
            _cell(found, f"{pointer}/rows/{number}/{place}", cell)


def _cell(found: Examination, pointer: str, cell: JSON) -> None:
    if cell.get("type") not in ("raw_text", "raw_number", "rich_text"):
        found.fault(f"{pointer}/type", f"unsupported type: {cell.get('type')}")
    if cell.get("type") == "raw_text":
        found.string(f"{pointer}/text", cell.get("text"), TABLE_TEXT, shortest=1)


def _rich_text(found: Examination, pointer: str, block: JSON) -> None:
    kinds = ("section", "list", "preformatted", "quote")
    for number, element in enumerate(
        found.items(f"{pointer}/elements", block.get("elements"), 1000, least=0)
    ):
        if element.get("type") not in {f"rich_text_{kind}" for kind in kinds}:
            found.fault(f"{pointer}/elements/{number}/type", f"unsupported type: {element.get('type')}")


def _alert(found: Examination, pointer: str, block: JSON) -> None:
    found.text(f"{pointer}/text", block.get("text"), needed=True)


def _unexamined(found: Examination, pointer: str, block: JSON) -> None:
    """Blocks of which this fake knows no more than the name."""


_CHECKS: dict[str, Callable[[Examination, str, JSON], None]] = {
    "section": _section,
    "header": _header,
    "actions": _actions,
    "context_actions": _context_actions,
    "context": _context,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "table": _table,
    "rich_text": _rich_text,
    "alert": _alert,
    **dict.fromkeys(("divider", "video", "task_card", "plan", "card", "carousel", "container"), _unexamined),
}
