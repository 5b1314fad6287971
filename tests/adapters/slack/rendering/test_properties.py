"""Whatever a card holds: Slack takes its messages, nothing of it acts, and nothing is lost."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from adapters.slack.rendering.card import MESSAGES, SHORTENED, render
from core.chat.card import Actions, Block, Card, Fields, Links, Steps, Suggestions, Text
from core.chat.plain_text import printable
from tests.adapters.cards import cards, hostile
from tests.adapters.slack.rendering.reading import in_order, squeezed, words_of
from tests.adapters.slack.rendering.shape import check
from tests.adapters.web.browser import text_of

READER = (
    MarkdownIt("commonmark", {"html": False})
    .enable(["table", "strikethrough"])
    .disable(["image", "reference"])
)
"""Another way from Markdown to words: through HTML."""


def words_in(markdown: str) -> str:
    return squeezed(text_of(READER.render(printable(markdown))))


def said(block: Block) -> Iterator[str]:
    """What a block says, in order."""
    match block:
        case Text():
            yield words_in(block.markdown)
        case Fields():
            yield from (printable(text) for item in block.items for text in item)
        case Steps():
            yield from (printable(text) for step in block.items for text in (step.title, step.detail))
        case Links():
            yield from (printable(text) for link in block.items for text in (link.label, link.note))
        case Suggestions():
            yield from map(printable, block.items)


@settings(max_examples=60, deadline=None)
@given(cards, st.sampled_from([1, 2, MESSAGES]))
def test_slack_takes_every_message(card: Card, most: int) -> None:
    rendering = render(card, pictures={"known": "F0123456789"}, most=most)
    assert 1 <= len(rendering.payloads) <= most
    for payload in rendering.payloads:
        check(payload)


@settings(max_examples=60, deadline=None)
@given(cards)
def test_nothing_is_lost_or_out_of_order(card: Card) -> None:
    rendering = render(card)
    title = text_of(READER.renderInline(printable(card.title)))
    expected = squeezed("".join([title, *(text for block in card.blocks for text in said(block))]))
    shown = words_of(rendering.payloads)
    if rendering.overflow is None:
        assert in_order(expected, shown)
        for choice in (each for block in card.blocks if isinstance(block, Actions) for each in block.choices):
            assert squeezed(printable(choice.label)) in shown
    else:
        assert squeezed(SHORTENED) in words_of(rendering.payloads[-1:])


@settings(max_examples=100, deadline=None)
@given(hostile.filter(lambda text: not set(text) & set("|[<")))
def test_prose_is_shown_character_by_character(markdown: str) -> None:
    rendering = render(Card(kind="answer", title="Title", blocks=(Text(markdown=markdown),)))
    as_written = squeezed(printable(markdown))  # what is nested too deep is not read as Markdown
    if rendering.overflow is None:
        assert words_of(rendering.payloads) in (f"Title{words_in(markdown)}", f"Title{as_written}")


@settings(max_examples=60, deadline=None)
@given(cards)
def test_a_card_that_is_too_long_is_whole_in_its_file(card: Card) -> None:
    overflow = render(card, most=1).overflow
    if overflow is not None:
        assert in_order(squeezed(printable(card.title)), squeezed(overflow))
        for text in (text for block in card.blocks if isinstance(block, Text) for text in [block.markdown]):
            assert squeezed(printable(text)) in squeezed(overflow)
