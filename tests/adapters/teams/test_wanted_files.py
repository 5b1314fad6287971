"""Files that come through somebody's own chat for questions that were asked elsewhere."""

from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.teams.wanted_files import RECENT
from core.chat.inbound import Inbound
from core.errors import UserFacingError
from core.runs.inbox import Inbox, Receipt
from core.runs.run_store import Lease
from tests.adapters.teams.connector import Act, Conversation, Post
from tests.adapters.teams.office import Office, open_office
from tests.sample_workflows import write_counter

pytestmark = pytest.mark.doors

Patch = pytest.MonkeyPatch
LISTING = ("july.lst", b"a\nb\nc\n")
COUNT = "Count the lines of this listing"
WHICH = "Which listing should I count?"
PRIVATE = "My confidential salaries: how many lines of this listing are there?"


async def asked(office: Office, place: Conversation) -> Act:
    """Have the bot ask for a file somewhere; what began it."""
    said = await office.teams.say(office.teams.ada, place, COUNT, mention=True)
    await office.post(place, WHICH, said if place.kind == "channel" else None)
    return said


async def offered(office: Office, text: str = "here it is") -> Post:
    """Send a file while two questions wait for one; the card on which it is said which it is for."""
    teams = office.teams
    await teams.say(teams.ada, teams.chat, text, files=[LISTING])
    return await office.post(teams.chat, "What is july.lst for?")


def in_the_channel(office: Office, thread: Act) -> str:
    return "\n".join(post.text for post in office.teams.messages(office.teams.channel, thread))


def open_questions(office: Office) -> int:
    return len(office.service.database.read("SELECT 1 FROM questions WHERE state = 'open'"))


