"""Whatever stands in the files stays text: nothing of it runs, on any page, and nothing breaks."""

from pathlib import Path

import pytest

from tests.e2e.report.conftest import OpenReport, Written, write_report
from tests.e2e.report.opened import Opened
from tests.e2e.web.complaints import Complaints
from tests.e2e.web.seeing import expect
from workflows.jil_parser.engine.reader import Source

pytestmark = pytest.mark.browser

ATTACKS = (
    "<img src=x onerror=hacked=1>", "</script><script>hacked=1</script>", "<svg/onload=hacked=1>",
    "--><script>hacked=1</script>", "'\"><iframe srcdoc=<script>parent.hacked=1</script>>", "${hacked=1}",
    "<style>*{display:none}</style>", "</style><script>hacked=1</script>", "javascript:hacked=1",
)  # fmt: skip
ODDITIES = (
    "\u202egnp.exe",
    "\x1b[2J\x00\x9b",
    "__proto__",
    "constructor",
    "%3Cb%3E&x=1#y",
    "a b",
    "\U0001f600" * 9,
)


def estate(names: tuple[str, ...]) -> str:
    """Jobs of these names that have them everywhere else, too."""
    jobs = [
        f"insert_job: {name}\nbox_name: {box}\nowner: {name}\ncommand: {name}\ndescription: {name}\n"
        f"machine: {box}\ncondition: s({name}) & v({box}) = 1 | x(\n{box}: {name}\n"
        for name, box in zip(names, names[1:] + names[:1], strict=True)
    ]
    return "\n".join(jobs)


def walk(report: Opened) -> None:
    """See every kind of page, and every job by its link in the tree."""
    for fragment in (
        "#diagnostics",
        "#list=ownerless",
        "#list=dangling",
        "#list=self",
        "#source",
        "#boxes",
        "",
    ):
        report.open(fragment)
        expect(report.heading).to_be_visible()
    links = report.tree.get_by_role("link").evaluate_all("all => all.map(link => link.hash)")
    assert links
    for link in links:
        report.open(link)
        expect(report.section("Around it")).to_be_visible()
    report.search("hacked")
    report.search("")


def is_hacked(report: Opened) -> bool:
    hacked: bool = report.page.evaluate("() => 'hacked' in window || frames.length > 0")
    return hacked


@pytest.mark.parametrize("names", [ATTACKS, ODDITIES])
def test_nothing_from_the_files_runs(open_report: OpenReport, tmp_path: Path, names: tuple[str, ...]) -> None:
    source = Source(f"{names[0]}\ud800.jil", estate(names).encode("utf-8", "surrogatepass"))
    report = open_report(write_report(tmp_path / "report.html", source))
    dialogs: list[str] = []
    report.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    expect(report.tree.get_by_role("treeitem").first).to_be_visible()
    for box in range(12):
        if report.tree.locator("[aria-expanded=false] .twisty").count() == 0:
            break
        report.tree.locator("[aria-expanded=false] .twisty").nth(0).click()
        assert box < 11
    walk(report)
    assert not is_hacked(report)
    assert not dialogs
    assert set(report.requests) == {report.address}


def test_nothing_from_the_address_runs(open_report: OpenReport, night: Path) -> None:
    report = open_report(night)
    for view in ("#job=", "#line=", "#search=", "#list=", "#diagnostics&code=", "#x=", "#%zz&&=="):
        for attack in (*ATTACKS, "%3Cimg%20src=x%20onerror=hacked=1%3E"):
            report.page.evaluate("hash => { location.hash = hash }", f"{view}{attack}")
        expect(report.heading).to_be_visible()
        assert not is_hacked(report)


def test_a_script_that_gets_in_is_refused(
    open_report: OpenReport, night: Path, tmp_path: Path, complaints: Complaints
) -> None:
    html = night.read_text("utf-8")
    evil = "<script>hacked = 1</script><p onclick='hacked = 1' id='evil' style='color: red'>x</p></main>"
    broken = tmp_path / "broken.html"
    broken.write_text(html.replace("</main>", evil), "utf-8")
    complaints.allow("violates the following Content Security Policy directive")
    report = open_report(broken)
    report.page.locator("#evil").click()
    expect(report.page.locator("#evil")).not_to_have_css("color", "rgb(255, 0, 0)")
    assert not is_hacked(report)


def test_huge_values_are_cut_and_shown_on_demand(open_report: OpenReport, written: Written) -> None:
    condition = " & ".join(f"s(JOB_{number:05})" for number in range(9000))
    text = f"insert_job: BIG\ncommand: {'x' * 60_000}\ncondition: {condition}\n"
    report = open_report(written(text), "#job=BIG")
    expect(report.section("Waits for").get_by_role("listitem")).to_have_count(50)
    written_condition = report.section("Start condition").locator("pre")
    expect(written_condition).to_contain_text("JOB_00001")
    expect(written_condition).not_to_contain_text("JOB_08999")
    written_condition.get_by_role("button", name="Show all").click()
    expect(written_condition).to_contain_text("JOB_08999")
    expect(report.graph).to_contain_text("and 8,992 more")
    report.open("#line=a.jil:2")
    expect(report.marked_line).to_contain_text("55,009 more characters")
    assert report.overflow() == 0
