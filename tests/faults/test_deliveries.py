"""What comes several times, at once, too late or out of order."""

import asyncio
from pathlib import Path

from tests.adapters.slack.workspace import Act, Post
from tests.faults.trial import Event, Trial, open_trial, until

COPIES = 5
NOWHERE = "http://127.0.0.1:9/slack/events"


async def test_five_copies_at_once_are_one_event_though_the_first_one_dies(tmp_path: Path) -> None:
    async with open_trial(tmp_path, FAULTS_DIE_AT="before the acknowledgement") as trial:
        await trial.start()
        event = await trial.say()
        await until(lambda: not trial.served.is_running)
        await trial.restart()
        assert isinstance(event.act, Act)
        copies = [each for each in event.act.deliveries for _ in range(COPIES)]
        answered = await asyncio.gather(*map(trial.slack.redeliver, copies))
        assert {each.answer.status for each in answered} == {200}
        event.act.deliveries = answered
        await trial.until_acknowledged(event)
        await trial.again(event)
        await trial.seen(event, event.reply)
        trial.turn_clock(300)
        late = [await trial.slack.redeliver(each, retry_num=3) for each in answered[:COPIES]]
        assert {each.answer.status for each in late} == {200}
        await trial.restart()
        assert await trial.end() == []


async def test_what_people_do_in_a_hurry_happens_once_and_in_order(tmp_path: Path) -> None:
    async with open_trial(tmp_path) as trial:
        await trial.start()
        await _two_messages_within_ten_milliseconds(trial)
        await _an_edit_and_a_deletion_while_it_works(trial)
        await _two_answers_at_once(trial)
        await _two_who_approve_at_once(trial)
        assert await trial.end() == []


async def _two_messages_within_ten_milliseconds(trial: Trial) -> None:
    root = await trial.say()
    first = asyncio.create_task(trial.say(after=root))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(trial.say(after=root))
    for event in await asyncio.gather(first, second):
        await trial.seen(event, event.reply)


async def _an_edit_and_a_deletion_while_it_works(trial: Trial) -> None:
    """What a message asked for when it came is what is done."""
    trial.hold()
    edited, deleted = await trial.say(), await trial.say()
    for event in (edited, deleted):
        await trial.until_begun(event, "book")
        assert isinstance(event.act, Act)
    assert isinstance(edited.act, Act)
    assert isinstance(deleted.act, Act)
    await trial.slack.edit(edited.act, "never mind")
    await trial.slack.delete(deleted.act)
    trial.let_go()
    for event in (edited, deleted):
        await trial.seen(event, event.reply)


async def _two_answers_at_once(trial: Trial) -> None:
    event = await trial.say(words="question-box")
    await trial.seen(event, f"How many copies of {event.name}?")
    await asyncio.gather(trial.answer(event, "3"), trial.answer(event, "3"))
    await trial.seen(event, event.reply)


async def _two_who_approve_at_once(trial: Trial) -> None:
    event = await trial.say(words="approver")
    await trial.seen(event, "Approval needed")
    demand = next(post for post in _posts(trial, event) if "Approval needed" in post.text)
    button = demand.button("Approve")
    people = (trial.slack.ada, trial.slack.bob, trial.cleo, trial.slack.bob)
    await asyncio.gather(*(trial.slack.press(who, demand, button.action_id, button.value) for who in people))
    await trial.seen(event, event.reply)


def _posts(trial: Trial, event: Event) -> list[Post]:
    channel, _, root = event.thread.partition("/")
    return trial.slack.messages(channel, root)
