"""A thread that has gone on for long."""

import time

import pytest

from adapters.web.post import Said, Shown
from adapters.web.post_store import PostStore
from bots.doors import WEB_DATABASE
from core.chat.card import Card, Text
from core.chat.inbound import Actor, Inbound
from core.chat.thread_ref import ChannelRef
from core.storage.database import Database
from tests.e2e.served import Served
from tests.e2e.web.chat import Chat
from tests.e2e.web.conftest import OpenChat, Serve, Shoot
from tests.e2e.web.seeing import expect

pytestmark = pytest.mark.browser

SAID = 450
"""Posts that stand there already, half of them people's messages; a page shows 200 of them."""

THREAD = ChannelRef.parse("web:local:night-batch").thread("long")
PATH = "/c/night-batch/t/long"
DEVELOPER = Actor(platform="web", tenant="local", id="developer", name="developer")


def fill(served: Served) -> None:
    """What people and the bot have said to each other."""
    database = Database(served.home / WEB_DATABASE)
    posts = PostStore(database)
    for number in range(1, SAID + 1, 2):
        inbound = Inbound(
            id=str(number), act=str(number), channel=THREAD.channel, thread=THREAD, actor=DEVELOPER, text=""
        )
        posts.say(inbound, THREAD, Said(text=f"Message {number} of many"))
        posts.received(inbound)
        answer = Card(
            kind="answer", title=f"Answer {number + 1} of many", blocks=(Text(markdown="- done\n" * 3),)
        )
        posts.add(f"answer-{number}", THREAD, Shown(card=answer))
    database.close()


def change_early(served: Served) -> None:
    """Paint the second post of the thread anew, as the answer to an old question does it."""
    database = Database(served.home / WEB_DATABASE)
    posts = PostStore(database)
    post = posts.find("answer-1", THREAD)
    assert post is not None
    posts.replace(post, Shown(card=Card(kind="answer", title="Another answer")))
    database.close()


@pytest.fixture
def long(serve: Serve, open_chat: OpenChat) -> Chat:
    served = serve("--demo")
    fill(served)
    return open_chat(served, path=PATH)


def test_a_page_opens_at_the_end_and_leads_back(long: Chat, shoot: Shoot) -> None:
    last = long.post(f"Answer {SAID} of many")
    expect(last).to_be_in_viewport(ratio=1)
    expect(long.box).to_be_in_viewport(ratio=1)
    expect(long.posts).to_have_count(200)
    shoot(long.page, "long_thread")

    other = long.tab()
    long.page.get_by_role("link", name="Earlier posts").click()
    newest = long.post("Answer 250 of many")
    expect(newest).to_be_in_viewport(ratio=1)
    other.say("/dataops status")
    expect(other.post("Nothing is running")).to_have_count(1)
    expect(newest).to_be_in_viewport(ratio=1)
    expect(long.posts).to_have_count(200)

    long.page.get_by_role("link", name="Earlier posts").click()
    expect(long.post("Message 1 of many")).to_have_count(1)
    expect(long.posts).to_have_count(50)
    expect(long.page.get_by_role("link", name="Earlier posts")).to_have_count(0)
    long.page.get_by_role("link", name="Latest posts").click()
    expect(long.post("Nothing is running")).to_be_in_viewport(ratio=1)


def test_an_earlier_post_that_changes_stays_with_the_earlier_ones(serve: Serve, open_chat: OpenChat) -> None:
    served = serve("--demo")
    fill(served)
    change_early(served)
    chat = open_chat(served, path=PATH)
    chat.say("/dataops status")
    expect(chat.post("Nothing is running")).to_have_count(1)
    expect(chat.posts).to_have_count(203)
    expect(chat.posts.first).to_contain_text("Message 251 of many")
    change_early(served)
    chat.say("/dataops status")
    expect(chat.post("Nothing is running")).to_have_count(2)
    expect(chat.posts.first).to_contain_text("Message 251 of many")
    chat.page.get_by_role("link", name="Earlier posts").click()
    chat.page.get_by_role("link", name="Earlier posts").click()
    expect(chat.posts.nth(1)).to_contain_text("Another answer")


def test_a_reply_beside_earlier_posts_leads_to_the_end(long: Chat) -> None:
    long.page.get_by_role("link", name="Earlier posts").click()
    expect(long.post("Answer 250 of many")).to_be_in_viewport(ratio=1)
    long.say("/dataops status")
    expect(long.post("Nothing is running")).to_be_in_viewport(ratio=1)


def test_sending_is_as_quick_as_ever(long: Chat) -> None:
    began = time.monotonic()
    long.say("/dataops status")
    expect(long.post("Nothing is running")).to_be_in_viewport()
    assert time.monotonic() - began < 3
    expect(long.box).to_be_in_viewport(ratio=1)


def test_old_threads_of_a_channel_are_a_page_further(serve: Serve, open_chat: OpenChat) -> None:
    served = serve("--demo")
    database = Database(served.home / WEB_DATABASE)
    posts = PostStore(database)
    for number in range(130):
        card = Card(kind="answer", title=f"Thread {number:03} of many")
        posts.add(f"a-{number}", THREAD.channel.thread(f"n{number}"), Shown(card=card))
    database.close()
    chat = open_chat(served)
    threads = chat.page.get_by_role("list", name="Threads").get_by_role("link", name="of many")
    expect(threads).to_have_count(60)
    chat.tab().say("/dataops help")
    expect(threads).to_have_count(59)
    chat.page.get_by_role("link", name="Older threads").click()
    expect(threads).to_have_count(60)
    expect(threads.first).to_contain_text("Thread 070 of many")
    chat.page.get_by_role("link", name="Older threads").click()
    expect(threads).to_have_count(11)
    expect(threads.last).to_contain_text("Thread 000 of many")
    expect(chat.page.get_by_role("link", name="Older threads")).to_have_count(0)
    threads.last.click()
    expect(chat.post("Thread 000 of many")).to_have_count(1)
    chat.page.go_back()
    chat.page.get_by_role("link", name="Latest threads").click()
    expect(threads.first).to_contain_text("Thread 129 of many")


def test_a_reader_further_up_is_left_there(long: Chat) -> None:
    post = long.post("Message 301 of many")
    post.scroll_into_view_if_needed()
    place = post.bounding_box()
    long.tab().say("/dataops status")
    expect(long.post("Nothing is running")).to_have_count(1)
    assert post.bounding_box() == place
