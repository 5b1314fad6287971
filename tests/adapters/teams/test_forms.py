"""Forms in place of bare commands: how they open, who may send them, what they bring, and that it is once."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.teams import form_records
from adapters.teams.door import TeamsDoor
from adapters.teams.form_reception import NOT_OPEN, NOT_YOURS, PASSED_ON
from adapters.teams.form_records import SentForm
from core.access.authorizer import PolicyAuthorizer
from core.chat.card import Card
from core.chat.inbound import Actor, Inbound
from core.chat.thread_ref import ChannelRef
from tests.adapters.teams.connector import Act, Conversation
from tests.adapters.teams.connector.post import Post
from tests.adapters.teams.form_workflow import write_survey
from tests.adapters.teams.office import Office, open_office, serving
from tests.sample_workflows import asking, write_counter, write_greeter

pytestmark = pytest.mark.doors

Patch = pytest.MonkeyPatch
COMMAND = "/dataops table-survey"
LISTING = ("july.lst", b"a\nb\nc\n")
FILLED = {"owner": "ops", "limit": "7"}
ways = pytest.mark.parametrize("submit", [False, True], ids=["Action.Execute", "Action.Submit"])


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: Patch) -> AsyncIterator[Office]:
    """A service with a workflow that has a form, and one that takes nothing but a file."""
    write_survey(tmp_path / "workflows")
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        yield office


async def opened(office: Office, place: Conversation | None = None) -> tuple[Act, Post]:
    """A command of Ada's, and the form that opens in place of it."""
    teams = office.teams
    where = place or teams.channel
    said = await teams.say(teams.ada, where, COMMAND, mention=where.kind != "personal")
    assert said.status == 200
    thread = said if where.kind == "channel" else None
    return said, await office.post(where, "Whose tables", thread)


def runs(office: Office) -> list[dict[str, Any]]:
    """The messages that were handed on, oldest first."""
    rows = office.service.database.read("SELECT inbound FROM runs ORDER BY position")
    return [json.loads(row["inbound"]) for row in rows]


def door_of(office: Office) -> TeamsDoor:
    door = office.service.doors["teams"]
    assert isinstance(door, TeamsDoor)
    return door


def command_of_ada(office: Office, said: Act) -> Inbound:
    """What the door makes of the bare command, in the thread of a message."""
    teams = office.teams
    channel = ChannelRef(platform="teams", tenant=teams.tenant.id, channel=teams.channel.id)
    ada = Actor(platform="teams", tenant=teams.tenant.id, id=teams.ada.aad, name="Ada Lovelace")
    return Inbound(
        id="one", act="one", channel=channel, thread=channel.thread(said.id), actor=ada, text=COMMAND
    )


async def closed(office: Office, form: Post) -> Post:
    """The card when nothing is left to press on it."""

    def look() -> list[Post]:
        now = office.teams.message(form)
        return [] if now.buttons or now.inputs else [now]

    return (await office.teams.until(look))[0]


@ways
@pytest.mark.parametrize("where", ["channel", "group", "chat"])
async def test_a_form_brings_what_is_filled_in(
    office: Office,
    where: str,
    submit: bool,  # noqa: FBT001 - a case
) -> None:
    teams, place = office.teams, getattr(office.teams, where)
    said, form = await opened(office, place)
    assert [button.label for button in form.buttons] == ["Start"]
    assert runs(office) == []
    pressed = await teams.press(teams.ada, form, "Start", inputs=FILLED, submit=submit)
    assert pressed.status == 200
    await office.seen(place, "Tables of ops: 7, no listing.", said if where == "channel" else None)
    over = await closed(office, form)
    assert "Started by Ada Lovelace" in over.text
    assert "ops" in over.text
    (run,) = runs(office)
    assert (run["text"], run["parameters"]) == (COMMAND, {"owner": "ops", "limit": 7})
    assert not teams.complaints


