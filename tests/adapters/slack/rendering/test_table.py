"""Tables are Slack's own, whole rows under their header, whatever their size."""

from typing import Any

from adapters.slack.rendering.card import Rendering, render
from core.chat.card import Card, Text
from tests.adapters.slack.rendering.reading import elements_of, in_order, words_of
from tests.adapters.slack.rendering.shape import check


def shown(markdown: str) -> Rendering:
    rendering = render(Card(kind="answer", title="T", blocks=(Text(markdown=markdown),)))
    for payload in rendering.payloads:
        check(payload)
    return rendering


def table(rows: list[list[str]]) -> str:
    header, *body = rows
    lines = [header, ["---"] * len(header), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cells(found: dict[str, Any]) -> list[list[str]]:
    return [[cell["text"] for cell in row] for row in found["rows"]]


def test_a_table_keeps_its_cells_and_their_alignment() -> None:
    (found,) = elements_of(shown("|a|b|c|\n|--|-:|:-:|\n|`x*`|<!here>||").payloads, "table")
    assert cells(found) == [["a", "b", "c"], ["x*", "<!here>", " "]]
    assert [setting["align"] for setting in found["column_settings"]] == ["left", "right", "center"]


def test_a_header_alone_is_a_table() -> None:
    (found,) = elements_of(shown("|a|b|\n|-|-|").payloads, "table")
    assert cells(found) == [["a", "b"]]


def test_a_long_table_is_cut_between_rows_under_its_header() -> None:
    rows = [["job", "runs"], *([f"JOB_{number}", str(number)] for number in range(250))]
    rendering = shown(table(rows))
    found = elements_of(rendering.payloads, "table")
    assert len(found) == len(rendering.payloads) == 3
    assert all(cells(each)[0] == rows[0] for each in found)
    assert [row for each in found for row in cells(each)[1:]] == rows[1:]


def test_a_heavy_table_is_cut_between_rows_too() -> None:
    rows = [["job", "text"], *([f"JOB_{number}", "words " * 60] for number in range(60))]
    found = elements_of(shown(table(rows)).payloads, "table")
    assert [row[0] for each in found for row in cells(each)[1:]] == [row[0] for row in rows[1:]]
    assert len(found) > 1


def test_every_table_has_a_message_of_its_own() -> None:
    rendering = shown("\n\n".join([table([["a"], ["1"]]), "between", table([["b"], ["2"]])]))
    assert [len(elements_of([payload], "table")) for payload in rendering.payloads] == [1, 1]
    assert words_of(rendering.payloads) == "Ta1betweenb2"


def test_a_table_with_too_many_columns_is_shown_as_lines() -> None:
    rows = [[f"head{number}" for number in range(21)], *([f"r{row}"] * 21 for row in range(150))]
    rendering = shown(table(rows))
    parts = [
        part["elements"][0]["text"] for part in elements_of(rendering.payloads, "rich_text_preformatted")
    ]
    lines = [part.split("\n") for part in parts]
    assert len(parts) > 1
    assert all(part[0] == " | ".join(rows[0]) for part in lines)
    assert [line for part in lines for line in part[1:]] == [" | ".join(row) for row in rows[1:]]


def test_a_table_with_a_giant_cell_is_shown_as_lines() -> None:
    rendering = shown(table([["a", "b"], ["x" * 10_000, "end"]]))
    assert rendering.overflow is None
    assert in_order("Tab" + "x" * 10_000 + "end", words_of(rendering.payloads))
