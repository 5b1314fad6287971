"""Markdown is taken apart: structure as parts, every word as data."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.markdown import READ, inline, parts
from core.chat.prose import Grid, Listing, Part, Rule, Run, Style, Words, between, merged
from tests.adapters.cards import hostile


def run(text: str, *styles: Style) -> Run:
    return Run(text, frozenset(styles))


def words_of(found: list[Part]) -> str:
    return "".join(part.text for part in found if isinstance(part, Words))


@pytest.mark.parametrize(
    ("markdown", "runs"),
    [
        ("a **b** *c*", [run("a "), run("b", "bold"), run(" "), run("c", "italic")]),
        ("~~d~~ `e`", [run("d", "strike"), run(" "), run("e", "code")]),
        ("**a `b`**", [run("a ", "bold"), run("b", "bold", "code")]),
        ("one\ntwo", [run("one\ntwo")]),
        (r"\*a\* &lt;b&gt; :tada:", [run("*a* <b> :tada:")]),
        ("<at>x</at> <b>x</b>", [run("<at>x</at> <b>x</b>")]),
        ("[label](https://e.org)", [run("label (https://e.org)")]),
        ("[**label**](https://e.org)", [run("label", "bold"), run(" (https://e.org)")]),
        ("<https://e.org> https://e.org", [run("https://e.org https://e.org")]),
        ("<a@e.org>", [run("a@e.org")]),
        ("[a](javascript:alert(1))", [run("[a](javascript:alert(1))")]),
        ("![i](https://e.org/i.png)", [run("!i (https://e.org/i.png)")]),
        ("[x]: https://e.org", [run("[x]: https://e.org")]),
    ],
)
def test_words(markdown: str, runs: list[Run]) -> None:
    assert parts(markdown) == [Words(tuple(runs))]
    assert inline(markdown.replace("\n", " "))


def test_lists_keep_their_numbers_and_levels() -> None:
    found = parts("3. a\n   - b\n\n     more\n4. c\n\nafter")
    assert found == [
        Words((run("a"),), "item", 0, 3),
        Words((run("b"),), "item", 1),
        Words((run("more"),)),
        Words((run("c"),), "item", 0, 4),
        Words((run("after"),)),
    ]


def test_every_other_part() -> None:
    assert parts("# Head\n\n> said\n\n```sql x\n\n  a\n\n```\n\n---\n\n|a|b|\n|-|-:|\n|`1`||\n") == [
        Words((run("Head", "bold"),), "heading"),
        Words((run("said"),), "quote"),
        Listing("  a", "sql x"),
        Rule(),
        Grid(("a", "b"), (("1", ""),), ("left", "right")),
    ]


@pytest.mark.parametrize("markdown", ["> " * 30 + "deep", "- " * 30 + "deep", "x" * READ + " deep"])
def test_nothing_is_too_deep_or_too_far_down_to_be_read(markdown: str) -> None:
    assert "deep" in words_of(parts(markdown))


@pytest.mark.parametrize("text", ["[]()", "[](<>)", "#", "\u200d", "- a"])
def test_a_line_is_never_blank(text: str) -> None:
    assert "".join(each.text for each in inline(text)).strip()


@given(hostile)
def test_any_text_is_read(text: str) -> None:
    assert all(part.text.strip() for part in parts(text) if isinstance(part, Words))


runs = st.lists(st.builds(run, st.text(max_size=5), st.sampled_from(["bold", "code"])), max_size=6)


@given(runs, st.integers(0, 30), st.integers(0, 30))
def test_runs_are_cut_and_joined_without_a_change_of_words(given: list[Run], start: int, end: int) -> None:
    whole = "".join(each.text for each in given)
    assert "".join(each.text for each in merged(given)) == whole
    assert "".join(each.text for each in between(given, start, end)) == whole[start:end]
    joined = merged(given)
    assert all(one.styles != other.styles for one, other in pairwise(joined))
