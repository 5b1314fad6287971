"""The chat as somebody at a browser uses it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.web.seeing import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

CHANNEL = "/c/night-batch"
EXAMPLES = Path(__file__).parents[3] / "workflows" / "jil_parser" / "examples"


class Chat:
    """One tab."""

    def __init__(self, page: "Page", address: str) -> None:
        self.page = page
        self.address = address

    def open(self, path: str = CHANNEL, *, scripted: bool = True) -> "Chat":
        """Go to a page of the chat and wait until it lives, unless it has no script."""
        self.page.goto(self.address + path)
        if scripted:
            self.connected()
        return self

    def connected(self) -> None:
        """Wait until changes come in by themselves."""
        expect(self.page.locator("main[data-connected]")).to_be_attached()

    def tab(self) -> "Chat":
        """Another tab of the same browser, at the same page."""
        return Chat(self.page.context.new_page(), self.address).open(self.path)

    @property
    def path(self) -> str:
        """Where this tab is, as a path of the site."""
        path: str = self.page.url.removeprefix(self.address)
        return path

    @property
    def box(self) -> "Locator":
        """The box to write in."""
        return self.page.get_by_role("textbox", name="thread")

    def say(self, text: str) -> None:
        """Write a message and send it with Enter."""
        self.box.fill(text)
        self.box.press("Enter")

    def ask(self, text: str) -> None:
        """Begin a thread with a message, and wait until its page lives."""
        self.say(text)
        self.page.wait_for_url("**/t/*")
        self.connected()

    def attach(self, *files: Path) -> None:
        """Choose files with the picker."""
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_text("Attach files", exact=True).click()
        chooser.value.set_files(files)

    @property
    def attached(self) -> "Locator":
        """The files that wait to be sent."""
        return self.page.locator("form").get_by_role("list", name="Attached files").get_by_role("listitem")

    @property
    def posts(self) -> "Locator":
        """Everything that stands in the thread."""
        return self.page.get_by_role("log", name="Conversation").locator("> li")

    def post(self, text: str) -> "Locator":
        """The posts in which a text stands."""
        return self.posts.filter(has_text=text)

    @property
    def problem(self) -> "Locator":
        """What stands at the message box when something is wrong."""
        return self.page.locator("form", has=self.box).get_by_role("alert")

    def become(self, person: str) -> None:
        """Go on as somebody else."""
        switch = self.page.get_by_role("button", name="Switch")
        with self.page.expect_navigation():
            self.page.get_by_label("You are").select_option(person)
            if switch.is_visible():  # a page without script
                switch.click()

    def texts(self) -> Sequence[str]:
        """The posts' texts, in order."""
        texts: list[str] = self.posts.all_inner_texts()
        return texts
