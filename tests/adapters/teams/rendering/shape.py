"""What Teams would refuse or read as markup, checked without the limits of the code under test.

The keys are those of the schema of Adaptive Cards 1.5, the values those that are meant to occur.
"""

import json
import re
from base64 import b64decode
from typing import Any

from markdown_it import MarkdownIt

from adapters.teams.rendering.message import Payload
from core.chat.plain_text import printable
from tests.adapters.cards import OURS
from tests.adapters.teams.rendering.reading import every, texts

CHAT = "https://teams.microsoft.com/l/chat/0/0?users=28:app"
ADDRESSES = {OURS, CHAT}
JOINER = "\u2060"
"""The one unseen character that is put into texts, to break what would be markup."""

PLACED = {"spacing", "separator"}
INPUT = {"id", "label", "isRequired", "errorMessage", "value", "placeholder"}
ACTION = {"title", "data", "associatedInputs"}

KEYS: dict[str, tuple[set[str], set[str]]] = {
    "AdaptiveCard": ({"$schema", "version", "msteams", "body"}, set()),
    "RichTextBlock": ({"inlines"}, {"horizontalAlignment", *PLACED}),
    "TextRun": (
        {"text"},
        {"weight", "italic", "strikethrough", "fontType", "size", "color", "isSubtle"},
    ),
    "TextBlock": ({"text", "wrap"}, set()),
    "CodeBlock": ({"codeSnippet", "language", "fallback"}, {"startLineNumber"}),
    "Container": ({"items"}, {"style", "id", "isVisible", *PLACED}),
    "ColumnSet": ({"columns"}, PLACED),
    "Column": ({"items", "width"}, PLACED),
    "Table": ({"columns", "rows"}, PLACED),
    "TableRow": ({"cells"}, set()),
    "TableCell": ({"items"}, set()),
    "Image": ({"url", "altText", "msteams"}, PLACED),
    "ActionSet": ({"actions"}, PLACED),
    "Action.Execute": ({"title", "verb", "data", "fallback"}, ACTION),
    "Action.Submit": ({"title", "data"}, ACTION),
    "Action.ToggleVisibility": ({"title", "targetElements"}, set()),
    "Input.Text": ({"id", "label"}, {"maxLength", "regex", *INPUT}),
    "Input.Number": ({"id", "label"}, INPUT),
    "Input.ChoiceSet": ({"id", "label", "choices", "style"}, INPUT),
}
"""By type what must be there, and what may be."""

VALUES: dict[str, set[Any]] = {
    "weight": {"Bolder"},
    "fontType": {"Monospace"},
    "size": {"Small", "Medium"},
    "color": {"Attention"},
    "spacing": {"None", "Small"},
    "horizontalAlignment": {"Center", "Right"},
    "associatedInputs": {"none"},
    "errorMessage": {"Please fill this in.", "Please check this."},
    "version": {"1.5"},
    "verb": {"dataops"},
}
"""`errorMessage` is read as Markdown, so it is never anybody else's."""


def check(payload: Payload) -> None:
    """Hold a message to every documented rule, and to the budget."""
    activity: Any = payload.activity()
    assert json.loads(json.dumps(activity, ensure_ascii=False).encode()) == activity
    assert size(activity) <= 40_000
    assert payload.card["msteams"] == {"width": "Full"}
    assert payload.card["body"]
    objects = list(every(payload.card))
    ids = [each["id"] for each in objects if "id" in each]
    assert len(ids) == len(set(ids))
    assert all(printable(text) == text for text in (each.replace(JOINER, "") for each in texts(payload.card)))
    for each in objects:
        if each.get("type") in KEYS:
            _element(each)
        else:
            assert "type" not in each or each == {"type": "imBack", "value": each["value"]}, each
    check_summary(payload.summary)


def size(activity: dict[str, Any]) -> int:
    """The bytes of a message as UTF-16 without its pictures."""
    written = re.sub(r"data:image/png;base64,[\w+/=]*", "", json.dumps(activity, ensure_ascii=False))
    return len(written.encode("utf-16-le"))


def check_summary(text: str) -> None:
    """One short line in which nothing is a tag, a link or an entity."""
    assert 0 < len(text) <= 600
    assert text == " ".join(text.split())
    assert not re.search(r"<[/!?]?\w|\]\(|&#?\w", text)


def _element(element: dict[str, Any]) -> None:
    kind = element["type"]
    needed, allowed = KEYS[kind]
    assert needed <= element.keys() - {"type"} <= needed | allowed, (kind, element.keys())
    for key in element.keys() & VALUES.keys():
        assert element[key] in VALUES[key]
    if kind in CHECKS:
        CHECKS[kind](element)


def _rich_text(element: dict[str, Any]) -> None:
    """Never empty, and no line break inside but between lines of code."""
    assert element["inlines"]
    for run in element["inlines"]:
        assert run["type"] == "TextRun"
        assert run["text"]
        assert "\n" not in run["text"] or run["fontType"] == "Monospace"
        assert not re.search(r"\{\{(DATE|TIME)\(", run["text"])


def _link(element: dict[str, Any]) -> None:
    """The only Markdown: one link to an address of ours, whose words are nothing but words."""
    found = re.fullmatch(r"\[(.+)\]\((.+)\)", element["text"])
    assert found is not None
    assert found[2] in ADDRESSES
    [inline] = MarkdownIt("commonmark").enable("strikethrough").parseInline(element["text"])
    assert [(token.type, token.content) for token in inline.children or []] == [
        ("link_open", ""),
        ("text", found[1]),
        ("link_close", ""),
    ]


def _code(element: dict[str, Any]) -> None:
    [plain] = element["fallback"]["items"]
    shown = "".join(run["text"] for run in plain["inlines"]).replace(JOINER, "")
    assert "".join(shown.split()) == "".join(element["codeSnippet"].split())


def _table(element: dict[str, Any]) -> None:
    """Equal shares, or telephones show nothing."""
    assert element["columns"] == [{"width": 1}] * len(element["columns"])
    assert {len(row["cells"]) for row in element["rows"]} == {len(element["columns"])}


def _image(element: dict[str, Any]) -> None:
    """Nobody's client is sent anywhere for a picture."""
    head, _, data = element["url"].partition(",")
    assert head == "data:image/png;base64"
    assert len(b64decode(data, validate=True)) <= 256_000
    assert 0 < len(element["altText"]) <= 1_000


def _actions(element: dict[str, Any]) -> None:
    assert 0 < len(element["actions"]) <= 6
    assert all(0 < len(action["title"]) <= 80 for action in element["actions"])


def _execute(action: dict[str, Any]) -> None:
    """Older clients send the same."""
    same = {key: value for key, value in action.items() if key not in ("type", "verb", "fallback")}
    assert action["fallback"] == {"type": "Action.Submit", **same}
    assert action["data"].keys() == {"dataops"}
    assert len(json.dumps(action["data"])) <= 10_000


def _choice_set(element: dict[str, Any]) -> None:
    assert element["style"] in ("compact", "filtered")
    assert element["choices"]
    for choice in element["choices"]:
        assert choice.keys() == {"title", "value"}
        assert choice["title"].strip()
        assert choice["value"].strip()


CHECKS = {
    "RichTextBlock": _rich_text,
    "TextBlock": _link,
    "CodeBlock": _code,
    "Table": _table,
    "Image": _image,
    "ActionSet": _actions,
    "Action.Execute": _execute,
    "Input.ChoiceSet": _choice_set,
}
