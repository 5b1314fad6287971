"""Markdown becomes rich text: structure as elements, every word as data."""

from typing import Any

import pytest

from adapters.slack.rendering.card import render
from core.chat.card import Card, Text
from tests.adapters.slack.rendering.reading import elements_of, texts, words_of
from tests.adapters.slack.rendering.shape import check


def rich(markdown: str) -> list[dict[str, Any]]:
    """The elements that a Text block becomes."""
    (payload,) = render(Card(kind="answer", title="T", blocks=(Text(markdown=markdown),))).payloads
    blocks: list[Any] = [block for block in payload.blocks[1:] if block["type"] == "rich_text"]
    return [element for block in blocks for element in block["elements"]]


def leaf(text: str, *styles: str) -> dict[str, Any]:
    return {"type": "text", "text": text} | ({"style": dict.fromkeys(styles, True)} if styles else {})


def section(*leaves: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(leaves)}


@pytest.mark.parametrize(
    ("markdown", "leaves"),
    [
        ("a **b** *c* ~~d~~ `e`", [leaf("a "), leaf("b", "bold"), leaf(" "), leaf("c", "italic"), leaf(" ")]),
        ("***both***", [leaf("both", "bold", "italic")]),
        ("**a `b`**", [leaf("a ", "bold"), leaf("b", "bold", "code")]),
        ("# Head\ntext", [leaf("Head", "bold"), leaf("\n"), leaf("text")]),
        ("one\ntwo", [leaf("one\ntwo")]),
        ("one\n\ntwo", [leaf("one"), leaf("\n\n"), leaf("two")]),
        (r"\*a\* &lt;b&gt; :tada:", [leaf("*a* <b> :tada:")]),
        ("<!channel> <@U1> <b>x</b>", [leaf("<!channel> <@U1> <b>x</b>")]),
        ("[label](https://e.org)", [leaf("label (https://e.org)")]),
        ("[**label**](https://e.org)", [leaf("label", "bold"), leaf(" (https://e.org)")]),
        ("<https://e.org> https://e.org", [leaf("https://e.org https://e.org")]),
        ("<a@e.org>", [leaf("a@e.org")]),
        ("[a](javascript:alert(1))", [leaf("[a](javascript:alert(1))")]),
        ("![i](https://e.org/i.png)", [leaf("!i (https://e.org/i.png)")]),
        ("[x]: https://e.org", [leaf("[x]: https://e.org")]),
    ],
)
def test_prose(markdown: str, leaves: list[dict[str, Any]]) -> None:
    (found,) = rich(markdown)
    assert found["elements"][: len(leaves)] == leaves


def test_lists_keep_their_numbers_and_levels() -> None:
    found = rich("3. a\n   - b\n     - c\n4. d\n5. e\n\nafter")
    assert [(each.get("style"), each.get("indent"), each.get("offset")) for each in found] == [
        ("ordered", 0, 2),
        ("bullet", 1, None),
        ("bullet", 2, None),
        ("ordered", 0, 3),
        (None, None, None),
    ]
    assert found[3]["elements"] == [section(leaf("d")), section(leaf("e"))]
    assert found[4] == section(leaf("\n"), leaf("after"))


def test_an_item_keeps_what_stands_below_its_first_line() -> None:
    found = rich("- a\n\n  more\n\n  ```\n  code\n  ```\n- b")
    assert [each["type"].removeprefix("rich_text_") for each in found] == [
        "list",
        "section",
        "preformatted",
        "list",
    ]


def test_the_deepest_list_is_as_deep_as_slack_goes() -> None:
    found = rich("".join(f"{'  ' * level}- {level}\n" for level in range(8)))
    assert [each["indent"] for each in found] == [0, 1, 2, 3, 4, 5, 6]
    assert found[-1]["elements"] == [section(leaf("6")), section(leaf("7"))]


def test_quotations_code_and_rules() -> None:
    found = rich("> one\n>\n> two\n\n---\n\n```sql\n\n  a\n\n```\n\n    b\n")
    assert found == [
        {"type": "rich_text_quote", "elements": [leaf("one"), leaf("\n\n"), leaf("two")]},
        {"type": "rich_text_preformatted", "elements": [leaf("  a")]},
        {"type": "rich_text_preformatted", "elements": [leaf("b")]},
    ]


def test_a_fence_left_open_is_closed() -> None:
    assert rich("a\n```\nb")[1] == {"type": "rich_text_preformatted", "elements": [leaf("b")]}


@pytest.mark.parametrize("markdown", ["> " * 30 + "deep", "- " * 30 + "deep", "x" * 45_000 + " deep"])
def test_nothing_is_too_deep_or_too_far_down_to_be_shown(markdown: str) -> None:
    rendering = render(Card(kind="answer", title="T", blocks=(Text(markdown=markdown),)))
    assert "deep" in (rendering.overflow or words_of(rendering.payloads))


def test_what_could_deceive_is_replaced() -> None:
    assert rich("\x1b[31m\u202e\ud800") == [section(leaf("\ufffd[31m\ufffd\ufffd"))]


@pytest.mark.parametrize("title", ["[]()", "[](<>)", "`a`", "a\nb", "#", "- a", "\u200d"])
def test_a_title_is_always_seen(title: str) -> None:
    (payload,) = render(Card(kind="answer", title=title)).payloads
    assert "".join(texts(list(payload.blocks))).strip()
    assert payload.text.strip()


def test_many_styles_in_one_paragraph_are_split_too() -> None:
    rendering = render(Card(kind="answer", title="T", blocks=(Text(markdown="`a` " * 1_000),)))
    assert rendering.overflow is None
    assert words_of(rendering.payloads) == "T" + "a" * 1_000
    for payload in rendering.payloads:
        check(payload)


def test_an_item_that_goes_on_in_another_message_is_marked_once() -> None:
    rendering = render(Card(kind="answer", title="T", blocks=(Text(markdown="7. " + "word " * 3_000),)))
    (found,) = elements_of(rendering.payloads, "rich_text_list")
    assert (found["offset"], len(found["elements"])) == (6, 1)
    assert words_of(rendering.payloads) == "T" + "word" * 3_000


def test_many_rules_are_no_more_blocks_than_slack_takes() -> None:
    rendering = render(Card(kind="answer", title="T", blocks=(Text(markdown="---\n\n" * 120),)))
    assert len(elements_of(rendering.payloads, "divider")) == 120
    for payload in rendering.payloads:
        check(payload)
