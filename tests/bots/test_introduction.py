"""Whom and what the house gets to know, how often, and what it does where the platform says nothing."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bots.introduction import NOT_ASKED, Introduction
from core.access.authorizer import PolicyAuthorizer
from core.access.directory import FRESH_SECONDS, KEPT_SECONDS, Directory
from core.access.policy import Policy
from core.chat.inbound import Actor, Inbound, InboundFile
from core.chat.profile import ChannelProfile, PersonProfile
from core.chat.surface import Door, Surface
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.errors import PlaceGone, UserFacingError
from core.storage.database import Database

CHANNEL = ChannelRef(platform="slack", tenant="T1", channel="C1")
ANN = Actor(platform="slack", tenant="T1", id="U1")
NIGHT = "slack:T1:S1"
RIGHT = "artifact.read"


@dataclass
class Platform(Door):
    """A door that tells what it is told to, or raises it, and counts how often it is asked."""

    person: PersonProfile | UserFacingError = field(default_factory=PersonProfile)
    channel: ChannelProfile | UserFacingError = field(default_factory=ChannelProfile)
    asked: list[str] = field(default_factory=list)
    platform: str = "slack"

    async def person_profile(self, person: Actor, channel: ChannelRef) -> PersonProfile:
        self.asked.append(f"{person} in {channel}")
        if isinstance(self.person, UserFacingError):
            raise self.person
        return self.person

    async def channel_profile(self, channel: ChannelRef) -> ChannelProfile:
        self.asked.append(str(channel))
        if isinstance(self.channel, UserFacingError):
            raise self.channel
        return self.channel

    def open(self, place: ChannelRef | ThreadRef) -> Surface:
        raise AssertionError(f"nobody opens {place} here")

    def fetch(self, file: InboundFile) -> AsyncIterator[bytes]:
        raise AssertionError(f"nobody fetches {file} here")


@dataclass
class Hall:
    """The introduction, what it learns, and who may do what by that."""

    database: Database
    policy: Policy = field(default_factory=Policy)
    now: float = 1_000_000.0
    platform: Platform = field(default_factory=Platform)

    def __post_init__(self) -> None:
        self.directory = Directory(self.database, lambda: self.now)
        self.authorizer = PolicyAuthorizer(lambda: self.policy, self.directory)
        self._introduction = Introduction(self.directory, self.authorizer)

    async def introduce(self) -> None:
        message = Inbound(id="1", act="1", channel=CHANNEL, actor=ANN, text="hello")
        await self._introduction.introduce(message, self.platform)

    def allows(self) -> bool:
        return self.authorizer.allows(str(ANN), str(CHANNEL), RIGHT)

    def knows(self) -> bool:
        return self.authorizer.knows(str(ANN), str(CHANNEL))


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    database = Database(tmp_path / "dataops.db")
    yield Hall(database)
    database.close()


GROUPS = Policy(groups={NIGHT: ["user"]}, channels={str(CHANNEL): ["*"]})
DEFAULTS = Policy(people={str(ANN): ["user"]}, defaults={"channel": ["*"]})


@pytest.mark.parametrize(
    ("policy", "asked"),
    [
        (Policy(people={str(ANN): ["user"]}, channels={str(CHANNEL): ["*"]}), []),
        (GROUPS, [f"{ANN} in {CHANNEL}"]),
        (Policy(domains={"example.com": ["user"]}), [f"{ANN} in {CHANNEL}"]),
        (DEFAULTS, [str(CHANNEL)]),
        (
            DEFAULTS.model_copy(update=GROUPS.model_dump(include={"groups"})),
            [f"{ANN} in {CHANNEL}", str(CHANNEL)],
        ),
        (Policy(defaults={"direct": ["*"]}, channels={str(CHANNEL): []}), []),
    ],
)
async def test_the_platform_is_asked_where_a_right_hangs_on_it(
    hall: Hall, policy: Policy, asked: list[str]
) -> None:
    hall.policy = policy
    await hall.introduce()
    assert hall.platform.asked == asked


async def test_it_is_asked_again_after_ten_minutes_and_what_it_says_then_counts(hall: Hall) -> None:
    hall.policy = GROUPS
    hall.platform.person = PersonProfile(groups=frozenset({NIGHT}))
    await hall.introduce()
    assert hall.allows()
    hall.platform.person = PersonProfile()
    hall.now += FRESH_SECONDS - 1
    await hall.introduce()
    assert len(hall.platform.asked) == 1
    assert hall.allows()
    hall.now += 1
    await hall.introduce()
    assert not hall.allows()
    assert not hall.knows()


async def test_whoever_was_nobody_is_heard_again_once_it_is_time_to_ask(hall: Hall) -> None:
    """Otherwise the first words of somebody who was let into a group would be thrown away."""
    hall.policy = GROUPS
    await hall.introduce()
    assert not hall.knows()
    hall.now += FRESH_SECONDS
    assert hall.knows()
    hall.platform.person = PersonProfile(groups=frozenset({NIGHT}))
    await hall.introduce()
    assert hall.allows()


async def test_a_channel_that_was_closed_is_asked_about_again(hall: Hall) -> None:
    hall.policy = DEFAULTS
    hall.platform.channel = ChannelProfile(guests=True)
    await hall.introduce()
    assert not hall.knows()
    hall.now += FRESH_SECONDS
    assert hall.knows()
    hall.platform.channel = ChannelProfile()
    await hall.introduce()
    assert hall.allows()


@pytest.mark.parametrize("policy", [GROUPS, DEFAULTS])
async def test_where_nothing_is_told_and_all_depends_on_it_nobody_gets_in(hall: Hall, policy: Policy) -> None:
    hall.policy = policy
    hall.platform.person = hall.platform.channel = UserFacingError("Slack is asleep.")
    with capture_logs() as logs, pytest.raises(UserFacingError, match=NOT_ASKED):
        await hall.introduce()
    assert [each["reason"] for each in logs if each["event"] == "not_introduced"] == ["Slack is asleep."]
    assert not hall.allows()


async def test_the_last_word_of_a_day_counts_where_nothing_is_told_now(hall: Hall) -> None:
    hall.policy = Policy(groups={NIGHT: ["user"]}, defaults={"channel": ["*"]})
    hall.platform.person = PersonProfile(groups=frozenset({NIGHT}))
    await hall.introduce()
    hall.platform.person = hall.platform.channel = UserFacingError("Slack is asleep.")
    hall.now += FRESH_SECONDS
    await hall.introduce()
    assert hall.allows()
    hall.now += KEPT_SECONDS
    with pytest.raises(UserFacingError, match=NOT_ASKED):
        await hall.introduce()


async def test_a_last_word_that_let_nobody_in_is_none_to_go_on_with(hall: Hall) -> None:
    hall.policy = DEFAULTS
    hall.platform.channel = ChannelProfile(shared=True)
    await hall.introduce()
    hall.platform.channel = UserFacingError("Slack is asleep.")
    hall.now += FRESH_SECONDS
    with pytest.raises(UserFacingError, match=NOT_ASKED):
        await hall.introduce()


async def test_who_is_named_needs_no_introduction(hall: Hall) -> None:
    hall.policy = GROUPS.model_copy(update={"people": {str(ANN): ["user"]}})
    hall.platform.person = UserFacingError("Slack is asleep.")
    await hall.introduce()
    assert hall.allows()


async def test_where_the_bot_is_not_in_the_way_out_is_told(hall: Hall) -> None:
    hall.policy = DEFAULTS
    hall.platform.channel = PlaceGone("Invite me.")
    with pytest.raises(PlaceGone, match="Invite me"):
        await hall.introduce()
