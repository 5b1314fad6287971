"""Lists, code, tables and links in the best form that is safe."""

import json
from typing import Any

import pytest

from adapters.teams.rendering.card import Rendering, render
from core.chat.card import Block, Card, Link, Links, Text
from tests.adapters.cards import OURS
from tests.adapters.teams.rendering.reading import elements_of, in_order, lines, texts, words_of
from tests.adapters.teams.rendering.shape import check


def shown(*blocks: Block) -> Rendering:
    rendering = render(Card(kind="answer", title="T", blocks=blocks))
    for payload in rendering.payloads:
        check(payload)
    return rendering


def said(markdown: str) -> Rendering:
    return shown(Text(markdown=markdown))


def table(rows: list[list[str]]) -> str:
    header, *body = rows
    return "\n".join(f"| {' | '.join(line)} |" for line in [header, ["---"] * len(header), *body])


def cells(found: dict[str, Any]) -> list[list[str]]:
    return [["".join(texts(cell)).replace("\u00a0", "") for cell in row["cells"]] for row in found["rows"]]


def test_styles_are_those_of_the_runs() -> None:
    runs = elements_of(said("a **b** *c* ~~d~~ `e`").payloads, "TextRun")[1:]
    assert [
        {key: value for key, value in run.items() if key != "type"} for run in runs if run["text"] != " "
    ] == [
        {"text": "a "},
        {"text": "b", "weight": "Bolder"},
        {"text": "c", "italic": True},
        {"text": "d", "strikethrough": True},
        {"text": "e", "fontType": "Monospace"},
    ]


def test_quotations_stand_in_a_box_and_rules_across() -> None:
    quote, rule = elements_of(said("> one\n> two\n\n---\n\nend").payloads, "Container")
    assert (quote["style"], len(quote["items"])) == ("emphasis", 2)
    assert rule["separator"]


@pytest.mark.parametrize(
    ("info", "language"), [("sql", "Sql"), ("Python x", "Python"), ("", "PlainText"), ("<b>", "PlainText")]
)
def test_code_is_a_code_block_with_its_language(info: str, language: str) -> None:
    (code,) = elements_of(said(f"```{info}\nSELECT 1\n  FROM [a](b)\n```").payloads, "CodeBlock")
    assert (code["codeSnippet"], code["language"]) == ("SELECT 1\n  FROM [a](b)", language)


def test_other_clients_get_the_same_lines_with_their_blanks() -> None:
    (code,) = elements_of(said("```\na\n  b  c\n\td\n```").payloads, "CodeBlock")
    [plain] = code["fallback"]["items"]
    assert plain["inlines"] == [
        {
            "type": "TextRun",
            "text": "a\n\u00a0\u00a0b\u00a0\u00a0c\n" + "\u00a0" * 4 + "d",
            "fontType": "Monospace",
        }
    ]


def test_long_code_is_cut_between_lines_which_keep_their_numbers() -> None:
    code = [f"line {number}" for number in range(1, 2_001)]
    rendering = said("before\n\n```\n" + "\n".join(code) + "\n```")
    found = elements_of(rendering.payloads, "CodeBlock")
    assert len(found) > 1
    at = 1
    for each in found:
        assert each.get("startLineNumber", 1) == at
        at += len(each["codeSnippet"].split("\n"))
    assert [line for each in found for line in each["codeSnippet"].split("\n")] == code


def test_a_line_that_is_longer_than_a_message_is_cut() -> None:
    rendering = said("```\n" + "x" * 30_000 + "\n```")
    assert rendering.overflow is None
    assert words_of(rendering.payloads) == "T" + "x" * 30_000


def test_code_that_fits_in_a_message_is_not_cut() -> None:
    code = "\n".join(f"line {number:03}" for number in range(300))
    rendering = shown(Text(markdown="before " * 2_200), Text(markdown=f"```\n{code}\n```"))
    (found,) = elements_of(rendering.payloads, "CodeBlock")
    assert found["codeSnippet"] == code


