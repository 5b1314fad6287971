"""Posts by thread, in the order in which they changed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.web.post import Gone, Post, Said, Shown
from adapters.web.post_store import PostStore
from core.chat.card import Card
from core.chat.forgotten import Forgotten
from core.chat.inbound import Actor, Inbound
from core.chat.thread_ref import ChannelRef
from core.storage.database import Database

CHANNEL = ChannelRef(platform="web", tenant="local", channel="c")
THREAD = CHANNEL.thread("1")
ANA = "web:local:ana"


@pytest.fixture
def posts(tmp_path: Path) -> PostStore:
    return PostStore(Database(tmp_path / "web.db"))


def shown(title: str) -> Shown:
    return Shown(card=Card(kind="answer", title=title))


def message(text: str) -> Inbound:
    actor = Actor(platform="web", tenant="local", id="ana", name="Ana")
    return Inbound(id=text, act=text, channel=CHANNEL, thread=THREAD, actor=actor, text=text)


def titles(found: list[Post]) -> list[str]:
    return [post.content.card.title for post in found if isinstance(post.content, Shown)]


def test_a_page_catches_up_from_where_it_stands(posts: PostStore) -> None:
    first = posts.add("a", THREAD, shown("one"))
    seen = posts.changed(THREAD, ANA, 0)[-1].change
    posts.add("b", THREAD, shown("two"))
    posts.replace(first, shown("one again"))
    news = posts.changed(THREAD, ANA, seen)
    assert titles(news) == ["one again", "two"]
    assert posts.changed(THREAD, ANA, max(post.change for post in news)) == []


def test_a_private_post_exists_for_one_person(posts: PostStore) -> None:
    posts.add("a", THREAD, shown("for ana"), ANA)
    posts.add("b", CHANNEL.thread("2"), shown("also"), ANA)
    for viewer, expected in ((ANA, ["for ana"]), ("web:local:bob", [])):
        assert titles(posts.latest(THREAD, viewer, 10)) == expected
        assert titles(posts.changed(THREAD, viewer, 0)) == expected
        assert len(posts.threads(CHANNEL, viewer, 10)) == 2 * len(expected)


def test_a_key_is_posted_once_and_found_in_its_thread_only(posts: PostStore) -> None:
    assert posts.add("a", THREAD, shown("one")) == posts.add("a", THREAD, shown("two"))
    assert titles(posts.latest(THREAD, ANA, 10)) == ["one"]
    assert posts.find("a", THREAD) is not None
    assert posts.find("a", CHANNEL.thread("2")) is None
    assert posts.find("b", THREAD) is None


def test_earlier_posts_are_a_page_further(posts: PostStore) -> None:
    for number in range(7):
        posts.add(str(number), THREAD, shown(str(number)))
    last = posts.latest(THREAD, ANA, 3)
    assert titles(last) == ["4", "5", "6"]
    assert titles(posts.latest(THREAD, ANA, 3, last[0].id)) == ["1", "2", "3"]


def test_threads_are_listed_by_their_newest_post_and_named_by_their_first(posts: PostStore) -> None:
    other = CHANNEL.thread("2")
    posts.say(message("how  many\njobs?"), THREAD, Said(text="how  many\njobs?"))
    posts.add("x", other, shown("something"))
    posts.add("y", THREAD, shown("341"))
    assert [each.title for each in posts.threads(CHANNEL, ANA, 10)] == ["how many jobs?", "something"]
    assert [each.thread for each in posts.threads(CHANNEL, ANA, 1)] == [THREAD]
    posts.say(message("file"), CHANNEL.thread("3"), Said(text=" ", files=("a.jil", "b.jil")))
    assert posts.threads(CHANNEL, ANA, 1)[0].title == "a.jil, b.jil"


def test_older_threads_are_a_page_further(posts: PostStore) -> None:
    for number in range(5):
        posts.add(f"{number}", CHANNEL.thread(str(number)), shown(str(number)))
    posts.add("for ana", CHANNEL.thread("0"), shown("again"), ANA)
    newest = posts.threads(CHANNEL, ANA, 2)
    assert [each.title for each in newest] == ["0", "4"]
    assert [each.title for each in posts.threads(CHANNEL, ANA, 9, newest[-1].newest)] == ["3", "2", "1"]
    assert posts.threads(CHANNEL, ANA, 9, 0) == []


def test_a_message_is_kept_until_it_is_received(posts: PostStore) -> None:
    posts.say(message("one"), THREAD, Said(text="one"))
    posts.say(message("one"), THREAD, Said(text="one"))
    assert posts.not_received() == [
        message("one").model_copy(update={"received_at": posts.not_received()[0].received_at})
    ]
    posts.received(message("one"))
    assert posts.not_received() == []
    assert len(posts.latest(THREAD, ANA, 10)) == 1


def test_what_was_not_accepted_is_taken_back_from_pages_too(posts: PostStore) -> None:
    posts.say(message("one"), THREAD, Said(text="one"))
    seen = posts.changed(THREAD, ANA, 0)
    posts.take_back(message("one"))
    assert posts.not_received() == []
    assert posts.latest(THREAD, ANA, 10) == []
    assert posts.threads(CHANNEL, ANA, 10) == []
    told = posts.changed(THREAD, ANA, seen[0].change)
    assert [(post.id, post.content) for post in told] == [(seen[0].id, Gone())]
    posts.say(message("one"), THREAD, Said(text="one, again"))
    news = posts.changed(THREAD, ANA, told[0].change)
    assert [post.content for post in news] == [Said(text="one, again")]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=25))
def test_whoever_follows_sees_what_stands(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[int, bool]]
) -> None:
    posts = PostStore(Database(tmp_path_factory.mktemp("posts") / "web.db"))
    followed: dict[int, str] = {}
    after = 0
    for number, (key, look) in enumerate(acts):
        known = posts.find(str(key), THREAD)
        if known is None:
            posts.add(str(key), THREAD, shown(f"{number}"))
        else:
            posts.replace(known, shown(f"{number}"))
        for post in posts.changed(THREAD, ANA, after) if look else ():
            followed[post.id] = titles([post])[0]
            after = max(after, post.change)
    followed |= {post.id: titles([post])[0] for post in posts.changed(THREAD, ANA, after)}
    assert followed == {post.id: titles([post])[0] for post in posts.latest(THREAD, ANA, 100)}


def test_what_is_forgotten_is_gone_from_pages_and_lists(posts: PostStore) -> None:
    posts.say(message("secret"), THREAD, Said(text="secret"))
    posts.add("run_1:answer", THREAD, shown("secret answer"))
    posts.add("run_2:answer", THREAD, shown("another"))
    seen = max(post.change for post in posts.changed(THREAD, ANA, 0))
    posts.forget(Forgotten(THREAD, (), ("secret",), ("run_1",)))
    assert titles(posts.latest(THREAD, ANA, 10)) == ["another"]
    assert [post.content for post in posts.changed(THREAD, ANA, seen)] == [Gone(), Gone()]
    assert [summary.title for summary in posts.threads(CHANNEL, ANA, 10)] == ["another"]
    assert posts.not_received() == []
    posts.forget(Forgotten(THREAD, (), (), (), whole=True))
    assert posts.latest(THREAD, ANA, 10) == []
    assert posts.threads(CHANNEL, ANA, 10) == []
    posts.add("run_3:answer", THREAD, shown("anew"))
    assert [summary.title for summary in posts.threads(CHANNEL, ANA, 10)] == ["anew"]


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def test_what_is_too_old_is_on_no_page_and_in_no_list(tmp_path: Path) -> None:
    now, database = 1000.0, Database(tmp_path / "web.db")
    posts = PostStore(database, lambda: now)
    posts.say(message("secret"), THREAD, Said(text="secret"))
    posts.add("run_1:answer", THREAD, shown("secret answer"))
    posts.add("run_2:answer", CHANNEL.thread("2"), shown("secret for ana"), ANA)
    now = 2000.0
    posts.add("run_3:answer", THREAD, shown("new"))
    seen = posts.changed(THREAD, ANA, 0)[-1].change
    assert posts.delete_before(at(1500)) == 3
    assert [summary.title for summary in posts.threads(CHANNEL, ANA, 10)] == ["new"]
    assert titles(posts.latest(THREAD, ANA, 10)) == ["new"]
    assert posts.not_received() == []
    assert not [
        row
        for table in ("posts", "outgoing")
        for row in database.read(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
        if "secret" in str(tuple(row))
    ]
    assert posts.delete_before(at(3000)) == 1
    assert posts.threads(CHANNEL, ANA, 10) == []
    assert posts.delete_before(at(3000)) == 0
    posts.add("run_4:answer", THREAD, shown("newer"))
    assert titles(posts.changed(THREAD, ANA, seen)) == ["newer"]
