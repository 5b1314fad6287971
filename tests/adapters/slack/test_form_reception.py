"""A form never vanishes with what was put into it: it closes once that is written down."""

import threading
from pathlib import Path

import pytest

from adapters.slack import form_reception
from core.chat.inbound import Inbound
from core.errors import StorageError
from core.runs.inbox import Inbox
from tests.adapters.slack.office import open_office
from tests.adapters.slack.test_forms import LISTING, answered, opened, runs
from tests.sample_workflows import write_counter

pytestmark = pytest.mark.doors


async def test_a_form_that_cannot_be_stored_says_so_and_can_be_sent_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_counter(tmp_path / "workflows")
    receive, full = Inbox.receive, [True]

    def failing(inbox: Inbox, inbound: Inbound) -> object:
        if full:
            raise StorageError("The disk is full; tell an admin.")
        return receive(inbox, inbound)

    monkeypatch.setattr(Inbox, "receive", failing)
    async with open_office(tmp_path) as office:
        slack, view = office.slack, await opened(office, "line-counter")
        await slack.submit(view, {"path": LISTING})
        [still] = slack.views(slack.ada)
        assert still.errors == {"path": "The disk is full; tell an admin."}
        full.clear()
        await slack.submit(still, {"path": LISTING})
        await answered(office, "3 lines.")


async def test_a_store_that_is_too_slow_keeps_the_form_open_and_the_second_click_counts_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_counter(tmp_path / "workflows")
    monkeypatch.setattr(form_reception, "STORE_SECONDS", 0.2)
    receive, free = Inbox.receive, threading.Event()

    def slow(inbox: Inbox, inbound: Inbound) -> object:
        free.wait(20)
        return receive(inbox, inbound)

    monkeypatch.setattr(Inbox, "receive", slow)
    async with open_office(tmp_path) as office:
        slack, view = office.slack, await opened(office, "line-counter")
        done = await slack.submit(view, {"path": LISTING})
        assert "send this again" in done.json()["errors"]["path"]
        free.set()
        monkeypatch.setattr(form_reception, "STORE_SECONDS", 20)
        await slack.submit(slack.views(slack.ada)[-1], {"path": LISTING})
        await answered(office, "3 lines.")
        assert runs(office) == 1
