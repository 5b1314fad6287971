"""What Slack accepts as an element: buttons, menus, inputs.

The numbers are those of docs.slack.dev/reference/block-kit/block-elements, as slack_sdk.models.blocks and
vercel/chat (adapter-slack/src/blocks/limits.ts) also have them.
"""

from collections.abc import Callable

from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.rules.examination import Examination, Surface

LABEL = 75
BUTTON_VALUE = 2000
ACTION_ID = 255
OPTION_VALUE = 150
OPTIONS = 100
FEW_OPTIONS = 10
OVERFLOW_OPTIONS = 5
URL = 3000
ALT_TEXT = 2000
PLACEHOLDER = 150
INPUT = 3000
FILES = 10

SURFACES: dict[str, tuple[Surface, ...]] = {
    "datetimepicker": ("message", "modal"),
    "email_text_input": ("modal",),
    "file_input": ("modal",),
    "number_input": ("modal",),
    "rich_text_input": ("modal", "home"),
    "url_text_input": ("modal",),
}
"""Elements that are at home in some places only: "available in surfaces" on each element's page."""


def element(found: Examination, pointer: str, value: JSON, allowed: frozenset[str]) -> None:
    """Check one element against the kinds that its block may hold."""
    kind = str(value.get("type"))
    if kind not in allowed or found.surface not in SURFACES.get(kind, (found.surface,)):
        found.fault(f"{pointer}/type", f"unsupported type: {kind}")
        return
    found.string(f"{pointer}/action_id", value.get("action_id"), ACTION_ID)
    found.text(f"{pointer}/placeholder", value.get("placeholder"), PLACEHOLDER, plain=True)
    if "confirm" in value:
        _confirm(found, f"{pointer}/confirm", value["confirm"])
    _CHECKS.get(kind, _nothing)(found, pointer, value)


def image(found: Examination, pointer: str, value: JSON) -> None:
    """What image elements and image blocks have in common."""
    if "slack_file" not in value:
        found.string(f"{pointer}/image_url", value.get("image_url"), URL, shortest=1)
    found.string(f"{pointer}/alt_text", value.get("alt_text"), ALT_TEXT, shortest=1)


def _nothing(found: Examination, pointer: str, value: JSON) -> None:
    """Elements without rules of their own."""


def _confirm(found: Examination, pointer: str, value: JSON) -> None:
    found.text(f"{pointer}/title", value.get("title"), 100, plain=True, needed=True)
    found.text(f"{pointer}/text", value.get("text"), 300, needed=True)
    found.text(f"{pointer}/confirm", value.get("confirm"), 30, plain=True, needed=True)
    found.text(f"{pointer}/deny", value.get("deny"), 30, plain=True, needed=True)


def _button(found: Examination, pointer: str, value: JSON) -> None:
    found.text(f"{pointer}/text", value.get("text"), LABEL, plain=True, needed=True)
    found.string(f"{pointer}/value", value.get("value"), BUTTON_VALUE)
    found.string(f"{pointer}/url", value.get("url"), URL)
    found.string(f"{pointer}/accessibility_label", value.get("accessibility_label"), LABEL)
    if value.get("style") not in (None, "primary", "danger"):
        found.fault(f"{pointer}/style", f"must be one of: [danger, primary], not {value['style']}")


def _option(found: Examination, pointer: str, value: JSON) -> None:
    found.text(f"{pointer}/text", value.get("text"), LABEL, needed=True)
    found.string(f"{pointer}/value", value.get("value"), OPTION_VALUE, shortest=1)
    found.text(f"{pointer}/description", value.get("description"), LABEL)


def _options(found: Examination, pointer: str, value: JSON, most: int) -> None:
    options = found.items(f"{pointer}/options", value.get("options"), most)
    for number, option in enumerate(options):
        _option(found, f"{pointer}/options/{number}", option)
    for key in ("initial_option", "initial_options"):
        chosen = value.get(key)
        for initial in chosen if isinstance(chosen, list) else [chosen]:
            if initial is not None and initial not in options:
                found.fault(f"{pointer}/{key}", "must match one of the options")


def _select(found: Examination, pointer: str, value: JSON) -> None:
    if "option_groups" not in value:
        _options(found, pointer, value, OPTIONS)
        return
    for number, group in enumerate(
        found.items(f"{pointer}/option_groups", value.get("option_groups"), OPTIONS)
    ):
        found.text(
            f"{pointer}/option_groups/{number}/label", group.get("label"), LABEL, plain=True, needed=True
        )
        _options(found, f"{pointer}/option_groups/{number}", group, OPTIONS)


def _few(found: Examination, pointer: str, value: JSON) -> None:
    _options(found, pointer, value, FEW_OPTIONS)


def _overflow(found: Examination, pointer: str, value: JSON) -> None:
    _options(found, pointer, value, OVERFLOW_OPTIONS)


def _typed(found: Examination, pointer: str, value: JSON) -> None:
    found.string(f"{pointer}/initial_value", value.get("initial_value"), INPUT)
    for key in ("min_length", "max_length"):
        if not 0 <= int(value.get(key) or 1) <= INPUT:
            found.fault(f"{pointer}/{key}", f"must be between 0 and {INPUT}")


def _number(found: Examination, pointer: str, value: JSON) -> None:
    if not isinstance(value.get("is_decimal_allowed"), bool):
        found.fault(f"{pointer}/is_decimal_allowed", "missing required field")


def _file(found: Examination, pointer: str, value: JSON) -> None:
    if not 1 <= int(value.get("max_files", FILES)) <= FILES:
        found.fault(f"{pointer}/max_files", f"must be between 1 and {FILES}")
    filetypes = value.get("filetypes", ["any"])
    if not filetypes or any(not isinstance(each, str) or each.startswith(".") for each in filetypes):
        found.fault(f"{pointer}/filetypes", "must be file extensions without a dot")


_CHECKS: dict[str, Callable[[Examination, str, JSON], None]] = {
    "button": _button,
    "image": image,
    "static_select": _select,
    "multi_static_select": _select,
    "radio_buttons": _few,
    "checkboxes": _few,
    "overflow": _overflow,
    "plain_text_input": _typed,
    "number_input": _number,
    "file_input": _file,
}