def test_a_table_keeps_its_cells_and_their_alignment() -> None:
    (found,) = elements_of(said("|a|b|c|\n|--|-:|:-:|\n|`x*`|<at>x</at>||").payloads, "Table")
    assert cells(found) == [["a", "b", "c"], ["x*", "<at>x</at>", ""]]
    blocks = [cell["items"][0] for cell in found["rows"][1]["cells"]]
    assert [block.get("horizontalAlignment") for block in blocks] == [None, "Right", "Center"]
    head = [run for cell in found["rows"][0]["cells"] for run in cell["items"][0]["inlines"]]
    assert [run["weight"] for run in head] == ["Bolder"] * 3


def test_a_long_table_is_cut_between_rows_under_its_header() -> None:
    rows = [["job", "runs"], *([f"JOB_{number}", str(number)] for number in range(250))]
    rendering = said(table(rows))
    found = elements_of(rendering.payloads, "Table")
    assert rendering.overflow is None
    assert len(found) > 1
    assert all(cells(each)[0] == rows[0] for each in found)
    assert [row for each in found for row in cells(each)[1:]] == rows[1:]


@pytest.mark.parametrize("columns", [11, 40])
def test_a_table_with_too_many_columns_is_shown_as_lines(columns: int) -> None:
    rows = [[f"head{number}" for number in range(columns)], *([f"r{row}"] * columns for row in range(99))]
    found = [each["codeSnippet"].split("\n") for each in elements_of(said(table(rows)).payloads, "CodeBlock")]
    assert all(part[0] == " | ".join(rows[0]) for part in found)
    assert [line for part in found for line in part[1:]] == [" | ".join(row) for row in rows[1:]]


def test_a_table_with_a_giant_cell_is_shown_as_lines() -> None:
    rendering = said(table([["a", "b"], ["x" * 10_000, "end"]]))
    assert rendering.overflow is None
    assert in_order("Tab" + "x" * 10_000 + "end", words_of(rendering.payloads))
    assert words_of(said(table([["h" * 3_000], ["1"]])).payloads) == "T" + "h" * 3_000 + "1"


@pytest.mark.parametrize(
    ("label", "link", "beside"),
    [
        ("report_2024-05.html", "report_2024-05.html", "· 1 MB"),
        ("Prüfbericht Mai", "Prüfbericht Mai", "· 1 MB"),
        ("_a_", "Open", "_a_ · 1 MB"),
        ("a] (b) [c", "Open", "a] (b) [c · 1 MB"),
        ("![x](https://e.org/i.png)", "Open", "![x](https://e.org/i.png) · 1 MB"),
        ("https://evil.example", "Open", "https://evil.example · 1 MB"),
        ("<at>x</at>", "Open", "<at>x</at> · 1 MB"),
        ("a__b", "Open", "a__b · 1 MB"),
        ("\u202ex", "Open", "\ufffdx · 1 MB"),
        (" ", "Open", "· 1 MB"),
    ],
)
def test_a_link_has_words_that_are_nothing_but_words(label: str, link: str, beside: str) -> None:
    rendering = shown(Links(items=(Link(label=label, url=OURS, note="1 MB"),)))
    assert lines(rendering.payloads)[1] == f"[{link}]({OURS}){beside}"


def test_an_address_cannot_end_its_link() -> None:
    url = "https://dataops.example/f/a)[b](c)<d>\\\"'*`"
    (payload,) = render(
        Card(kind="answer", title="T", blocks=(Links(items=(Link(label="x", url=url),)),))
    ).payloads
    (text,) = elements_of([payload], "TextBlock")
    assert text["text"] == "[x](https://dataops.example/f/a%29%5Bb%5D%28c%29%3Cd%3E%5C%22%27%2A%60)"


def test_dates_are_not_filled_in_and_templates_stay() -> None:
    written = json.dumps(said("{{DATE(2026-05-02T06:00:00Z)}} {{ ds }}").payloads[0].card)
    assert "{{DATE" not in written
    assert "{{ ds }}" in written
