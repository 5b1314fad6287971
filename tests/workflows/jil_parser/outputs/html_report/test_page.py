"""The overview, without any script: figures, charts, lists, and what their links lead to."""

import re
from urllib.parse import unquote

from tests.workflows.jil_parser.asking import NIGHT
from tests.workflows.jil_parser.outputs.html_report.reading import Page, page_of_text
from workflows.jil_parser.outputs.html_report.page import DIAGNOSTICS, SHOWN

MACHINES = "".join(
    f"insert_job: J{number}\nmachine: {machines}\nowner: {owner}\n"
    for number, (machines, owner) in enumerate(
        [("m1, m2", "ops@h1"), ("m2,m2", "ops@h2"), ("", "ops"), ("m3", "dwh"), ('q"m', "a\\b"), ("m2", "")]
    )
)


def links(page: Page) -> dict[str, str]:
    """The text of every link with where it leads, decoded; the first of several alike."""
    found: dict[str, str] = {}
    for element in page.all("a"):
        found.setdefault(element.text.strip(), unquote(str(element.attributes["href"])))
    return found


def visible(page: Page) -> str:
    hidden = {"script", "style"}
    return re.sub(r"\s+", " ", " ".join(e.text for e in page.elements if e.tag not in hidden))


def test_figures_lead_to_their_lists_and_none_to_an_empty_one() -> None:
    page = page_of_text(NIGHT + "insert_job: LOST\nbox_name: GONE_BX\n")
    leads = {str(e.attributes["href"]): e.text for e in page.all("a") if e.text[:1].isdigit()}
    assert leads["#list=roots"] == "3"
    assert leads["#list=leaves"] == "5"
    assert leads["#list=chain"] == "3 jobs"
    assert leads["#list=dangling"] == "1"
    assert leads["#diagnostics&severity=error"] == "1"
    assert "#list=cycles" not in leads
    assert "#diagnostics&severity=warning" not in leads


def test_bars_count_every_machine_and_owners_without_theirs() -> None:
    page = page_of_text(MACHINES)
    assert re.findall(r">(\d+)</td></tr>", page.html)[:1] == ["6"]
    found = links(page)
    assert found["m2"] == '#search=machine:"m2"'
    assert found["ops"] == '#search=owner:"ops"'
    assert found["CMD"] == '#search=type:"CMD"'
    rows = dict(re.findall(r">(\w+)</a></th>.*?figure\">(\d+)</td>", page.html))
    assert rows == {"CMD": "6", "m1": "1", "m2": "3", "m3": "1", "ops": "3", "dwh": "1"}
    assert '<rect width="33.3" height="1"/>' in page.html
    assert page.html.count('<p class="quiet">1 without</p>') == 2


def test_a_value_with_quotes_is_searched_as_a_whole() -> None:
    found = links(page_of_text(MACHINES))
    assert found['q"m'] == r'#search=machine:"q\"m"'
    assert found["a\\b"] == r'#search=owner:"a\\b"'


def test_a_chart_says_how_much_it_leaves_out() -> None:
    text = "".join(f"insert_job: J{number}\nmachine: m{number}\nowner: o\n" for number in range(11))
    assert "3 more" in visible(page_of_text(text))
    assert "By application" not in visible(page_of_text(text))


def test_long_lists_show_their_beginning_and_say_so() -> None:
    page = page_of_text("".join(f"insert_job: J{number}\n" for number in range(SHOWN + 7)))
    shown = [e.text for e in page.all("a") if str(e.attributes["href"]).startswith("#job=")]
    assert len(shown) == 2 * SHOWN
    assert visible(page).count("and 7 more") == 2
    assert page.html.count('<a href="#list=startless">show all</a>') == 1


def test_the_first_diagnostics_are_there_and_how_many_there_are() -> None:
    page = page_of_text("".join(f"insert_job: J{n}\ncondition: s(J{n})\n" for n in range(DIAGNOSTICS + 5)))
    assert f"The first {DIAGNOSTICS} of {DIAGNOSTICS + 5} diagnostics" in visible(page)
    assert len([e for e in page.all("li") if e.attributes.get("class") == "diagnostic"]) == DIAGNOSTICS
    few = page_of_text("insert_job: A\ncondition: s(A)\n")
    assert "All diagnostics" in visible(few)
    assert links(few)["night.jil:2"] == "#line=night.jil:2"
    code = [e for e in few.all("a") if "code=self-dependency" in str(e.attributes["href"])]
    assert [e.attributes["href"] for e in code] == ["#diagnostics&severity=error&code=self-dependency"]
    assert "#list=chain" not in links(few).values()


def test_a_ring_is_told_round_and_a_long_one_is_cut() -> None:
    ring = "".join(f"insert_job: R{n}\ncondition: s(R{(n + 1) % 9})\n" for n in range(9))
    page = page_of_text(ring + "insert_job: A\ncondition: s(B)\ninsert_job: B\ncondition: s(A)\n")
    items = [e for e in page.all("a") if e.text in {"A", "B"} and "job=" in str(e.attributes["href"])]
    assert [e.text for e in items[:3]] == ["A", "B", "A"]
    assert "(9 jobs in the ring)" in visible(page)


def test_a_sound_estate_has_no_empty_list() -> None:
    page = page_of_text(NIGHT)
    titles = [element.text.strip() for element in page.all("h2")]
    assert titles == ["By type", "By owner", "Jobs without owner", "Longest chain"]


def test_names_are_cut_where_they_would_bury_the_page() -> None:
    page = page_of_text(f"insert_job: {'N' * 100_000}\ncondition: {' & '.join(['s(A)'] * 20_000)}\n")
    assert max(len(element.text) for element in page.elements if element.tag in {"a", "p", "li"}) < 1000
