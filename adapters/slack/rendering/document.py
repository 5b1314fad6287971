"""A card's whole text as Markdown, for a file beside the messages."""

from collections.abc import Iterable

from core.chat.card import Actions, Block, Card, Entry, Fields, Picture, Step, Steps, Suggestions, Text
from core.chat.plain_text import printable


def document(card: Card) -> str:
    """Everything that a card says."""
    parts = map(printable, [f"# {card.title}", *map(_written, card.blocks), card.footer])
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def _written(block: Block) -> str:
    """One block; a picture and what to press are of no use in a file."""
    match block:
        case Text():
            return block.markdown
        case Fields():
            return _lines(f"{label}: {value}" for label, value in block.items)
        case Steps():
            return _lines(map(_step, block.items))
        case Suggestions():
            return _lines(block.items)
        case Actions():
            return _lines(choice.label for choice in block.choices)
        case Picture() | Entry():
            return ""


def _lines(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _step(step: Step) -> str:
    detail = f", {step.detail}" if step.detail else ""
    return f"{step.title}: {step.state}, {step.seconds:.1f} s{detail}"
