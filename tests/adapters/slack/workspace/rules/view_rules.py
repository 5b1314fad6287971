"""What Slack accepts as a form or a home tab: docs.slack.dev/reference/views."""

import json

from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.rules import block_rules
from tests.adapters.slack.workspace.rules.examination import Examination
from tests.adapters.slack.workspace.slack_error import SlackError, invalid

TITLE = 24
PRIVATE_METADATA = 3000
IDENTIFIER = 255
VIEW_BYTES = 250_000


def check_view(view: object, kind: str) -> JSON:
    """The view if Slack would take it as a ``modal`` or ``home``; raises its errors otherwise."""
    if not isinstance(view, dict) or view.get("type") != kind:
        raise invalid("invalid_arguments", [f"unsupported type [json-pointer:/view/type], wants {kind}"])
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        raise SlackError("view_too_large")
    found = Examination("modal" if kind == "modal" else "home")
    block_rules.examine(found, view.get("blocks"), "/view/blocks")
    found.string("/view/private_metadata", view.get("private_metadata"), PRIVATE_METADATA)
    found.string("/view/callback_id", view.get("callback_id"), IDENTIFIER)
    found.string("/view/external_id", view.get("external_id"), IDENTIFIER)
    _titles(found, view, needed=kind == "modal")
    if found.complaints:
        raise invalid("invalid_arguments", found.complaints)
    return view


def _titles(found: Examination, view: JSON, *, needed: bool) -> None:
    found.text("/view/title", view.get("title"), TITLE, plain=True, needed=needed)
    for key in ("submit", "close"):
        found.text(f"/view/{key}", view.get(key), TITLE, plain=True)
        if not needed and key in view:
            found.fault(f"/view/{key}", "is not allowed in a home tab")
    has_input = any(block.get("type") == "input" for block in view.get("blocks") or [])
    if needed and has_input and not view.get("submit"):
        found.fault("/view/submit", "is required when an input block is within the blocks array")
