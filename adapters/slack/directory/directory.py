"""What Slack vouches for about people and channels, as profiles."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aiohttp import ClientError
from pydantic import ValidationError
from slack_sdk.errors import SlackApiError

from adapters.slack.directory.guests import Guests
from adapters.slack.directory.people import People
from adapters.slack.directory.shapes import ConversationShape
from adapters.slack.directory.user_groups import UserGroups
from adapters.slack.places_gone import place_gone
from adapters.slack.refusal import reason
from adapters.slack.workspace import Workspace, Workspaces
from core.chat.inbound import Actor
from core.chat.profile import ChannelProfile, PersonProfile
from core.chat.thread_ref import ChannelRef
from core.errors import UserFacingError


class SlackDirectory:
    """Asks Slack with the token of the workspace; raises UserFacingError where it does not answer.

    ``opens`` says whether anything may be done in channels of a kind that no line of the policy names: only
    there it is worth counting guests.
    """

    def __init__(self, workspaces: Workspaces, clock: Callable[[], float] = time.monotonic) -> None:
        self.opens: Callable[[ChannelProfile], bool] = lambda _: True
        self._workspaces = workspaces
        self._people = People()
        self._user_groups = UserGroups(clock)
        self._guests = Guests(self._people, clock)

    async def person(self, person: Actor) -> PersonProfile:
        """Somebody; of a guest nothing else is asked or told, because nothing else counts."""
        workspace = await self._workspaces.of(person.tenant)
        with _asked("who you are"):
            member = await self._people.find(workspace, person.id)
            if member is None or member.guest or member.inert:
                return PersonProfile(guest=True)
            groups = await self._user_groups.of(workspace, person.id)
        names = (person.model_copy(update={"id": group}) for group in groups)
        return PersonProfile(email=member.email, groups=frozenset(map(str, names)))

    async def channel(self, channel: ChannelRef) -> ChannelProfile:
        """A channel. Where guests were not looked for there may be some."""
        workspace = await self._workspaces.of(channel.tenant)
        with _asked("what kind of channel this is"):
            answer = await workspace.reading.conversations_info(channel=channel.channel)
            found = ConversationShape.model_validate(answer["channel"])
            if found.is_im:
                return await self._direct(workspace, found)
            profile = ChannelProfile(
                kind="group" if found.is_mpim else "channel", shared=found.is_connected, guests=True
            )
            if not self._worth_counting(profile):
                return profile
            guests = await self._guests.are_in(workspace, channel.channel)
        return profile.model_copy(update={"guests": guests})

    async def _direct(self, workspace: Workspace, found: ConversationShape) -> ChannelProfile:
        """A conversation with the bot is what the other one in it is."""
        member = await self._people.find(workspace, found.user) if found.user else None
        return ChannelProfile(
            kind="direct",
            shared=found.is_connected or (member is not None and member.external),
            guests=member is None or member.guest,
        )

    def _worth_counting(self, profile: ChannelProfile) -> bool:
        """Whether it makes a difference; in what another organisation takes part in it makes none."""
        return not profile.shared and any(
            self.opens(profile.model_copy(update={"guests": guests})) for guests in (False, True)
        )


@contextmanager
def _asked(what: str) -> Iterator[None]:
    """Say in a sentence that Slack did not tell, and why."""
    try:
        yield
    except SlackApiError as error:
        raise place_gone(error) or _untold(what, error) from error
    except (ClientError, TimeoutError, ValidationError) as error:
        raise _untold(what, error) from error


def _untold(what: str, error: Exception) -> UserFacingError:
    return UserFacingError(f"Slack did not tell me {what} ({reason(error)}); try again in a minute.")
