"""Cards as plain text: readable without colour, safe to print."""

import textwrap

from core.chat.card import Actions, Block, Card, Entry, Fields, Picture, Step, Steps, Suggestions, Text
from core.chat.plain_text import printable

MARKS = {"running": "…", "done": "✓", "failed": "✗"}


def render(card: Card) -> str:
    """A whole card."""
    parts = [card.title, *(render_block(block) for block in card.blocks), card.footer]
    return printable("\n\n".join(part for part in parts if part))


def render_block(block: Block) -> str:
    """One block."""
    match block:
        case Text():
            return block.markdown
        case Fields():
            width = max((len(label) for label, _ in block.items), default=0)
            return "\n".join(f"{label:<{width}}  {value}" for label, value in block.items)
        case Steps():
            return "\n".join(render_step(step) for step in block.items)
        case Picture() | Entry():
            return ""  # the file itself is among the delivered ones; what is asked for is typed
        case Suggestions():
            return "\n".join(["Try next:", *(f"- {item}" for item in block.items)])
        case Actions():
            return "\n".join(f"  {number}. {choice.label}" for number, choice in enumerate(block.choices, 1))


def render_step(step: Step) -> str:
    """One line for a step."""
    detail = f" ({step.detail})" if step.detail else ""
    seconds = f" {step.seconds:.1f} s" if step.state != "running" else ""
    return printable(f"{MARKS[step.state]} {step.title}{detail}{seconds}")


def indented(text: str, mark: str) -> str:
    """Text behind a mark, its further lines aligned under the first."""
    return f"{mark} {textwrap.indent(text, ' ' * (len(mark) + 1)).lstrip(' ')}"