@ways
async def test_what_is_wrong_stands_in_the_form_until_it_is_mended(
    office: Office,
    submit: bool,  # noqa: FBT001 - a case
) -> None:
    teams = office.teams
    said, form = await opened(office)
    await teams.press(teams.ada, form, "Start", inputs={"owner": "Ops!", "limit": "7"}, submit=submit)

    def complained() -> list[Post]:
        now = teams.message(form, viewer=teams.ada)
        return [now] if "'Ops!' is not whose tables" in now.text else []

    (again,) = await teams.until(complained)
    assert {each.id: each.value for each in again.inputs} == {"owner": "Ops!", "limit": "7.0"}
    assert runs(office) == []
    await teams.press(teams.ada, again, "Start", inputs=FILLED, submit=submit)
    await office.seen(teams.channel, "Tables of ops: 7", said)
    assert "Started by Ada Lovelace" in (await closed(office, form)).text


@ways
async def test_a_form_that_is_sent_several_times_counts_once(
    office: Office,
    submit: bool,  # noqa: FBT001 - a case
) -> None:
    teams = office.teams
    said, form = await opened(office)
    presses = await asyncio.gather(
        *(
            teams.press(teams.ada, form, "Start", inputs={"owner": owner}, submit=submit)
            for owner in ("ops", "hr", "ops")
        )
    )
    await teams.redeliver(presses[0])
    assert {each.status for each in presses} == {200}
    await office.seen(teams.channel, "Tables of", said)
    last = await teams.press(teams.ada, form, "Start", inputs={"owner": "late"}, submit=submit)
    assert submit or "Started by Ada Lovelace" in str(last.answer.card)
    await office.service.engine.recover()
    (run,) = runs(office)
    assert run["parameters"]["owner"] in {"ops", "hr"}
    assert run["parameters"]["owner"] in (await closed(office, form)).text


async def test_a_command_that_is_delivered_again_opens_one_form(office: Office) -> None:
    teams = office.teams
    with teams.hold("reply") as held:
        said = await teams.say(teams.ada, teams.channel, COMMAND, mention=True)
        await held.arrived()
        await teams.redeliver(said)
    await office.post(teams.channel, "Start", said)
    await teams.redeliver(said)
    await door_of(office).settle()
    assert len(teams.answers(teams.channel, said)) == 1
    assert runs(office) == []


@ways
async def test_a_form_is_for_who_gave_the_command(
    office: Office,
    submit: bool,  # noqa: FBT001 - a case
) -> None:
    teams = office.teams
    said, form = await opened(office)
    pressed = await teams.press(teams.bob, form, "Start", inputs=FILLED, submit=submit)
    assert pressed.status == 200
    if submit:
        await office.seen(teams.channel, NOT_YOURS, said)
    else:
        assert pressed.answer.text == NOT_YOURS
    assert runs(office) == []
    assert teams.message(form, viewer=teams.bob).buttons == form.buttons


@pytest.mark.parametrize("known", [True, False])
async def test_who_lost_the_right_in_the_meantime_is_refused(
    tmp_path: Path,
    monkeypatch: Patch,
    known: bool,  # noqa: FBT001 - a case
) -> None:
    write_survey(tmp_path / "workflows")
    lost = set[str]()
    allows, names = PolicyAuthorizer.allows, PolicyAuthorizer.names
    monkeypatch.setattr(PolicyAuthorizer, "allows", lambda *given: not lost and allows(*given))
    monkeypatch.setattr(PolicyAuthorizer, "names", lambda *given: "name" not in lost and names(*given))
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said, form = await opened(office)
        if known:
            lost.add("rights")
        else:
            lost.add("name")
        await teams.press(teams.ada, form, "Start", inputs=FILLED)
        await office.seen(teams.channel, "You may not do that here", said)
        (run,) = runs(office)
        assert (run["text"], run["parameters"]) == ((COMMAND, FILLED) if known else ("", {}))
        assert "not open any more" in (await closed(office, form)).text