async def test_whoever_answers_a_channels_question_alone_is_told_where_it_goes_on(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await teams.install(teams.ada, teams.channel)
        said = await asked(office, teams.channel)
        sent = await teams.say(teams.ada, teams.chat, "here it is", files=[LISTING])
        thanks = await office.post(teams.chat, "Thank you: july.lst goes on in the thread in night-batch.")
        (link,) = thanks.links
        conversation = teams.channel.id.replace(":", "%3A").replace("@", "%40")
        assert link.startswith(f"https://teams.microsoft.com/l/message/{conversation}/{said.id}?tenantId=")
        await office.seen(teams.channel, "3 lines.", said)
        await teams.redeliver(sent)
        await teams.say(teams.ada, teams.chat, "/dataops pins")
        shown = await office.seen(teams.chat, "Nothing is pinned")
        assert shown.count("Thank you") == 1


async def test_an_answer_in_the_own_chat_gets_no_such_word(tmp_path: Path, monkeypatch: Patch) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await teams.say(teams.ada, teams.chat, COUNT)
        await office.post(teams.chat, WHICH)
        await asked(office, teams.channel)
        await teams.say(teams.ada, teams.chat, "here it is", files=[LISTING])
        shown = await office.seen(teams.chat, "3 lines.")
        assert "Thank you" not in shown


def before_a_file(monkeypatch: Patch, happens: Callable[[], None]) -> None:
    """Let something happen just before a message with a file is written down."""
    receive = Inbox.receive

    def meanwhile(inbox: Inbox, inbound: Inbound, lease: Lease | None = None) -> Receipt:
        if inbound.files:
            happens()
        return receive(inbox, inbound, lease)

    monkeypatch.setattr(Inbox, "receive", meanwhile)


async def test_a_file_with_words_of_its_own_is_published_only_if_its_sender_says_so(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await teams.install(teams.ada, teams.channel)
        said = await asked(office, teams.channel)
        card = await offered(office, PRIVATE)
        assert f"The question: {WHICH} Asked in night-batch, " in card.text.replace("\n", ": ")
        assert "everybody there may see" in card.text
        assert [button.label for button in card.buttons] == ["The question", "What I wrote here"]
        assert (open_questions(office), "july" in in_the_channel(office, said)) == (1, False)
        await teams.press(teams.ada, card, "What I wrote here")
        await office.seen(teams.chat, "3 lines.")
        assert (open_questions(office), "july" in in_the_channel(office, said)) == (1, False)


async def test_what_was_written_in_the_own_chat_stays_there(tmp_path: Path, monkeypatch: Patch) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await asked(office, teams.channel)
        card = await offered(office, PRIVATE)
        await teams.press(teams.ada, card, "The question")
        assert "confidential" not in await office.seen(teams.channel, "3 lines.", said)
        remembered = office.service.database.read("SELECT record FROM session_messages")
        assert remembered
        assert not [row for row in remembered if "confidential" in row["record"]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (PRIVATE, "salaries.csv"),
        ("/dataops line-counter of this, privately please", "salaries.lst"),
        ("/dataops pins", "salaries.lst"),
    ],
)
async def test_what_cannot_be_meant_for_a_question_is_not_asked_about(
    tmp_path: Path, monkeypatch: Patch, text: str, name: str
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await asked(office, teams.channel)
        await teams.say(teams.ada, teams.chat, text, files=[(name, b"bob,1\neve,2\n")])
        await teams.until(lambda: teams.answers(teams.chat))
        shown = "\n".join(post.text for post in teams.answers(teams.chat))
        assert "for?" not in shown
        assert (open_questions(office) >= 1, "salaries" in in_the_channel(office, said)) == (True, False)


@pytest.mark.parametrize(("name", "asked_ago"), [("july.txt", 0), ("july.lst", RECENT.total_seconds() + 60)])
async def test_what_is_handed_over_is_asked_about_where_it_does_not_fit_or_comes_late(
    tmp_path: Path, monkeypatch: Patch, name: str, asked_ago: float
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await asked(office, teams.channel)
        office.service.database.write("UPDATE questions SET asked_at = asked_at - ?", (asked_ago,))
        await teams.say(teams.ada, teams.chat, "here it is", files=[(name, b"a\nb\n")])
        card = await office.post(teams.chat, f"What is {name} for?")
        assert "july" not in in_the_channel(office, said)
        await teams.press(teams.ada, card, "The question")
        await office.seen(teams.chat, f"Thank you: {name} goes on in")


async def test_a_pasted_text_beside_a_file_is_asked_about(tmp_path: Path, monkeypatch: Patch) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await asked(office, teams.channel)
        pasted = "here it is\n" + "\n".join(f"bob,{number}" for number in range(30))
        await teams.say(teams.ada, teams.chat, pasted, files=[LISTING])
        await office.post(teams.chat, "What is july.lst")
        assert open_questions(office) == 1


async def test_a_question_that_ends_meanwhile_starts_nothing_where_it_was_asked(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_counter(tmp_path / "workflows")

    def cancel() -> None:
        office.service.database.write("UPDATE questions SET state = 'cancelled'")

    before_a_file(monkeypatch, cancel)
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await asked(office, teams.channel)
        await teams.say(teams.ada, teams.chat, "here it is", files=[LISTING])
        await office.seen(teams.chat, "That question is not open any more")
        assert "july" not in in_the_channel(office, said)


async def test_nobody_is_thanked_for_what_could_not_be_taken(tmp_path: Path, monkeypatch: Patch) -> None:
    write_counter(tmp_path / "workflows")
    full = [UserFacingError("The disk is full.")]

    def once() -> None:
        if full:
            raise full.pop()

    before_a_file(monkeypatch, once)
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await asked(office, teams.channel)
        card = await offered(office, PRIVATE)
        refused = await teams.press(teams.ada, card, "The question")
        assert refused.status == 503
        assert teams.message(card).buttons
        assert "Thank you" not in "\n".join(post.text for post in teams.answers(teams.chat))
        await teams.press(teams.ada, card, "The question")
        await office.seen(teams.channel, "3 lines.", said)
        await office.seen(teams.chat, "Thank you: july.lst goes on in")


async def test_of_several_questions_the_person_says_which_one_a_file_is_for(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await teams.install(teams.ada, teams.channel)
        first = await asked(office, teams.channel)
        await asked(office, teams.group)
        card = await offered(office)
        assert "the latest first" in card.text
        assert f"Question 2: {WHICH} Asked in night-batch, " in card.text.replace("\n", ": ")
        await teams.press(teams.ada, card, "Question 2")
        shown = await office.seen(teams.channel, "3 lines.", first)
        assert shown.count("3 lines.") == 1
        await office.seen(teams.chat, "july.lst goes on in the thread in night-batch.")
        assert not teams.message(card).buttons
        assert "3 lines." not in "\n".join(post.text for post in teams.answers(teams.group))
        again = await teams.press(teams.ada, card, "Question 1")
        assert (again.status, open_questions(office)) == (200, 1)
        await office.seen(teams.chat, "That is over already")


async def test_a_file_need_not_be_for_any_of_them(tmp_path: Path, monkeypatch: Patch) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await asked(office, teams.channel)
        await asked(office, teams.group)
        card = await offered(office, COUNT)
        await teams.press(teams.ada, card, "What I wrote here")
        await office.seen(teams.chat, "3 lines.")
        assert open_questions(office) == 2


async def test_a_question_that_is_over_takes_no_file(tmp_path: Path, monkeypatch: Patch) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        first = await asked(office, teams.channel)
        await asked(office, teams.group)
        card = await offered(office)
        await teams.say(teams.ada, teams.channel, "/dataops cancel", mention=True, reply_to=first)
        await office.seen(teams.channel, "Cancelled.", first)
        await teams.press(teams.ada, card, "Question 2")
        await office.seen(teams.chat, "That is over already: send me the file again.")
        assert "3 lines." not in "\n".join(post.text for post in teams.answers(teams.channel, first))


async def test_nobody_gives_away_the_files_of_others(tmp_path: Path, monkeypatch: Patch) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await asked(office, teams.channel)
        await asked(office, teams.group)
        card = await offered(office)
        await teams.press(teams.bob, card, "Question 1")
        await office.seen(teams.chat, "That is over already")
        assert open_questions(office) == 2
