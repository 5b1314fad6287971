"""What the door keeps of what was said, and the names of files, goes when that is forgotten."""

from pathlib import Path

import pytest

from adapters.teams.consents import Consents, OfferedFile, OfferedFiles
from adapters.teams.file_offers import FileOffers
from adapters.teams.form_records import FormRecords
from adapters.teams.post_records import PostRecords
from adapters.teams.stream_records import StreamRecords
from core.chat.forgotten import Forgotten
from core.chat.inbound import Actor, Inbound
from core.chat.thread_ref import ChannelRef
from core.storage.database import Database

CHAT = ChannelRef(platform="teams", tenant="t", channel="a:chat")
THREAD = CHAT.thread("1")
ADA = Actor(platform="teams", tenant="t", id="ada")
OFFERED = OfferedFiles(files=(OfferedFile(name="secret.txt", artifact_id="artifact_1", version=1),), size=2)


def said(act: str) -> Inbound:
    return Inbound(id=act, act=act, channel=CHAT, actor=ADA, text=f"secret of {act}")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "teams.db")


def test_forms_and_offers_go_with_their_messages(database: Database) -> None:
    forms, offers = FormRecords(database), FileOffers(database)
    for act in ("one", "two"):
        forms.keep(said(act))
        offers.keep(said(act))
    forms.forget(["one"])
    offers.forget(["one"])
    assert (offers.holds("one"), offers.holds("two")) == (False, True)
    assert (forms.holds("one"), forms.holds("two")) == (False, True)


@pytest.mark.parametrize(("whole", "left"), [(False, ["run_2"]), (True, [])])
def test_streams_and_consents_go_with_their_runs_or_their_thread(
    database: Database,
    whole: bool,  # noqa: FBT001 - a case
    left: list[str],
) -> None:
    consents, streams = Consents(database), StreamRecords(database, PostRecords(database))
    for run in ("run_1", "run_2"):
        consents.keep(f"{run}:files:consent", THREAD, "secret.txt", OFFERED)
        streams.began(f"{run}:answer", str(THREAD), "m1")
        streams.shows(f"{run}:answer", "secret words")
    for drop in (consents.drop, streams.drop):
        drop(Forgotten(THREAD, (str(ADA),), (), ("run_1",), whole))
    rows = database.read("SELECT key FROM teams_file_consents") + database.read(
        "SELECT key FROM teams_streams"
    )
    assert sorted({row["key"].partition(":")[0] for row in rows}) == left
