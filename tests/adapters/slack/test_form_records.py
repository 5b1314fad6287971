"""What an open form is for is known for a day."""

from pathlib import Path

from adapters.slack.form_records import KEPT_SECONDS, FormRecords, OpenedForm
from core.chat.thread_ref import ChannelRef
from core.storage.database import Database
from tests.clock import Clock

OPENED = OpenedForm(
    person="slack:T1:U1",
    channel=ChannelRef(platform="slack", tenant="T1", channel="C1"),
    text="/dataops count-lines",
    offered=("F1",),
    response_url="https://hooks.slack.com/commands/1",
)


def test_a_form_is_known_until_it_is_too_old(tmp_path: Path) -> None:
    database, clock = Database(tmp_path / "slack.db"), Clock()
    records = FormRecords(database, clock)
    records.keep("one", OPENED)
    assert records.find("one") == OPENED
    assert records.find("two") is None
    clock.advance(KEPT_SECONDS + 1)
    assert records.find("one") is None
    records.keep("two", OPENED)
    assert len(database.read("SELECT * FROM slack_forms")) == 1
    database.close()


def test_what_somebody_typed_in_a_channel_can_be_forgotten(tmp_path: Path) -> None:
    records = FormRecords(Database(tmp_path / "slack.db"))
    elsewhere = OPENED.model_copy(update={"channel": OPENED.channel.model_copy(update={"channel": "C2"})})
    for form, opened in (
        ("mine", OPENED),
        ("theirs", OPENED.model_copy(update={"person": "slack:T1:U2"})),
        ("elsewhere", elsewhere),
    ):
        records.keep(form, opened)
    records.forget(OPENED.channel, ["slack:T1:U1"])
    assert [form for form in ("mine", "theirs", "elsewhere") if records.find(form)] == ["theirs", "elsewhere"]