async def test_who_may_not_gets_no_form(office: Office) -> None:
    teams = office.teams
    said = await teams.say(teams.bob, teams.channel, COMMAND, mention=True)
    shown = await office.seen(teams.channel, "You may not do that here", said)
    assert "Whose tables" not in shown


async def test_what_is_not_filled_in_is_answered_as_ever(office: Office) -> None:
    """A form for a file alone is of no use, and neither is one for what brings its words or its file."""
    teams = office.teams
    await teams.say(teams.ada, teams.chat, COMMAND, files=[LISTING])
    await office.seen(teams.chat, "Or reply with your answer.")
    await teams.say(teams.ada, teams.group, f"{COMMAND} the large ones", mention=True)
    await office.seen(teams.group, "Or reply with your answer.")
    said = await teams.say(teams.ada, teams.channel, "/dataops line-counter", mention=True)
    await office.seen(teams.channel, "Which listing should I count?", said)
    assert len(runs(office)) == 3


async def test_a_file_that_is_sent_before_is_used(office: Office) -> None:
    teams = office.teams
    _, form = await opened(office, teams.chat)
    assert "The listing to go by: the latest one in this conversation is used, if there is one." in form.text
    await teams.say(teams.ada, teams.chat, "what is in it?", files=[LISTING])
    await teams.press(teams.ada, form, "Start", inputs=FILLED)
    await office.seen(teams.chat, "Tables of ops: 7, 3 lines.")


async def test_a_file_that_is_needed_is_asked_for_after_start(tmp_path: Path, monkeypatch: Patch) -> None:
    write_survey(tmp_path / "workflows", needs_file=True)
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said, form = await opened(office)
        assert "If there is none, I ask for it when you have pressed Start." in form.text
        await teams.press(teams.ada, form, "Start", inputs=FILLED)
        await office.seen(teams.channel, "Which listing?", said)
        await teams.say(teams.ada, teams.chat, "here", files=[LISTING])
        await office.seen(teams.channel, "Tables of ops: 7, 3 lines.", said)


async def test_in_a_chat_a_form_belongs_to_what_is_said_now(office: Office) -> None:
    teams = office.teams
    _, form = await opened(office, teams.chat)
    begun = await teams.say(teams.ada, teams.chat, "/dataops new")
    await teams.press(teams.ada, form, "Start", inputs=FILLED)
    await office.seen(teams.chat, "Tables of ops")
    assert runs(office)[-1]["thread"]["thread"] == begun.id


async def test_start_answers_no_question_of_its_thread(tmp_path: Path, monkeypatch: Patch) -> None:
    write_survey(tmp_path / "workflows")
    write_greeter(tmp_path / "workflows", body=asking("string"))
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        _, form = await opened(office, teams.chat)
        await teams.say(teams.ada, teams.chat, "report the partition skew of SALES")
        await office.seen(teams.chat, "Are you sure?")
        await teams.press(teams.ada, form, "Start", inputs=FILLED)
        await office.seen(teams.chat, "Tables of ops")
        await teams.say(teams.ada, teams.chat, "quite")
        await office.seen(teams.chat, "Partition report for quite")


@pytest.mark.parametrize(("times", "code"), [(1, "BadArgument"), (2, "")], ids=["refused", "unsure"])
async def test_where_no_form_can_be_posted_the_thread_asks(office: Office, times: int, code: str) -> None:
    teams = office.teams
    teams.fail("reply", times=times, status=400, error=code)
    said = await teams.say(teams.ada, teams.channel, COMMAND, mention=True)
    await office.seen(teams.channel, "Whose tables?", said)
    await teams.redeliver(said)
    await door_of(office).settle()
    assert len(runs(office)) == 1


async def test_a_form_that_got_lost_on_the_wire_is_posted_again(office: Office) -> None:
    teams = office.teams
    teams.fail("reply", times=1, reset="before")
    said, form = await opened(office)
    await teams.press(teams.ada, form, "Start", inputs=FILLED)
    await office.seen(teams.channel, "Tables of ops", said)


