"""Cards as plain text: readable without colour, safe to print."""

import textwrap
from typing import TYPE_CHECKING

from core.chat.card import Actions, Block, Card, Fields, Links, Step, Steps, Suggestions, Text
from core.chat.plain_text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

MARKS = {"running": "…", "done": "✓", "failed": "✗"}


def render(card: Card) -> str:
    """A whole card."""
    parts = [card.title, *(render_block(block) for block in card.blocks), card.footer]
    return printable("\n\n".join(part for part in parts if part))


def render_block(block: Block) -> str:
    """One block. A picture is among the delivered files; what is asked for is typed."""
    lines: Iterable[str] = ()
    match block:
        case Text():
            lines = [block.markdown]
        case Fields():
            width = max((len(label) for label, _ in block.items), default=0)
            lines = (f"{label:<{width}}  {value}" for label, value in block.items)
        case Steps():
            lines = map(render_step, block.items)
        case Suggestions():
            lines = ["Try next:", *(f"- {item}" for item in block.items)]
        case Links():
            lines = (f"{link.label}: {link.url} {link.note}".rstrip() for link in block.items)
        case Actions():
            lines = (f"  {number}. {choice.label}" for number, choice in enumerate(block.choices, 1))
    return "\n".join(lines)


def render_step(step: Step) -> str:
    """One line for a step."""
    detail = f" ({step.detail})" if step.detail else ""
    seconds = f" {step.seconds:.1f} s" if step.state != "running" else ""
    return printable(f"{MARKS[step.state]} {step.title}{detail}{seconds}")


def indented(text: str, mark: str) -> str:
    """Text behind a mark, its further lines aligned under the first."""
    return f"{mark} {textwrap.indent(text, ' ' * (len(mark) + 1)).lstrip(' ')}"
