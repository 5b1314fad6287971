"""What people do with the bot, in Microsoft's own Agents Playground."""

import asyncio
import io
import zipfile
from pathlib import Path

import pytest

from tests.e2e.teams import activities
from tests.e2e.teams.conftest import Team
from tests.e2e.teams.playground import BOB, CHANNEL, CHAT, GROUP
from tests.e2e.teams.post import CONSENT, INFO, Post

ESTATE = Path(__file__).parents[3] / "workflows" / "jil_parser" / "examples" / "nightly_estate.jil"
CAPABLE = "I help data-engineering teams"
QUESTION = "What can you do?"
GATED = "/dataops gated-work first"
PASSED = "Passed the gate first."


async def test_in_a_personal_chat_nobody_needs_to_name_it(team: Team) -> None:
    await team.client.say(CHAT, QUESTION)
    await team.client.post(CHAT, CAPABLE)
    assert team.client.shown(CHAT).count(CAPABLE) == 1


async def test_in_a_group_it_answers_whoever_names_it(team: Team) -> None:
    await team.client.say(GROUP, QUESTION)
    await team.client.say(GROUP, "/dataops pins", mention=True)
    await team.client.post(GROUP, "Nothing is pinned")
    assert CAPABLE not in team.client.shown(GROUP)


async def test_a_post_in_a_channel_and_the_replies_to_it_are_answered_in_their_thread(team: Team) -> None:
    said = await team.client.say(CHANNEL, QUESTION, mention=True)
    other = await team.client.say(CHANNEL, "/dataops pins", mention=True)
    await team.client.post(said.conversation, CAPABLE)
    await team.client.post(other.conversation, "Nothing is pinned")
    await team.client.say(said.conversation, "/dataops pins", mention=True)
    await team.client.post(said.conversation, "Nothing is pinned")
    assert {each.conversation for each in team.client.posts.values()} == {
        said.conversation,
        other.conversation,
    }
    assert CAPABLE not in team.client.shown(other.conversation)


async def test_progress_is_one_card_that_changes_in_its_place(team: Team) -> None:
    said = await team.client.say(CHANNEL, GATED, mention=True)
    await team.client.post(said.conversation, "Working on it")
    team.bot.gate("first", "almost")
    card = await team.client.post(said.conversation, "almost")
    team.bot.gate("first")
    answer = await team.client.post(said.conversation, PASSED)
    await team.client.until(lambda: "Done" in card.text)
    assert "Cancel" in card.versions[0]
    assert "Cancel" not in card.buttons
    assert team.client.standing(said.conversation) == [card, answer]


@pytest.mark.parametrize("submit", [False, True], ids=["Action.Execute", "Action.Submit"])
async def test_a_question_is_answered_by_a_button(team: Team, submit: bool) -> None:  # noqa: FBT001 - a case
    said = await team.client.say(CHANNEL, "/dataops survey side", mention=True)
    question = await team.client.post(said.conversation, "Which side?")
    if submit:
        await team.client.submit(question, "left")
    else:
        answer = await team.client.execute(question, "left")
        assert answer["value"] == "Noted."
    await team.client.post(said.conversation, "You said left.")
    await team.client.until(lambda: "Answered by Alice Adams" in question.text)
    assert not question.buttons


async def test_a_question_is_answered_in_its_card_or_by_a_message(team: Team) -> None:
    await team.client.say(CHAT, "/dataops survey table")
    question = await team.client.post(CHAT, "Which table?")
    await team.client.execute(question, "Answer", answer="SALES_DAY")
    await team.client.post(CHAT, "You said SALES_DAY.")
    await team.client.say(CHAT, "/dataops survey count")
    await team.client.post(CHAT, "How many?")
    await team.client.say(CHAT, "17")
    await team.client.post(CHAT, "You said 17.")


@pytest.mark.parametrize("submit", [False, True], ids=["Action.Execute", "Action.Submit"])
async def test_a_bare_command_opens_a_form_which_outlives_the_process(team: Team, submit: bool) -> None:  # noqa: FBT001 - a case
    said = await team.client.say(CHANNEL, "/dataops parse-jil", mention=True)
    form = await team.client.post(said.conversation, "Start")
    team.bot.kill()
    await asyncio.to_thread(team.bot.start)
    if submit:
        await team.client.submit(form, "Start", current_job="LOAD_GL")
    else:
        answer = await team.client.execute(form, "Start", current_job="LOAD_GL")
        assert "Started by Alice Adams" in str(answer["value"])
    await team.client.post(said.conversation, "Which Autosys JIL export should I read?")
    await team.client.until(lambda: "Started by Alice Adams" in form.text)
    assert "LOAD_GL" in form.text
    assert not form.buttons


async def test_work_is_cancelled_and_tried_again(team: Team) -> None:
    said = await team.client.say(CHANNEL, GATED, mention=True)
    card = await team.client.post(said.conversation, "Cancel")
    await team.client.execute(card, "Cancel")
    stopped = await team.client.post(said.conversation, "Try again")
    assert "Cancelled." in team.client.shown(said.conversation)
    team.bot.gate("first")
    await team.client.execute(stopped, "Try again")
    await team.client.post(said.conversation, PASSED)


