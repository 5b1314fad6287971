"""Passages as one rich text block."""

from collections.abc import Iterable, Sequence

from adapters.slack.rendering.measure import Element, Elements
from adapters.slack.rendering.passage import Form, Passage
from core.chat.prose import Run

_ELEMENTS = {
    "section": "rich_text_section",
    "heading": "rich_text_section",
    "quote": "rich_text_quote",
    "code": "rich_text_preformatted",
}
_PROSE = ("section", "heading")
_BREAK_AFTER = ("item", "quote")
"""Slack puts no room between these and prose that follows."""


def rich_text(passages: Sequence[Passage]) -> Element:
    """Paragraphs that follow each other share a section, items of one list share a list."""
    elements: Elements = []
    before: Form = "code"
    for group in _groups(passages):
        elements.append(_element(group, before))
        before = group[-1].form
    return {"type": "rich_text", "elements": elements}


def _groups(passages: Sequence[Passage]) -> list[list[Passage]]:
    """Passages that make one element together."""
    groups: list[list[Passage]] = []
    for passage in passages:
        if groups and _together(groups[-1][-1], passage):
            groups[-1].append(passage)
        else:
            groups.append([passage])
    return groups


def _together(one: Passage, other: Passage) -> bool:
    if one.form == other.form == "item":
        following = None if one.number is None else one.number + 1
        return (other.indent, other.number) == (one.indent, following)
    return (one.form in _PROSE and other.form in _PROSE) or one.form == other.form == "quote"


def _element(group: Sequence[Passage], before: Form) -> Element:
    """One element of the block."""
    first = group[0]
    if first.form == "item":
        return _list(group)
    breaks = [""] + ["\n" if passage.form == "heading" else "\n\n" for passage in group]
    if first.form in _PROSE and before in _BREAK_AFTER:
        breaks[0] = "\n"
    runs = [
        run
        for gap, passage in zip(breaks, group, strict=False)
        for run in (Run(gap), *passage.runs)
        if run.text
    ]
    return {"type": _ELEMENTS[first.form], "elements": _leaves(runs)}


def _list(items: Sequence[Passage]) -> Element:
    """A list; one that goes on after something else begins with its own number."""
    number = items[0].number
    sections: Elements = [{"type": "rich_text_section", "elements": _leaves(item.runs)} for item in items]
    element: Element = {
        "type": "rich_text_list",
        "style": "bullet" if number is None else "ordered",
        "indent": items[0].indent,
        "elements": sections,
    }
    if number is not None and number > 1:
        element["offset"] = number - 1
    return element


def _leaves(runs: Iterable[Run]) -> Elements:
    return [_leaf(run) for run in runs]


def _leaf(run: Run) -> Element:
    leaf: Element = {"type": "text", "text": run.text}
    if run.styles:
        leaf["style"] = dict.fromkeys(sorted(run.styles), True)
    return leaf
