"""What people do in Teams, and what they see: a whole service behind the door."""

from pathlib import Path

import pytest

from tests.adapters.teams.connector import FORGERIES
from tests.adapters.teams.connector.post import Post
from tests.adapters.teams.office import open_office
from tests.sample_workflows import asking, gate, write_counter, write_greeter

Patch = pytest.MonkeyPatch
CAPABLE = "I help data-engineering teams"
ASKED = "report the partition skew of SALES"
LISTING = ("july.lst", b"a\nb\nc\n")


async def test_a_mention_in_a_channel_is_answered_in_its_thread(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        alone = await teams.say(teams.ada, teams.channel, "What can you do?")
        said = await teams.say(teams.ada, teams.channel, "What can you do?", mention=True)
        assert said.status == 200
        shown = await office.seen(teams.channel, CAPABLE, said)
        assert shown.count(CAPABLE) == 1
        assert not teams.answers(teams.channel, alone)


async def test_in_a_chat_with_one_person_nobody_needs_to_name_it(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await teams.say(teams.ada, teams.chat, "What can you do?")
        await office.seen(teams.chat, CAPABLE)
        await teams.say(teams.ada, teams.group, "/dataops pins", mention=True)
        await office.seen(teams.group, "Nothing is pinned")


async def test_a_delivery_that_comes_again_is_answered_once(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await teams.say(teams.ada, teams.channel, "What can you do?", mention=True)
        await teams.redeliver(said)
        await office.seen(teams.channel, CAPABLE, said)
        await teams.say(teams.ada, teams.channel, "/dataops pins", mention=True, reply_to=said)
        shown = await office.seen(teams.channel, "Nothing is pinned", said)
        assert shown.count(CAPABLE) == 1


async def test_work_is_cancelled_and_tried_again_by_buttons(tmp_path: Path, monkeypatch: Patch) -> None:
    opened = tmp_path / "gate"
    write_greeter(tmp_path / "workflows", body=gate(opened))
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await teams.say(teams.ada, teams.channel, ASKED, mention=True)
        card = await office.post(teams.channel, "Greet", said)
        pressed = await teams.press(teams.ada, card, "Cancel")
        assert pressed.status == 200
        stopped = await office.post(teams.channel, "Cancelled.", said)
        opened.touch()
        await teams.press(teams.ada, stopped, "Try again")
        await office.seen(teams.channel, "Partition report for", said)


@pytest.mark.parametrize("submit", [False, True], ids=["Action.Execute", "Action.Submit"])
async def test_a_question_is_answered_by_a_button_and_keeps_the_outcome(
    tmp_path: Path,
    monkeypatch: Patch,
    submit: bool,  # noqa: FBT001 - a case
) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await teams.say(teams.ada, teams.channel, ASKED, mention=True)
        question = await office.post(teams.channel, "Are you sure?", said)
        await teams.press(teams.ada, question, "yes", submit=submit)
        await office.seen(teams.channel, "Partition report for True", said)
        await office.seen(teams.channel, "Answered by", said)
        assert not teams.message(question).buttons


async def test_a_question_is_answered_in_the_card_or_typed(tmp_path: Path, monkeypatch: Patch) -> None:
    write_greeter(tmp_path / "workflows", body=asking("integer"))
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await teams.say(teams.ada, teams.channel, ASKED, mention=True)
        question = await office.post(teams.channel, "Are you sure?", said)
        await teams.press(teams.ada, question, "Answer", inputs={"answer": "17"})
        await office.seen(teams.channel, "Partition report for 17", said)
        await teams.say(teams.ada, teams.chat, ASKED)
        await office.seen(teams.chat, "Are you sure?")
        await teams.say(teams.ada, teams.chat, "18")
        await office.seen(teams.chat, "Partition report for 18")


async def test_a_file_is_analysed_and_the_answers_files_go_into_onedrive_if_that_is_allowed(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await teams.say(teams.ada, teams.chat, "Count the lines of this listing", files=[LISTING])
        await office.seen(teams.chat, "3 lines.")

        def offers() -> list[Post]:
            return [post for post in teams.answers(teams.chat) if "consent" in str(post.attachments)]

        (offer,) = await teams.until(offers)
        allowed = await teams.consent(teams.ada, offer, accept=True)
        assert allowed.status == 200
        uploaded = await teams.until(teams.files.uploaded)
        assert uploaded == {"count.txt": b"3\n"}
        await office.seen(teams.chat, "is in your OneDrive")
        await teams.consent(teams.ada, offer, accept=True)
        await teams.say(teams.ada, teams.chat, "/dataops pins")
        shown = await office.seen(teams.chat, "Nothing is pinned")
        assert "is in your OneDrive" in shown
        assert "over already" not in shown


async def test_who_may_not_read_an_answers_files_decides_nothing_about_them(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await teams.say(teams.ada, teams.chat, "Count the lines of this listing", files=[LISTING])
        offer = await office.post(teams.chat, "count.txt")
        declined = await teams.consent(teams.bob, offer, accept=False)
        assert declined.status == 200
        await teams.consent(teams.ada, offer, accept=True)
        await office.seen(teams.chat, "is in your OneDrive")


async def test_whoever_may_not_is_told_and_nothing_of_it_is_kept(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await teams.say(teams.bob, teams.channel, "my salary", mention=True)
        await office.seen(teams.channel, "You may not do that here", said)
        kept = office.service.database.read("SELECT inbound FROM inbox")
        assert kept
        assert not [row for row in kept if "salary" in row["inbound"]]


async def test_what_does_not_come_from_teams_is_not_taken(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        answers = {kind: (await teams.forge(kind, teams.ada, teams.channel)).status for kind in FORGERIES}
        assert answers == dict.fromkeys(FORGERIES, 401)
        assert not office.service.database.read("SELECT 1 FROM inbox")


async def test_an_answer_that_got_lost_on_the_wire_stands_once(tmp_path: Path, monkeypatch: Patch) -> None:
    write_greeter(tmp_path / "workflows", body=gate(tmp_path / "gate"))
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await teams.say(teams.ada, teams.channel, ASKED, mention=True)
        await office.post(teams.channel, "Greet", said)
        teams.fail("send", times=1, reset="after")
        teams.fail("reply", times=1, reset="after")
        (tmp_path / "gate").touch()
        await office.seen(teams.channel, "Partition report for", said)
        await office.service.engine.recover()
        shown = "\n".join(post.text for post in teams.answers(teams.channel, said))
        assert "Partition report for" in shown
        assert len(teams.answers(teams.channel, said)) == 2  # the answer took the card's place, no third post


async def test_a_file_for_a_channels_question_comes_through_the_personal_chat(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await teams.say(teams.ada, teams.channel, "Count the lines of this listing", mention=True)
        question = await office.post(teams.channel, "Which listing should I count?", said)
        assert f"https://teams.microsoft.com/l/chat/0/0?users=28%3A{teams.app_id}" in str(question.raw)
        await teams.say(teams.ada, teams.chat, "here it is", files=[LISTING])
        shown = await office.seen(teams.channel, "3 lines.", said)
        assert shown.count("3 lines.") == 1


async def test_what_is_said_in_a_chat_goes_on_until_something_new_is_begun(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await teams.say(teams.ada, teams.chat, "Count the lines of this listing", files=[LISTING])
        await office.seen(teams.chat, "3 lines.")
        await teams.say(teams.ada, teams.chat, "Count the lines of this listing")
        await office.seen(teams.chat, "given earlier in this thread")
        await teams.say(teams.ada, teams.chat, "/dataops new")
        await teams.say(teams.ada, teams.chat, "Count the lines of this listing")
        await office.seen(teams.chat, "Which listing should I count?")


async def test_where_files_cannot_be_handed_over_they_come_as_links(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_counter(tmp_path / "workflows")
    public = "https://dataops.example"
    async with open_office(tmp_path, monkeypatch, dataops_public_url=public) as office:
        teams = office.teams
        said = await teams.say(teams.ada, teams.channel, "Count the lines of this listing", mention=True)
        await office.seen(teams.channel, "Which listing should I count?", said)
        await teams.say(teams.ada, teams.chat, "here it is", files=[LISTING])
        await office.seen(teams.channel, "count.txt", said)
        assert any(f"{public}/f/" in str(post.raw) for post in teams.answers(teams.channel, said))