async def analysed(team: Team) -> Post:
    """Have an export analysed in the personal chat; the question for consent to its files."""
    url = team.drive.share("nightly.jil", ESTATE.read_bytes())
    brought = activities.shared("what does this estate look like?", "nightly.jil", url)
    await team.client.deliver(team.activity(CHAT, brought))
    return (
        await team.client.until(
            lambda: [each for each in team.client.standing(CHAT) if each.content(CONSENT)]
        )
    )[0]


async def test_a_file_is_analysed_and_the_files_of_the_answer_go_where_it_was_allowed(team: Team) -> None:
    offer = await analysed(team)
    assert "nightly.jil" in team.client.shown(CHAT)
    asked = offer.content(CONSENT)
    assert "report.html" in asked["description"]
    allowed = activities.consent(offer.id, asked["acceptContext"], team.drive.share("files.zip", b""))
    await team.client.deliver(team.activity(CHAT, allowed))
    uploaded = await asyncio.wait_for(team.drive.put.get(), 30)
    names = zipfile.ZipFile(io.BytesIO(uploaded)).namelist()
    assert sorted(names) == sorted(asked["description"].split(", "))
    await team.client.until(lambda: "is in your OneDrive" in offer.text)
    (info,) = await team.client.until(
        lambda: [each for each in team.client.standing(CHAT) if each.content(INFO)]
    )
    assert info.content(INFO)["uniqueId"] == "file-1"


async def test_files_that_are_not_wanted_are_not_sent(team: Team) -> None:
    offer = await analysed(team)
    asked = offer.content(CONSENT)
    declined = activities.consent(offer.id, asked["declineContext"], None)
    await team.client.deliver(team.activity(CHAT, declined))
    await team.client.until(lambda: "was not sent" in offer.text)
    again = activities.consent(offer.id, asked["acceptContext"], team.drive.share("files.zip", b""))
    await team.client.deliver(team.activity(CHAT, again))
    foreign = activities.consent(offer.id, {"consent": "0" * 32}, team.drive.share("files.zip", b""))
    await team.client.deliver(team.activity(CHAT, foreign))
    await team.client.until(lambda: "is over already" in offer.text)
    assert team.drive.put.empty()


async def test_it_can_be_installed(team: Team) -> None:
    for conversation in (CHAT, GROUP):
        await team.client.install(conversation)
    await team.client.until(lambda: len(team.client.answers("installationUpdate")) == 2)
    assert set(team.client.answers("installationUpdate")) == {200}
    assert not team.client.posts


async def test_the_http_answer_does_not_wait_for_the_work(team: Team) -> None:
    status, _ = await team.told(team.activity(CHAT, activities.message(GATED)))
    assert status == 200
    team.bot.gate("first")
    await team.client.post(CHAT, PASSED)


async def test_what_is_delivered_twice_is_answered_once(team: Team) -> None:
    said = team.activity(CHAT, activities.message(QUESTION))
    assert [await team.told(said), await team.told(said)] == [(200, {}), (200, {})]
    await team.client.post(CHAT, CAPABLE)
    await team.client.say(CHAT, "/dataops pins")
    await team.client.post(CHAT, "Nothing is pinned")
    assert team.client.shown(CHAT).count(CAPABLE) == 1


async def test_a_crash_in_the_middle_costs_nothing(team: Team) -> None:
    said = await team.client.say(CHANNEL, GATED, mention=True)
    card = await team.client.post(said.conversation, "Pass gate")
    await asyncio.to_thread(team.bot.kill)
    await asyncio.to_thread(team.bot.start)
    team.bot.gate("first")
    answer = await team.client.post(said.conversation, PASSED)
    await team.client.until(lambda: "Done" in card.text)
    await team.client.say(said.conversation, "/dataops pins", mention=True)
    await team.client.post(said.conversation, "Nothing is pinned")
    assert team.client.standing(said.conversation)[:2] == [card, answer]
    assert team.client.shown(said.conversation).count(PASSED) == 1


async def test_whoever_is_not_in_the_policy_gets_nothing(team: Team) -> None:
    await team.client.deliver(team.activity(GROUP, activities.addressed(QUESTION), BOB))
    await team.client.post(GROUP, "You may not do that here")
    assert CAPABLE not in team.client.shown(GROUP)


async def test_every_delivery_is_acknowledged(team: Team) -> None:
    said = await team.client.say(CHANNEL, QUESTION, mention=True)
    await team.client.post(said.conversation, CAPABLE)
    assert team.client.answers("message") == [200]


async def test_garbage_is_refused(team: Team) -> None:
    endpoint = f"{team.bot.address}/api/messages"
    for body in (b"{", b"[]", b"\xff\xfe", b'{"type": "message"'):
        headers = {"Content-Type": "application/json"}
        async with team.session.post(endpoint, data=body, headers=headers) as response:
            assert response.status == 400, body
    assert (await team.told({"type": "message"}))[0] == 401


async def test_an_invoke_that_nobody_knows_is_not_implemented(team: Team) -> None:
    unknown = team.activity(CHAT, {"type": "invoke", "name": "task/fetch", "value": {}})
    assert (await team.told(unknown))[0] == 501
    await team.client.deliver({**unknown, "id": "another"})
    await team.client.until(lambda: team.client.answers("invoke"))
    assert team.client.answers("invoke") == [501]
    assert not team.client.posts
