"""What an Adaptive Card may hold in Teams."""

from collections.abc import Iterator
from typing import Any

from tests.adapters.teams.connector.connector_error import bad_argument
from tests.adapters.teams.connector.payload import JSON

VERSION = (1, 5)
"""https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference: cards of
bots up to 1.5. A client shows nothing but the card's ``fallbackText`` for a newer one; this refuses it."""

_ELEMENTS = frozenset(
    {
        "TextBlock", "RichTextBlock", "Image", "ImageSet", "Media", "Container", "ColumnSet", "Column",
        "FactSet", "Table", "TableRow", "TableCell", "ActionSet", "AdaptiveCard", "TextRun", "Input.Text",
        "Input.Number", "Input.Date", "Input.Time", "Input.Toggle", "Input.ChoiceSet", "Action.OpenUrl",
        "Action.Submit", "Action.ShowCard", "Action.ToggleVisibility", "Action.Execute", "BackgroundImage",
        "Data.Query", "CodeBlock",
    }
)  # fmt: skip
"""https://adaptivecards.io/explorer, schema 1.5, and Teams' own CodeBlock. A client leaves out what it does
not know; this refuses it."""

_OPAQUE = frozenset({"data", "msteams", "metadata", "$data", "refresh", "authentication"})
"""Keys below which there is no element."""


def check_card(card: Any) -> None:
    """Refuse a card that Teams would not show, or not as it was meant: 400 ``BadArgument``."""
    if not isinstance(card, dict) or card.get("type") != "AdaptiveCard":
        raise bad_argument("The content of an Adaptive Card attachment must be of type AdaptiveCard.")
    if _version(card) > VERSION:
        raise bad_argument(f"Adaptive Card schema version {card.get('version')} is not supported.")
    inputs = [_checked(element) for element in elements(card)]
    names = [name for name in inputs if name is not None]
    if len(names) != len(set(names)):
        raise bad_argument("Two inputs of a card have the same id.")


def elements(node: Any) -> Iterator[JSON]:
    """Every element and action of a card, outer ones first, fallbacks included."""
    if isinstance(node, list):
        for item in node:
            yield from elements(item)
    elif isinstance(node, dict):
        if "type" in node:
            yield node
        for key, value in node.items():
            if key not in _OPAQUE:
                yield from elements(value)


def _version(card: JSON) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in str(card["version"]).split("."))
    except (KeyError, ValueError):
        raise bad_argument("An Adaptive Card needs a version.") from None


def _checked(element: JSON) -> str | None:
    """Refuse an element that is wrong by itself; the id of an input."""
    kind = element["type"]
    if kind not in _ELEMENTS:
        raise bad_argument(f"{kind!r} is no element of Adaptive Cards up to 1.5.")
    if kind in ("TextBlock", "TextRun") and not isinstance(element.get("text"), str):
        raise bad_argument(f"A {kind} needs a text.")
    if kind == "Image" and not isinstance(element.get("url"), str):
        raise bad_argument("An Image needs a url.")
    if kind == "CodeBlock" and not (element.get("codeSnippet") and element.get("fallback")):
        # cards-format, "CodeBlock in Adaptive Cards": phones do not show it.
        raise bad_argument("A CodeBlock needs a codeSnippet, and a fallback for phones.")
    if not kind.startswith("Input."):
        return None
    if not element.get("id"):
        raise bad_argument(f"An {kind} needs an id.")
    return str(element["id"])