async def test_an_open_form_outlives_the_process(office: Office) -> None:
    teams = office.teams
    said, form = await opened(office)
    async with serving(teams, office.service.settings):
        await teams.press(teams.ada, form, "Start", inputs=FILLED)
        await office.seen(teams.channel, "Tables of ops", said)
        await closed(office, form)


async def test_what_a_process_left_undone_is_done_by_the_next(office: Office) -> None:
    """A form was written down and not posted, the command of another was not handed on."""
    teams, forms = office.teams, door_of(office).forms
    said = await teams.say(teams.ada, teams.channel, "/dataops pins", mention=True)
    await office.seen(teams.channel, "Nothing is pinned", said)
    command = command_of_ada(office, said)
    forms.keep(command)
    given_up = forms.keep(command.model_copy(update={"id": "other", "act": "other"}))
    assert forms.pass_on(given_up.form)
    async with serving(teams, office.service.settings):
        await office.seen(teams.channel, "Start", said)
        await office.seen(teams.channel, "Whose tables?", said)
        assert [run["text"] for run in runs(office)] == ["/dataops pins", COMMAND]


async def test_a_form_that_was_sent_when_the_process_ended_is_handed_on_and_closed(office: Office) -> None:
    teams, forms = office.teams, door_of(office).forms
    said, form = await opened(office)
    identity = form.button("Start").data["dataops"]["value"]
    brought = {"act": f"form:{identity}", "id": f"form:{identity}", "parameters": {"owner": "ops"}}
    command = command_of_ada(office, said).model_copy(update=brought)
    card = Card(kind="notice", title="table-survey", footer="Started by Ada Lovelace")
    forms.send(identity, SentForm(command=command, closed=card))
    async with serving(teams, office.service.settings):
        await office.seen(teams.channel, "Tables of ops", said)
        assert "Started by Ada Lovelace" in (await closed(office, form)).text
        await teams.press(teams.ada, form, "Start", inputs={"owner": "late"})
        assert len(runs(office)) == 1


@ways
async def test_a_form_that_is_too_old_says_so(
    office: Office,
    monkeypatch: Patch,
    submit: bool,  # noqa: FBT001 - a case
) -> None:
    teams = office.teams
    said, form = await opened(office)
    monkeypatch.setattr(form_records, "KEPT_SECONDS", -1)
    pressed = await teams.press(teams.ada, form, "Start", inputs=FILLED, submit=submit)
    if submit:
        await office.seen(teams.channel, NOT_OPEN, said)
    else:
        assert pressed.answer.text == NOT_OPEN
    assert runs(office) == []


async def test_forms_are_swept_with_all_else_that_is_too_old(office: Office, monkeypatch: Patch) -> None:
    _, form = await opened(office)
    door, identity = door_of(office), form.button("Start").data["dataops"]["value"]
    door.sweep()
    assert door.forms.find(identity) is not None
    with monkeypatch.context() as later:
        later.setattr(form_records, "KEPT_SECONDS", -1)
        door.sweep()
    assert door.forms.find(identity) is None


async def test_a_form_that_stands_though_nobody_knew_does_not_count_besides_the_command(
    office: Office,
) -> None:
    teams = office.teams
    teams.fail("reply", times=2, reset="after")
    said = await teams.say(teams.ada, teams.channel, COMMAND, mention=True)
    await office.seen(teams.channel, "Whose tables?", said)
    form = await office.post(teams.channel, "Start", said)
    for inputs in ({"owner": "Ops!"}, FILLED):
        pressed = await teams.press(teams.ada, form, "Start", inputs=inputs)
        assert pressed.answer.text == PASSED_ON
    assert len(runs(office)) == 1


async def test_a_form_of_another_conversation_is_none_here(office: Office) -> None:
    teams = office.teams
    _, form = await opened(office)
    _, here = await opened(office, teams.group)
    pressed = await teams.press(teams.ada, replace(here, cards=form.cards), "Start", inputs=FILLED)
    assert pressed.answer.text == NOT_OPEN
    assert runs(office) == []
