"""Files that come through somebody's own chat for questions that were asked elsewhere."""

from pathlib import Path

import pytest

from tests.adapters.teams.connector import Act, Conversation, Post
from tests.adapters.teams.office import Office, open_office
from tests.sample_workflows import write_counter

Patch = pytest.MonkeyPatch
LISTING = ("july.lst", b"a\nb\nc\n")
COUNT = "Count the lines of this listing"
WHICH = "Which listing should I count?"


async def asked(office: Office, place: Conversation) -> Act:
    """Have the bot ask for a file somewhere; what began it."""
    said = await office.teams.say(office.teams.ada, place, COUNT, mention=True)
    await office.post(place, WHICH, said if place.kind == "channel" else None)
    return said


async def offered(office: Office, text: str = "here it is") -> Post:
    """Send a file while two questions wait for one; the card on which it is said which it is for."""
    teams = office.teams
    await teams.say(teams.ada, teams.chat, text, files=[LISTING])
    return await office.post(teams.chat, "Which question is july.lst for?")


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
        await teams.press(teams.ada, card, "None of them")
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
