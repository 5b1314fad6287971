"""Who gets in where there is no demo."""

import pytest

from bots.doors import WEB_DATABASE
from core.storage.database import Database
from tests.e2e.served import Served
from tests.e2e.web.chat import CHANNEL, Chat
from tests.e2e.web.complaints import Complaints
from tests.e2e.web.conftest import OpenChat, OpenTab, Serve, Shoot
from tests.e2e.web.seeing import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def served(serve: Serve, complaints: Complaints) -> Served:
    """A service that has people, and no demo."""
    complaints.allow("status of 401")
    return serve()


@pytest.fixture
def visitor(served: Served, open_tab: OpenTab) -> Chat:
    """Somebody who is not logged in."""
    return open_tab(served)


def link(served: Served, user: str = "admin") -> str:
    """A link that logs somebody in, as the command prints it."""
    return served.command("token", "--user", user).splitlines()[0]


def log_in(chat: Chat, address: str) -> None:
    chat.page.goto(address)
    chat.page.get_by_role("button", name="Log in").click()
    expect(chat.box).to_be_visible()
    chat.connected()


def end_logins(served: Served) -> None:
    """What passes when nobody was here for a long time."""
    database = Database(served.home / WEB_DATABASE)
    database.write("DELETE FROM logins")
    database.close()


def test_a_link_logs_in_once_until_one_logs_out(
    visitor: Chat, served: Served, open_tab: OpenTab, shoot: Shoot
) -> None:
    page = visitor.page
    for path in ("/", CHANNEL, "/f/artifact_file_0123456789abcdef"):
        page.goto(visitor.address + path)
        expect(page.get_by_role("alert")).to_contain_text("Run dataops token --user NAME")
        expect(page.get_by_role("main")).not_to_contain_text("night-batch")
    page.get_by_role("link", name="Log in").click()
    expect(page.get_by_role("main")).to_contain_text("dataops token --user NAME")
    shoot(page, "login_needed")

    address = link(served)
    page.goto(address)
    shoot(page, "login")
    page.reload()  # looking does not use it up
    log_in(visitor, address)
    expect(page.get_by_role("banner")).to_contain_text("admin")
    expect(page.get_by_label("You are")).to_have_count(0)
    assert "token=" not in page.url
    visitor.ask("/dataops help")
    expect(visitor.posts.first).to_contain_text("admin")

    other = open_tab(served)
    other.page.goto(address)
    other.page.get_by_role("button", name="Log in").click()
    expect(other.page.get_by_role("alert")).to_contain_text("You are not logged in here")

    thread = page.url
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("main")).to_contain_text("dataops token --user NAME")
    page.goto(thread)
    expect(page.get_by_role("alert")).to_contain_text("You are not logged in here")


def test_a_login_that_ends_while_a_page_is_open_costs_nothing(
    visitor: Chat, served: Served, open_tab: OpenTab, shoot: Shoot
) -> None:
    log_in(visitor, link(served))
    visitor.ask("/dataops help")
    visitor.box.fill("A long question")
    end_logins(served)
    other = open_tab(served)
    log_in(other, link(served, "developer"))
    other.open(visitor.path).say("/dataops status")  # any change makes the pages look at once
    status = visitor.page.get_by_role("status")
    expect(status).to_contain_text("Your login has ended")
    expect(status).to_be_in_viewport(ratio=1)
    expect(other.post("Nothing is running")).to_have_count(1)
    expect(visitor.post("Nothing is running")).to_have_count(0)

    visitor.box.press("Enter")
    expect(visitor.problem).to_contain_text("You are not logged in here")
    expect(visitor.box).to_have_value("A long question")
    expect(status).to_contain_text("Your login has ended")
    shoot(visitor.page, "login_ended")

    again = Chat(visitor.page.context.new_page(), visitor.address)
    log_in(again, link(served))
    expect(status).to_have_text("")
    expect(visitor.post("Nothing is running")).to_have_count(1)
    visitor.box.press("Enter")
    expect(visitor.box).to_have_value("")
    expect(visitor.post("A long question")).to_have_count(1)


def test_a_login_that_ended_while_the_service_was_away_is_told(
    visitor: Chat, served: Served, complaints: Complaints
) -> None:
    complaints.allow("ERR_CONNECTION_REFUSED")
    log_in(visitor, link(served))
    served.kill()
    status = visitor.page.get_by_role("status")
    expect(status).to_have_text("Reconnecting…")
    end_logins(served)
    served.start()
    expect(status).to_contain_text("Your login has ended")


def test_a_link_that_was_mistyped_is_explained(visitor: Chat) -> None:
    visitor.page.goto(f"{visitor.address}/login?token=no-such-token")
    visitor.page.get_by_role("button", name="Log in").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("You are not logged in here")


def test_another_tab_that_became_somebody_else_is_told(
    serve: Serve, open_chat: OpenChat, complaints: Complaints
) -> None:
    complaints.allow("status of 403")
    chat = open_chat(serve("--demo"))
    chat.box.fill("Said as admin")
    other = chat.tab()
    other.become("developer")
    other.ask("/dataops status")  # any change makes the pages look at once
    expect(chat.page.get_by_role("status")).to_contain_text("You are developer in this browser now")
    chat.box.press("Enter")
    expect(chat.problem).to_contain_text("open the page anew")
    expect(chat.box).to_have_value("Said as admin")
