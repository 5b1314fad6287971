"""``dataops-workflow docs``: a page of what a workflow says, in which nothing it says is markup."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from core.devkit.page.html_page import html_page
from core.devkit.page.markdown_text import code, literally, table
from core.one_line import one_line
from tests.core.devkit.kit_command import Kit, kit_in


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Kit:
    typed = kit_in(tmp_path, monkeypatch, capfd)
    typed("create", "mine", "--template", "iterative", "--description", "Repairs <b>all</b> | `of` *it*")
    return typed


def test_the_page_says_what_the_workflow_says(kit: Kit) -> None:
    page = kit("docs", "mine").out
    assert page.startswith("# Mine\n\nRepairs \\<b\\>all")
    assert "- Fix the header names of this CSV in at most 3 rounds\n" in page
    assert "| `rounds` | integer | no | the most rounds of repair | `3` |" in page
    assert "| `…_clean.csv` | `clean_csv` |" in page
    assert "mermaid" not in page


def test_a_diagram_shows_steps_and_choices(kit: Kit) -> None:
    page = kit("docs", "mine", "--include-diagrams").out
    diagram = page.partition("```mermaid\n")[2].partition("```")[0]
    assert "__start__ --> repair;" in diagram
    assert "repair -. &nbsp;continue&nbsp; .-> repair;" in diagram


def test_a_folder_gets_the_file(kit: Kit, tmp_path: Path) -> None:
    done = kit("docs", "mine", "--output", "pages/own", "--format", "html", "--include-diagrams")
    assert done.out == "pages/own/mine.html\n"
    page = (tmp_path / "pages" / "own" / "mine.html").read_text()
    assert "<p>Repairs &lt;b&gt;all&lt;/b&gt; | `of` *it*</p>" in page
    assert "<td><code>rounds</code></td>" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert [path.name for path in (tmp_path / "pages" / "own").iterdir()] == ["mine.html"]
    assert kit("docs", "mine", "--output", "pages/own").out == "pages/own/mine.md\n"


def test_a_page_that_cannot_be_kept_is_explained(kit: Kit, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    done = kit("docs", "mine", "--output", "taken")
    assert done.code == 1
    assert "taken/mine.md cannot be written" in done.err


def test_a_graph_that_cannot_be_drawn_is_explained(kit: Kit, tmp_path: Path) -> None:
    nodes = tmp_path / "workflows" / "mine" / "workflow.py"
    nodes.write_text(nodes.read_text().replace("graph = StateGraph(State)", "raise KeyError('no')"))
    done = kit("docs", "mine", "--include-diagrams")
    assert done.code == 1
    assert "The page of mine cannot be written: KeyError: 'no'" in done.err


def seen(markdown: str) -> str:
    """The text that a reader sees, without the tags that were not written by the text itself."""
    (inline,) = [each for each in MarkdownIt("commonmark").enable("table").parse(markdown) if each.children]
    assert {child.type for child in inline.children or []} <= {"text", "text_special", "code_inline"}
    return "".join(child.content for child in inline.children or [])


@given(st.text(min_size=1).filter(lambda text: one_line(text, 2_000)))
def test_any_text_is_shown_letter_by_letter(text: str) -> None:
    assert seen(literally(text)) == one_line(text, 2_000)


@given(st.text(min_size=1).filter(lambda text: one_line(text, 2_000)))
def test_any_code_stays_in_its_cell(text: str) -> None:
    tokens = (
        MarkdownIt("commonmark").enable("table").parse("\n".join(table(["a", "b"], [[code(text), "end"]])))
    )
    cells = [each.content for each in tokens if each.type == "inline"]
    assert len(cells) == 4
    assert cells[-1] == "end"


@given(st.text())
def test_no_title_ends_the_title(title: str) -> None:
    assert html_page(title, "").count("<title>") == 1
