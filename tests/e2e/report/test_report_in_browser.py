"""A report as people use it: search, boxes, jobs, source, diagnostics, by mouse and by keyboard."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.report.conftest import OpenReport, Written, write_report
from tests.e2e.report.opened import Opened
from tests.e2e.web.seeing import expect
from workflows.jil_parser.engine.reader import Source

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

LINKS = """
insert_job: BX   job_type: b
date_conditions: 1
box_success: s(A)
insert_job: A
box_name: BX
condition: s(B, 02.00) & f(B) & n(C) & e(C) <= 4 & v(GO) = "1" & s(FAR^PR2) & s(GONE)
insert_job: B
box_name: BX
insert_job: C
"""


def test_it_opens_from_a_file_and_fetches_nothing(report: Opened) -> None:
    report.sees("nightly_estate.jil")
    expect(report.page.locator("#overview")).to_contain_text("341 jobs, 49 boxes among them")
    expect(report.page.locator("#first-diagnostics")).to_be_hidden()
    report.open("#job=LOAD_GL")
    report.sees("LOAD_GL")
    assert report.requests == [report.address]


def test_search_finds_names_first_and_arrows_and_enter_open_a_job(report: Opened) -> None:
    report.page.keyboard.press("/")
    expect(report.query).to_be_focused()
    report.page.keyboard.type("load gl")
    expect(report.found).to_have_text("9 jobs found")
    expect(report.results.nth(0)).to_contain_text("LOAD_GL")
    expect(report.results.nth(0)).to_have_attribute("aria-selected", "true")
    report.page.keyboard.press("ArrowDown")
    report.page.keyboard.press("ArrowDown")
    expect(report.results.nth(2)).to_have_attribute("aria-selected", "true")
    chosen = report.results.nth(2).get_attribute("id")
    expect(report.query).to_have_attribute("aria-activedescendant", str(chosen))
    report.page.keyboard.press("Enter")
    report.sees("GL_LOAD_ALERT")
    expect(report.heading).to_be_focused()
    report.page.keyboard.press("/")
    expect(report.query).to_be_focused()
    report.page.keyboard.press("Escape")
    expect(report.tree).to_be_visible()
    expect(report.results).to_have_count(0)


@pytest.mark.parametrize(
    ("words", "job", "because"),
    [
        ("unload.pl --set gl_extract", "CLM_GL_EXTRACT", "command:"),
        ("half the bank", "LOAD_GL", "description:"),
        ("owner:svc_gl load", "LOAD_GL", "owner:"),
        ('owner:"svc_gl" name:load_gl', "LOAD_GL", "owner:"),
        ("box:gl_load_bx type:dbproc", "GL_BALANCE_SNAP", "box:"),
        ("machine:hvn-fin01 name:load_gl", "LOAD_GL", "machine:"),
    ],
)
def test_search_finds_every_text_of_a_job(report: Opened, words: str, job: str, because: str) -> None:
    report.search(words)
    found = report.results.filter(has_text=job)
    expect(found.first).to_contain_text(because)


def test_search_by_a_whole_value_takes_no_part_of_it(report: Opened) -> None:
    report.search("type:sql")
    expect(report.found).not_to_have_text("0")
    report.search('type:"sq"')
    expect(report.found).to_have_text("No job found")
    report.search("type:sq")
    expect(report.found).to_have_text("10 jobs found")


def test_bars_of_the_overview_lead_to_their_jobs(report: Opened) -> None:
    report.page.get_by_role("row", name="svc_dwh").get_by_role("link").click()
    expect(report.query).to_have_value('owner:"svc_dwh"')
    expect(report.found).to_have_text("44 jobs found")


def test_boxes_open_and_close_by_mouse_and_by_keyboard(report: Opened) -> None:
    box = report.branch("APPL_GL")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.locator(".twisty").click()
    expect(box).to_have_attribute("aria-expanded", "true")
    inner = report.branch("GL_LOAD_BX")
    expect(inner).to_have_attribute("aria-level", "2")
    report.tree.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight"):
        report.page.keyboard.press(key)
    expect(inner).to_have_attribute("aria-expanded", "true")
    member = report.branch("GL_TRUNC_STAGE")
    expect(member).to_have_attribute("aria-level", "3")
    expect(report.tree).to_have_attribute("aria-activedescendant", str(member.get_attribute("id")))
    report.page.keyboard.press("Enter")
    report.sees("GL_TRUNC_STAGE")
    report.tree.focus()
    for key in ("ArrowLeft", "ArrowLeft"):
        report.page.keyboard.press(key)
    expect(inner).to_have_attribute("aria-expanded", "false")
    report.page.keyboard.press("End")
    last = report.tree.get_by_role("treeitem").last
    expect(last).to_have_attribute("aria-posinset", str(last.get_attribute("aria-setsize")))


def test_a_job_says_what_it_is_and_what_decides_about_it(report: Opened) -> None:
    report.open("#job=LOAD_GL")
    report.sees("LOAD_GL")
    path = report.page.get_by_role("navigation", name="Boxes around it").get_by_role("link")
    expect(path).to_have_text(["APPL_GL", "GL_LOAD_BX"])
    expect(report.section("Start condition")).to_contain_text(
        "s(GL_TRUNC_STAGE) & s(REF_PUBLISH, 12.00) & n(DB_REORG_FIN)"
    )
    expect(report.section("Start condition")).to_contain_text(
        "REF_PUBLISH has ended in SUCCESS within the last 12"
    )
    expect(report.section("Waits for").get_by_role("listitem")).to_have_text(
        ["successGL_TRUNC_STAGESQL", "success, look-back 12.00REF_PUBLISHCMD", "not runningDB_REORG_FINCMD",
         "boxGL_LOAD_BXBOX"]
    )  # fmt: skip
    expect(report.section("Is waited for by").get_by_role("listitem")).to_have_count(13)
    row = report.section("Definition").get_by_role("row", name="machine")
    expect(row).to_contain_text("hvn-fin01")
    expect(report.section("Source").get_by_role("region")).to_contain_text("insert_job: LOAD_GL")
    expect(report.branch("LOAD_GL")).to_have_attribute("aria-selected", "true")


def test_every_kind_of_link_is_named(open_report: OpenReport, written: Written) -> None:
    report = open_report(written(LINKS), "#job=A")
    expect(report.section("Waits for").get_by_role("listitem")).to_have_text(
        ["success, look-back 02.00; failureBCMD", "not running; exit code <= 4CCMD",
         'value = "1"$GLOBAL:GOglobal', "success, on PR2FAR^PR2other scheduler", "successGONEmissing",
         "boxBXBOX"]
    )  # fmt: skip
    expect(report.section("Is waited for by").get_by_role("listitem")).to_have_text(
        ["success, for box_successBXBOX"]
    )
    expect(report.section("Diagnostics")).to_contain_text("names GONE, which is not defined")
    for name, what in {
        "GONE": "is not defined in these files.",
        "$GLOBAL:GO": "is a global variable.",
        "FAR^PR2": "runs on another scheduler.",
    }.items():
        report.section("Waits for").get_by_role("link", name=name).click()
        report.sees(name)
        expect(report.page.locator("#view")).to_contain_text(f"This {what}")
        expect(report.section("Is waited for by").get_by_role("link")).to_have_text(["A"])
        report.page.go_back()
        report.sees("A")
    report.open("#job=BX")
    expect(report.section("Holds").get_by_role("listitem")).to_have_text(["boxACMD", "boxBCMD"])
    expect(report.section("Box success")).to_contain_text("s(A)")
    report.open("#job=NOT_THERE")
    report.sees("No such job")
    report.page.get_by_role("link", name="Search for it").click()
    expect(report.query).to_have_value("NOT_THERE")


def test_the_graph_is_a_way_to_walk(report: Opened) -> None:
    report.open("#job=LOAD_GL")
    expect(report.graph.get_by_role("link")).to_have_count(4 + 1 + 8)
    expect(report.graph.locator(".edge.notrunning .tip")).to_have_count(0)
    expect(report.graph).to_contain_text("and 5 more, listed below")
    report.graph.get_by_role("link", name="GL_LOAD_ALERT").click()
    report.sees("GL_LOAD_ALERT")
    report.graph.get_by_role("link", name="LOAD_GL (CMD)").focus()
    report.page.keyboard.press("Enter")
    report.sees("LOAD_GL")


def test_an_attribute_leads_to_its_line(report: Opened) -> None:
    report.open("#job=LOAD_GL")
    report.section("Definition").get_by_role("link", name="machine, line 850").click()
    expect(report.marked_line).to_have_text("▸ 850  machine: hvn-fin01 ")
    statement = report.page.locator(".row.own .number")
    expect(statement.first).to_have_text("847")
    expect(statement.last).to_have_text("867")
    report.page.get_by_label("Line", exact=True).fill("1378")
    report.page.keyboard.press("Enter")
    expect(report.marked_line.locator(".number")).to_have_text("▸ 1378")
    report.page.locator("#view").get_by_role("link", name="AP_1099_EXTRACT", exact=True).click()
    report.sees("AP_1099_EXTRACT")


def test_back_and_forward_go_through_everything(report: Opened) -> None:
    ways = [
        ("#job=LOAD_GL", "LOAD_GL"),
        ("#diagnostics", "Diagnostics 12"),
        ("#line=nightly_estate.jil:850", "nightly_estate.jil"),
        ("#list=ownerless", "Jobs without owner 6"),
    ]
    for fragment, heading in ways:
        report.open(fragment)
        report.sees(heading)
    for _, heading in reversed(ways[:-1]):
        report.page.go_back()
        report.sees(heading)
    report.page.go_back()
    expect(report.page.locator("#overview")).to_be_visible()
    report.page.go_forward()
    report.sees("LOAD_GL")
    expect(report.page).to_have_title(re.compile(r"^LOAD_GL . nightly_estate\.jil . job report$"))


def test_the_way_back_leads_to_where_one_was(open_report: OpenReport, night: Path) -> None:
    report = open_report(night, "#diagnostics", viewport={"width": 1280, "height": 500})
    link = report.page.get_by_role("link", name="EOD_PACK_SEND")
    link.scroll_into_view_if_needed()
    before = report.page.evaluate("() => scrollY")
    assert before > 100
    link.click()
    report.sees("EOD_PACK_SEND")
    assert report.page.evaluate("() => scrollY") == 0
    report.page.go_back()
    report.sees("Diagnostics")
    assert report.page.evaluate("() => scrollY") == before


def test_diagnostics_are_narrowed_by_severity_and_code(report: Opened) -> None:
    report.page.get_by_role("navigation", name="Views").get_by_role("link", name="Diagnostics").click()
    entries = report.page.get_by_role("list", name="Diagnostics").get_by_role("listitem")
    expect(entries).to_have_count(12)
    report.page.get_by_role("navigation", name="Severity").get_by_role("link", name="error").click()
    expect(entries).to_have_count(6)
    report.page.get_by_label("Code").select_option("dangling-reference")
    expect(entries).to_have_count(4)
    expect(report.page).to_have_url(f"{report.address}#diagnostics&severity=error&code=dangling-reference")
    report.page.go_back()
    expect(entries).to_have_count(12)
    entries.nth(0).get_by_role("link", name="nightly_estate.jil:1378").click()
    expect(report.marked_line).to_contain_text("condition:")


def test_long_lists_grow(open_report: OpenReport, written: Written) -> None:
    report = open_report(
        written("".join(f"insert_job: J{number:03}\n" for number in range(450))), "#list=leaves"
    )
    report.sees("Leaves 450")
    jobs = report.page.locator("main .list").get_by_role("listitem")
    expect(jobs).to_have_count(200)
    report.page.get_by_role("button", name="Show 200 more of 450").click()
    expect(jobs).to_have_count(400)
    expect(report.page.get_by_role("link", name="J200")).to_be_focused()
    report.page.get_by_role("button", name="Show 50 more of 450").click()
    expect(jobs).to_have_count(450)
    expect(report.page.get_by_role("button", name="Show")).to_have_count(0)


def test_values_of_other_files_lead_to_their_lines(open_report: OpenReport, tmp_path: Path) -> None:
    first = Source("one.jil", b"insert_job: A\nmachine: m\nowner: o\n")
    second = Source("two.jil", b"\n\nupdate_job: A\nowner: p\n")
    report = open_report(write_report(tmp_path / "report.html", first, second), "#job=A")
    report.section("Definition").get_by_role("link", name="owner, line 4").click()
    report.sees("two.jil")
    expect(report.marked_line).to_have_text("▸ 4owner: p")
    report.page.get_by_label("File").select_option("one.jil")
    report.sees("one.jil")
    expect(report.marked_line).to_contain_text("insert_job: A")


def test_boxes_that_lie_in_each_other_are_in_the_tree(open_report: OpenReport, written: Written) -> None:
    boxes = {"A": "B", "B": "C", "C": "A", "SELF": "SELF", "LOST": "GONE"}
    text = "".join(f"insert_job: {name}   job_type: b\nbox_name: {box}\n" for name, box in boxes.items())
    report = open_report(written(text))
    items = report.tree.get_by_role("treeitem")
    expect(items).to_have_count(
        4
    )  # the undefined box with what is in it, one box of the ring, the box in itself
    report.branch("B").locator(".twisty").click()
    report.branch("A").locator(".twisty").click()
    expect(items).to_have_count(6)
    assert report.branch("C").get_attribute("aria-expanded") is None  # what lies in it stands above
    report.open("#job=C")
    report.sees("C")


def test_the_keyboard_alone_is_enough(report: Opened) -> None:
    press = report.page.keyboard.press
    press("Tab")
    expect(report.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    press("Enter")
    press("Tab")
    expect(report.page.get_by_role("link", name="27", exact=True)).to_be_focused()
    press("Enter")
    report.sees("Roots 27")
    expect(report.heading).to_be_focused()
    press("Tab")
    press("Enter")
    report.sees("BATCH_PROCESSING")
    press("Shift+Tab")
    expect(report.tree).to_be_focused()


def test_a_screen_reader_finds_its_way(report: Opened) -> None:
    report.open("#job=LOAD_GL")
    report.sees("LOAD_GL")
    for landmark in (
        report.page.get_by_role("banner"),
        report.page.get_by_role("main"),
        report.page.get_by_role("complementary", name="Jobs"),
        report.page.get_by_role("search"),
        report.page.get_by_role("tree", name="Boxes"),
    ):
        expect(landmark).to_have_count(1)
    expect(report.page.get_by_role("heading", level=1)).to_have_count(1)
    controls = report.page.locator("a, button, input, select, [role=region]").filter(visible=True)
    named = "e => Boolean(e.textContent.trim() || e.ariaLabel || e.labels?.length)"
    assert controls.evaluate_all(f"all => all.filter(e => !({named})(e)).map(e => e.outerHTML)") == []
    expect(report.page.locator("#heard")).to_have_text("LOAD_GL")


def test_a_phone_has_room_for_everything(open_report: OpenReport, night: Path) -> None:
    report = open_report(
        night, viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True, has_touch=True
    )
    assert report.overflow() == 0
    expect(report.tree).to_be_hidden()
    report.page.get_by_role("link", name="Boxes").tap()
    expect(report.tree).to_be_visible()
    report.branch("APPL_GL").get_by_role("link").tap()
    report.sees("APPL_GL")
    expect(report.tree).to_be_hidden()
    assert report.overflow() == 0
    report.search("load gl")
    expect(report.page.locator("main")).to_be_hidden()
    report.results.filter(has_text="LOAD_GL").first.tap()
    report.sees("LOAD_GL")
    assert report.overflow() == 0
    nodes = report.graph.locator(".node").evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
    assert max(nodes) <= 390
    report.open("#line=nightly_estate.jil:850")
    expect(report.marked_line).to_contain_text("machine")
    assert report.overflow() == 0


def test_dark_where_the_system_is_dark(open_report: OpenReport, night: Path) -> None:
    def paper(report: Opened) -> str:
        colour: str = report.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        return colour

    assert paper(open_report(night, color_scheme="light")) == "rgb(255, 255, 255)"
    assert paper(open_report(night, color_scheme="dark")) == "rgb(20, 23, 27)"


def test_on_paper_there_is_the_overview_with_its_diagnostics(report: Opened) -> None:
    report.open("#job=LOAD_GL")
    report.search("load")
    report.page.emulate_media(media="print")
    expect(report.page.locator("#overview")).to_be_visible()
    expect(report.page.locator("#first-diagnostics")).to_be_visible()
    expect(report.page.get_by_role("heading", name="Jobs that nothing starts")).to_be_visible()
    for hidden in ("#view", "aside", ".top nav", ".skip"):
        expect(report.page.locator(hidden)).to_be_hidden()


def test_without_script_there_is_the_overview_and_a_word_about_the_rest(
    chromium: "Browser", night: Path
) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(night.as_uri())
    expect(page.locator("noscript .notice")).to_be_visible()
    expect(page.locator("#overview")).to_be_visible()
    expect(page.locator("#first-diagnostics .diagnostic")).to_have_count(12)
    expect(page.get_by_role("combobox")).to_be_hidden()
    page.context.close()


def test_it_works_in_a_sandbox_without_an_origin(open_report: OpenReport, night: Path) -> None:
    report = open_report(night)
    headers = {"Content-Security-Policy": "sandbox allow-scripts", "Content-Type": "text/html; charset=utf-8"}
    report.page.route(
        "http://report.test/**", lambda route: route.fulfill(body=night.read_bytes(), headers=headers)
    )
    report.address = "http://report.test/f/1"
    report.open("#job=LOAD_GL")
    report.sees("LOAD_GL")
    assert report.page.evaluate("() => origin") == "null"
    report.search("half the bank")
    report.page.keyboard.press("Enter")
    report.page.get_by_role("link", name="Source", exact=True).click()
    report.sees("nightly_estate.jil")
    report.page.go_back()
    report.sees("LOAD_GL")
