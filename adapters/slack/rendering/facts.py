"""A card's labelled values, steps and suggestions as lines of rich text.

Fields of a section would stand in two columns, but their bold labels need `mrkdwn`, which has no escape for
`*` and `_`: `/data/*.csv` would lose its asterisk. Rich text shows every character.
"""

from collections.abc import Iterable

from adapters.slack.rendering.passage import Passage
from core.chat.card import Fields, Step, Steps, Suggestions
from core.chat.plain_text import printable
from core.chat.prose import Run, Style, merged

MARKS = {"running": "⏳", "done": "✅", "failed": "❌"}
"""How a step stands."""


def fields(block: Fields) -> list[Passage]:
    """A line a value, its label in bold."""
    return _section([_styled(f"{label}:", "bold"), Run(f" {value}")] for label, value in block.items)


def steps(block: Steps) -> list[Passage]:
    """A line a step: its mark, what it is, what there is to say of it, and its seconds.

    Steps that can be unfolded stand behind their button.
    """
    return _section(map(_step, block.items)) if block.unfold is None else []


def suggestions(block: Suggestions) -> list[Passage]:
    """What to type, word for word."""
    items = [Passage((Run(line),), "item") for line in map(_line, block.items) if line]
    return [Passage((_styled("Try next, in this thread:", "bold"),)), *items] if items else []


def _step(step: Step) -> list[Run]:
    title = f"{MARKS[step.state]} {_line(step.title)}"
    said = _line(step.detail)
    detail = [Run(" · "), _styled(said, "italic")] if said else []
    return [Run(title), *detail, Run(f" · {step.seconds:.1f} s")]


def _section(lines: Iterable[list[Run]]) -> list[Passage]:
    """Lines as one passage; none if there are none."""
    runs = [Run(printable(run.text), run.styles) for line in lines for run in (Run("\n"), *line)]
    return [Passage(merged(runs[1:]))] if runs else []


def _line(text: str) -> str:
    """Text on one line."""
    return " ".join(printable(text).split())


def _styled(text: str, style: Style) -> Run:
    return Run(text, frozenset([style]))
