"""The form behind "Answer": it opens for who was asked alone, and nothing is kept of others."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.slack import form_records
from core.access.authorizer import PolicyAuthorizer
from tests.adapters.slack.office import Office, open_office
from tests.adapters.slack.workspace import OpenView
from tests.adapters.slack.workspace.delivery import Act
from tests.adapters.slack.workspace.post import Post
from tests.sample_workflows import asking, write_counter, write_greeter

pytestmark = pytest.mark.doors


@dataclass
class Asked:
    """A question that stands in a thread, and waits for Ada."""

    office: Office
    thread: str
    post: Post

    async def press(self, user: str) -> Act:
        opener = self.post.button("Answer")
        return await self.office.slack.press(user, self.post, opener.action_id, opener.value)

    async def opened(self) -> OpenView:
        """The form that opens for Ada."""
        slack = self.office.slack
        await self.press(slack.ada)
        return (await slack.until(lambda: slack.views(slack.ada)))[-1]

    async def told(self) -> str:
        """What somebody was told through the address of a press."""
        answers = await self.office.slack.until(lambda: self.office.slack.responded)
        return json.dumps([each.body for each in answers])


@asynccontextmanager
async def asked(tmp_path: Path, kind: str = "string") -> AsyncIterator[Asked]:
    write_greeter(tmp_path / "workflows", body=asking(kind))
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.mention(slack.ada, slack.channel, "report the partition skew of SALES")
        await office.seen(said.ts, "Are you sure?")
        yield Asked(office, said.ts, slack.messages(slack.channel, said.ts)[-1])


async def test_slack_is_told_an_opaque_id_only(tmp_path: Path) -> None:
    async with asked(tmp_path) as question:
        view = await question.opened()
        assert re.fullmatch("[0-9a-f]{32}", view.raw["private_metadata"])
        await question.office.slack.submit(view, {"answer": "very"})
        await question.office.seen(question.thread, "Partition report for very")


@pytest.mark.parametrize("named", [True, False], ids=["named by the policy", "unknown"])
async def test_for_somebody_else_no_form_opens_and_they_are_told_why(
    tmp_path: Path,
    named: bool,  # noqa: FBT001 - a case
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if named:
        monkeypatch.setattr(PolicyAuthorizer, "names", lambda *_: True)
    async with asked(tmp_path) as question:
        slack = question.office.slack
        await question.press(slack.bob)
        told = await slack.until(lambda: slack.ephemerals(slack.bob))
        assert ("for somebody else" if named else "You may not do that here") in told[0].text
        assert slack.calls("views.open") == []


async def test_for_a_question_that_is_answered_no_form_opens(tmp_path: Path) -> None:
    async with asked(tmp_path) as question:
        slack = question.office.slack
        await slack.say(slack.ada, slack.channel, "very", thread_ts=question.thread)
        await question.office.seen(question.thread, "Partition report for very")
        await question.press(slack.ada)
        await slack.until(lambda: slack.ephemerals(slack.ada))
        assert slack.calls("views.open") == []


@pytest.mark.parametrize("how", ["stolen", "forged", "too old", "of a command"])
async def test_a_form_is_for_who_pressed_and_not_for_ever(
    tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with asked(tmp_path) as question:
        slack, view = question.office.slack, await question.opened()
        if how == "forged":
            view = _with_metadata(view, "0" * 32)
        if how == "too old":
            monkeypatch.setattr(form_records, "KEPT_SECONDS", -1)
        if how == "of a command":
            await slack.command("/dataops", "line-counter", slack.ada, slack.channel)
            view = _with_metadata(view, slack.views(slack.ada)[-1].raw["private_metadata"])
        user = slack.bob if how == "stolen" else slack.ada
        done = await slack.submit(view, {"answer": "a secret"}, user=user)
        assert "press Answer again" in done.json()["errors"]["answer"]
        assert "a secret" not in _kept(question)


async def test_of_somebody_who_was_named_until_then_no_word_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = [True]
    monkeypatch.setattr(PolicyAuthorizer, "names", lambda *_: bool(named))
    async with asked(tmp_path) as question:
        slack, view = question.office.slack, await question.opened()
        named.clear()
        await slack.submit(view, {"answer": "a secret"})
        told = await slack.until(lambda: slack.ephemerals(slack.ada))
        assert "You may not do that here" in told[0].text
        assert "a secret" not in _kept(question)


@pytest.mark.parametrize("error", ["expired_trigger_id", "internal_error"])
async def test_where_no_form_opens_the_person_is_told_how_to_answer(tmp_path: Path, error: str) -> None:
    async with asked(tmp_path) as question:
        slack = question.office.slack
        slack.fail("views.open", error=error)
        done = await question.press(slack.ada)
        assert (done.status, done.body) == (200, b"")
        assert "type your answer in the thread" in await question.told()
        assert slack.responded[0].body["replace_original"] is False
        await slack.say(slack.ada, slack.channel, "very", thread_ts=question.thread)
        await question.office.seen(question.thread, "Partition report for very")


async def test_slack_has_its_answer_before_the_form_opens(tmp_path: Path) -> None:
    async with asked(tmp_path) as question:
        slack = question.office.slack
        with slack.hold("views.open") as held:
            assert (await question.press(slack.ada)).status == 200
            await held.arrived()
        await slack.until(lambda: slack.views(slack.ada))


def _kept(question: Asked) -> str:
    """Everything that was ever written down of what came in."""
    rows = question.office.service.database.read("SELECT inbound FROM inbox")
    return "\n".join(row["inbound"] for row in rows)


def _with_metadata(view: OpenView, metadata: str) -> OpenView:
    """The form as a program of the person's own may send it."""
    raw = view.raw | {"private_metadata": metadata}
    return OpenView(view.id, view.user, view.title, view.text, raw, view.open, {})
