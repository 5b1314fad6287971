"""What a form is for is known for a week, and it is sent once at most."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.form_records import KEPT_SECONDS, FormRecords, FormState, OpenedForm, SentForm
from core.chat.card import Card
from core.chat.inbound import Actor, Inbound
from core.chat.thread_ref import ChannelRef
from core.storage.database import Database
from tests.clock import Clock

CHANNEL = ChannelRef(platform="teams", tenant="t", channel="19:one@thread.tacv2")
COMMAND = Inbound(
    id="act",
    act="act",
    channel=CHANNEL,
    thread=CHANNEL.thread("1"),
    actor=Actor(platform="teams", tenant="t", id="ada", name="Ada"),
    text="/dataops count-lines",
)


@dataclass
class Parts:
    database: Database
    clock: Clock

    def records(self) -> FormRecords:
        """As every process has them."""
        return FormRecords(self.database, self.clock)

    def now(self, form: str) -> OpenedForm:
        found = self.records().find(form)
        assert found is not None
        return found


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    database = Database(tmp_path / "teams.db")
    yield Parts(database, Clock())
    database.close()


def sent(owner: str) -> SentForm:
    command = COMMAND.model_copy(update={"parameters": {"owner": owner}})
    return SentForm(command=command, closed=Card(kind="notice", title="count-lines"))


def test_a_form_is_known_by_its_id_until_it_is_too_old(parts: Parts) -> None:
    opened = parts.records().keep(COMMAND)
    assert (opened.state, opened.command, opened.sent) == (FormState.ANNOUNCED, COMMAND, None)
    assert opened.form.isalnum()
    assert parts.now(opened.form) == opened
    assert parts.records().find("another") is None
    parts.clock.advance(KEPT_SECONDS + 1)
    assert parts.records().find(opened.form) is None
    parts.records().sweep()
    assert not parts.database.read("SELECT 1 FROM teams_forms")


def test_a_command_that_comes_again_has_the_same_form(parts: Parts) -> None:
    first = parts.records().keep(COMMAND)
    parts.records().posted(first.form)
    again = parts.records().keep(COMMAND.model_copy(update={"text": "something else"}))
    assert (again.form, again.state, again.command) == (first.form, FormState.OPEN, COMMAND)
    assert parts.records().keep(COMMAND.model_copy(update={"act": "other"})).form != first.form


@pytest.mark.parametrize("posted", [True, False])
def test_what_was_sent_first_counts(parts: Parts, posted: bool) -> None:  # noqa: FBT001 - a case
    form = parts.records().keep(COMMAND).form
    if posted:
        parts.records().posted(form)
    for owner in ("ops", "late"):
        now = parts.records().send(form, sent(owner))
        assert now is not None
        assert (now.state, now.sent) == (FormState.SENT, sent("ops"))
    parts.records().posted(form)
    assert not parts.records().pass_on(form)
    assert parts.now(form).state is FormState.SENT


def test_of_those_who_send_it_together_one_counts(parts: Parts) -> None:
    records, form = parts.records(), parts.records().keep(COMMAND).form
    with ThreadPoolExecutor(4) as pool:
        found = [*pool.map(lambda number: records.send(form, sent(f"o{number}")), range(8))]
    assert len({each.sent.model_dump_json() for each in found if each is not None and each.sent}) == 1


def test_a_form_that_was_given_up_is_not_sent(parts: Parts) -> None:
    form = parts.records().keep(COMMAND).form
    assert parts.records().pass_on(form)
    assert not parts.records().pass_on(form)
    now = parts.records().send(form, sent("ops"))
    assert now is not None
    assert (now.state, now.sent) == (FormState.PASSED_ON, None)


def test_an_open_form_is_neither_given_up_nor_over(parts: Parts) -> None:
    form = parts.records().keep(COMMAND).form
    parts.records().posted(form)
    assert not parts.records().pass_on(form)
    parts.records().over(form)
    assert parts.now(form).state is FormState.OPEN


STEPS: dict[str, Callable[[FormRecords, str], object]] = {
    "posted": lambda records, form: records.posted(form),
    "pass on": lambda records, form: records.pass_on(form),
    "send": lambda records, form: records.send(form, sent("ops")),
    "over": lambda records, form: records.over(form),
}


@settings(max_examples=20, deadline=None)
@given(steps=st.lists(st.sampled_from([*STEPS]), max_size=8))
def test_whatever_happens_a_form_is_either_sent_or_given_up_and_left_until_it_is_done(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    database = Database(tmp_path_factory.mktemp("forms") / "teams.db")
    records = FormRecords(database)
    form = records.keep(COMMAND).form
    before = [FormState.ANNOUNCED]
    for step in steps:
        STEPS[step](records, form)
        now = records.find(form)
        assert now is not None
        assert (now.sent is not None) is (now.state is FormState.SENT or FormState.SENT in before)
        left = now.state in (FormState.ANNOUNCED, FormState.PASSED_ON, FormState.SENT)
        assert [each.form for each in records.unfinished()] == ([form] if left else [])
        before.append(now.state)
    assert not {FormState.SENT, FormState.PASSED_ON} <= {*before}
    database.close()
