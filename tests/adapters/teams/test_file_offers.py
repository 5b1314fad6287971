"""Messages whose files are asked about: kept until it is said what these are for."""

from pathlib import Path

import pytest

from adapters.teams.arrivals.attached import Download
from adapters.teams.downloads import Downloads
from adapters.teams.file_offers import FileOffers
from core.chat.inbound import Actor, Inbound, InboundFile
from core.chat.thread_ref import ChannelRef
from core.storage.database import Database
from tests.clock import Clock

CHAT = ChannelRef(platform="teams", tenant="t", channel="a:chat")
FILE = InboundFile(name="july.lst", locator="one")
SAID = Inbound(
    id="1", act="1", channel=CHAT, actor=Actor(platform="teams", tenant="t", id="ada"), files=(FILE,)
)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "teams.db")


def test_a_message_can_be_chosen_for_as_long_as_its_files_can_be_fetched(database: Database) -> None:
    clock = Clock(1000.0)
    offers, downloads = FileOffers(database, clock), Downloads(database, clock)
    downloads.keep([Download(FILE, "https://contoso.sharepoint.com/july.lst", bot_token=False)])
    offer = offers.keep(SAID)
    for hours in range(0, 9 * 24, 3):
        clock.now = 1000.0 + hours * 3600
        assert (offers.find(offer) is None) == (downloads.find("one") is None)
    assert offers.find(offer) is None


def test_a_repeat_is_the_same_offer_and_is_swept_with_it(database: Database) -> None:
    clock = Clock(1000.0)
    offers = FileOffers(database, clock)
    offer = offers.keep(SAID)
    assert offers.keep(SAID) == offer
    assert (offers.find(offer), offers.holds("1"), offers.holds("2")) == (SAID, True, False)
    offers.sweep()
    assert offers.holds("1")
    clock.now += 9 * 24 * 3600
    offers.sweep()
    assert not offers.holds("1")
