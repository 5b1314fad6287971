"""What people do in Slack, and what they see: a whole service behind the door."""

import json
from pathlib import Path

import pytest

from tests.adapters.slack.office import open_office
from tests.sample_workflows import asking, gate, write_counter, write_greeter


@pytest.mark.parametrize("socket", [False, True], ids=["http", "socket mode"])
async def test_a_mention_is_answered_in_its_thread(tmp_path: Path, socket: bool) -> None:  # noqa: FBT001
    async with open_office(tmp_path, socket=socket) as office:
        said = await office.slack.mention(office.slack.ada, office.slack.channel, "What can you do?")
        shown = await office.seen(said.ts, "parse-jil")
        assert shown.count("I help data-engineering teams") == 1


async def test_an_attached_file_is_analysed_and_the_files_of_the_answer_are_in_the_thread(
    tmp_path: Path,
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        text = "Count the lines of this listing"
        said = await slack.mention(slack.ada, slack.channel, text, files=[("july.lst", b"a\nb\nc\n")])
        await office.seen(said.ts, "3 lines.")
        files = await slack.until(
            lambda: [file for file in slack.files(slack.channel) if file.name == "count.txt"]
        )
        assert len(files) == 1


async def test_in_a_thread_of_the_bot_nobody_needs_to_name_it_and_elsewhere_one_does(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        alone = await slack.say(slack.ada, slack.channel, "What can you do?")
        said = await slack.mention(slack.ada, slack.channel, "What can you do?")
        await office.seen(said.ts, "I help data-engineering teams")
        await slack.say(slack.ada, slack.channel, "/dataops pins", thread_ts=said.ts)
        await office.seen(said.ts, "Nothing is pinned")
        assert len(slack.messages(slack.channel, alone.ts)) == 1


async def test_a_delivery_that_comes_again_is_answered_once(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.mention(slack.ada, slack.channel, "What can you do?")
        for delivery in said.deliveries:
            await slack.redeliver(delivery, retry_num=1, reason="http_timeout")
        await office.seen(said.ts, "I help data-engineering teams")
        again = await slack.mention(slack.ada, slack.channel, "/dataops pins", thread_ts=said.ts)
        assert again.status == 200
        shown = await office.seen(said.ts, "Nothing is pinned")
        assert shown.count("I help data-engineering teams") == 1


async def test_a_command_begins_a_thread(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        done = await slack.command("/dataops", "pins", slack.ada, slack.channel)
        assert done.status == 200
        roots = await slack.until(
            lambda: [post for post in slack.messages(slack.channel) if "Done" in post.text]
        )
        assert "Nothing is pinned" in await office.seen(roots[0].ts, "Nothing is pinned")


async def test_work_is_cancelled_and_tried_again_by_buttons(tmp_path: Path) -> None:
    opened = tmp_path / "gate"
    write_greeter(tmp_path / "workflows", body=gate(opened))
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.mention(slack.ada, slack.channel, "report the partition skew of SALES")
        await office.seen(said.ts, "Greet")
        card = slack.messages(slack.channel, said.ts)[1]
        cancel = card.button("Cancel")
        await slack.press(slack.ada, card, cancel.action_id, cancel.value)
        await office.seen(said.ts, "Cancelled.")
        answer = slack.messages(slack.channel, said.ts)[-1]
        again = answer.button("Try again")
        opened.touch()
        await slack.press(slack.ada, answer, again.action_id, again.value)
        await office.seen(said.ts, "Partition report for")


async def test_a_question_is_answered_by_a_button_and_the_card_keeps_the_outcome(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.mention(slack.ada, slack.channel, "report the partition skew of SALES")
        await office.seen(said.ts, "Are you sure?")
        question = slack.messages(slack.channel, said.ts)[-1]
        yes = question.button("yes")
        await slack.press(slack.ada, question, yes.action_id, yes.value)
        shown = await office.seen(said.ts, "Partition report for True")
        shown = await office.seen(said.ts, "Answered by")
        assert "yes" not in [button.value for button in slack.message(slack.channel, question.ts).buttons], (
            shown
        )


async def test_a_question_is_answered_in_its_form(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking("integer"))
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.mention(slack.ada, slack.channel, "report the partition skew of SALES")
        await office.seen(said.ts, "Are you sure?")
        question = slack.messages(slack.channel, said.ts)[-1]
        opener = question.button("Answer")
        await slack.press(slack.ada, question, opener.action_id, opener.value)
        view = (await slack.until(lambda: slack.views(slack.ada)))[-1]
        await slack.submit(view, {"answer": "17"})
        await office.seen(said.ts, "Partition report for 17")


async def test_who_may_not_is_told_so_alone(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.mention(slack.bob, slack.channel, "What can you do?")
        told = await slack.until(lambda: slack.ephemerals(slack.bob))
        assert "You may not do that here" in told[0].text
        assert len(slack.messages(slack.channel, said.ts)) == 1


async def test_what_is_not_signed_by_slack_is_not_taken(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        body = b'{"type":"event_callback"}'
        good = slack.signer.headers(body)
        for headers in (
            {},
            good | {"X-Slack-Signature": "v0=00"},
            good | {"X-Slack-Request-Timestamp": "soon"},
        ):
            answer = await slack.post(body, "application/json", headers)
            assert answer.status == 401
        large = b" " * (600 << 10)
        assert (await slack.post(large, "application/json", slack.signer.headers(large))).status == 413


async def test_an_answer_that_got_lost_on_the_wire_stands_once(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        slack.fail("chat.postMessage", times=1, reset="after")
        slack.fail("chat.postMessage", times=1, status=500)
        said = await slack.mention(slack.ada, slack.channel, "What can you do?")
        shown = await office.seen(said.ts, "I help data-engineering teams")
        await office.seen(said.ts, "Done")
        await office.rest()
        shown = await office.seen(said.ts, "Done")
        assert shown.count("I help data-engineering teams") == 1
        assert len(slack.messages(slack.channel, said.ts)) == 3


@pytest.mark.parametrize("known", [True, False], ids=["channel known", "channel unknown"])
async def test_a_command_where_the_bot_is_no_member_is_answered_to_who_gave_it(
    tmp_path: Path,
    known: bool,  # noqa: FBT001 - a case
) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        secret = slack.world.add_channel("secret", slack.team, members=(slack.ada,)).id
        elsewhere = office.finance if known else secret
        await slack.command("/dataops", "pins", slack.ada, elsewhere)
        told = await slack.until(lambda: slack.responded)
        sentence = "invite me with /invite" if known else "You may not do that here"
        assert sentence in json.dumps(told[0].body)
        assert told[0].user == slack.ada
