"""A report that is open in a browser, as a person meets it."""

from typing import TYPE_CHECKING

from tests.e2e.web.seeing import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


class Opened:
    """The page of a report, by what it shows."""

    def __init__(self, page: "Page", address: str) -> None:
        self.page = page
        self.address = address
        self.requests: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))

    def open(self, fragment: str = "") -> "Opened":
        """Open the report, or lead an open one to another fragment, as the address bar does."""
        self.page.goto(f"{self.address}{fragment}")
        self.page.locator("html.scripted").wait_for(state="attached")
        return self

    def search(self, words: str) -> "Opened":
        """Type words into the search and wait until all is searched."""
        self.query.fill(words)
        expect(self.found).not_to_contain_text("reading")
        expect(self.found).to_contain_text("found" if words else "")
        return self

    @property
    def query(self) -> "Locator":
        return self.page.get_by_role("combobox", name="Search jobs")

    @property
    def found(self) -> "Locator":
        """How many jobs are found."""
        return self.page.locator("#found")

    @property
    def results(self) -> "Locator":
        return self.page.get_by_role("option")

    @property
    def heading(self) -> "Locator":
        """The one heading of what is shown."""
        return self.page.locator("main").get_by_role("heading", level=1)

    @property
    def tree(self) -> "Locator":
        return self.page.get_by_role("tree")

    def branch(self, name: str) -> "Locator":
        """A line of the tree."""
        return self.tree.get_by_role("treeitem").filter(
            has=self.page.get_by_role("link", name=name, exact=True)
        )

    def section(self, title: str) -> "Locator":
        """A part of a job's page."""
        heading = self.page.get_by_role("heading", level=2, name=title)
        return self.page.locator("#view section").filter(has=heading).last

    @property
    def graph(self) -> "Locator":
        return self.page.locator("svg.graph")

    def sees(self, heading: str) -> None:
        """Wait until something is shown under its heading."""
        expect(self.heading).to_contain_text(heading)

    @property
    def marked_line(self) -> "Locator":
        """The line at which the source is open."""
        return self.page.get_by_role("region", name="Source").locator("[aria-current=true]")

    def overflow(self) -> int:
        """How many pixels the page is wider than the screen."""
        wide: int = self.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        return wide
