"""A card's whole text as Markdown, for a file beside the messages."""

from collections.abc import Iterable

from core.chat.card import Actions, Block, Card, Fields, Links, Step, Steps, Suggestions, Text
from core.chat.plain_text import printable


def document(card: Card) -> str:
    """Everything that a card says."""
    parts = map(printable, [f"# {card.title}", *map(_written, card.blocks), card.footer])
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def _written(block: Block) -> str:
    """One block; a picture and what to press are of no use in a file."""
    if isinstance(block, Text):
        return block.markdown
    return "\n".join(f"- {item}" for item in _items(block))


def _items(block: Block) -> Iterable[str]:
    """What a block lists."""
    items: Iterable[str] = ()
    match block:
        case Fields():
            items = (f"{label}: {value}" for label, value in block.items)
        case Steps():
            items = map(_step, block.items)
        case Suggestions():
            items = block.items
        case Links():
            items = (f"{link.label}: {link.url} {link.note}".rstrip() for link in block.items)
        case Actions():
            items = (choice.label for choice in block.choices)
    return items


def _step(step: Step) -> str:
    detail = f", {step.detail}" if step.detail else ""
    return f"{step.title}: {step.state}, {step.seconds:.1f} s{detail}"
