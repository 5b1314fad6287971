"""What happens to the app and its channels: invited, removed, archived, uninstalled."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.adapters.slack.workspace.channel import Channel
from tests.adapters.slack.workspace.courier import Courier
from tests.adapters.slack.workspace.delivery import Act, Delivery
from tests.adapters.slack.workspace.envelopes import Envelopes
from tests.adapters.slack.workspace.methods.files import take_away
from tests.adapters.slack.workspace.payload import ABSENT, JSON, fill
from tests.adapters.slack.workspace.team import Install
from tests.adapters.slack.workspace.world import World

_TYPES = {"channel": "C", "group": "G"}
"""How ``member_left_channel`` names the kind of a channel."""


@dataclass
class Lifecycle:
    """Each verb changes the workspace and delivers the events of it."""

    world: World
    envelopes: Envelopes
    courier: Courier

    async def bot_added(self, channel: str, user: str) -> Act:
        """Somebody invites the app into a channel."""
        place = self.world.channels[channel]
        install = self.world.install_in(place)
        place.members.append(install.bot_user)
        joined = fill(
            "events/member_joined_channel",
            user=install.bot_user,
            channel=channel,
            channel_type=_TYPES[place.kind],
            team=install.team.id,
            inviter=user,
            event_ts=self.world.identifiers.ts(),
        )
        notice = self._notice(place, install.bot_user, "channel_join", "has joined the channel", user)
        return await self._deliver(place, install, joined, notice)

    async def bot_removed(self, channel: str, user: str) -> Act:
        """Somebody removes the app from a channel; that is the last that it hears of it."""
        place = self.world.channels[channel]
        install = self.world.install_in(place)
        place.members.remove(install.bot_user)
        left = fill(
            "events/channel_left", channel=channel, actor_id=user, event_ts=self.world.identifiers.ts()
        )
        left["type"] = "group_left" if place.kind == "group" else "channel_left"
        return await self._deliver(place, install, left)

    async def member_left(self, user: str, channel: str) -> Act:
        """A person leaves a channel."""
        place = self.world.channels[channel]
        install = self.world.install_in(place)
        place.members.remove(user)
        left = fill(
            "events/member_left_channel",
            user=user,
            channel=channel,
            channel_type=_TYPES[place.kind],
            team=self.world.people[user].team,
            event_ts=self.world.identifiers.ts(),
        )
        return await self._deliver(
            place, install, left, self._notice(place, user, "channel_leave", "has left the channel")
        )

    async def channel_archive(self, channel: str, user: str) -> Act:
        """Somebody archives a channel; nothing can be posted there any more."""
        place = self.world.channels[channel]
        install = self.world.install_in(place)
        notice = self._notice(place, user, "channel_archive", "archived the channel")
        place.archived = True
        event = fill(
            "events/channel_archive", channel=channel, user=user, event_ts=self.world.identifiers.ts()
        )
        event["type"] = "group_archive" if place.kind == "group" else "channel_archive"
        return await self._deliver(place, install, event, notice)

    async def app_uninstalled(self, team: str) -> Act:
        """An admin removes the app from a workspace: its tokens are dead, and two events say so."""
        install = self.world.installs[team]
        for grant in self.world.grants.values():
            if grant.team == team and grant.kind == "bot":
                grant.state = "inactive"
        ts = self.world.identifiers.ts()
        tokens = {"oauth": [], "bot": [install.bot_user]}
        revoked = fill("events/tokens_revoked", tokens=tokens, event_ts=ts)
        gone = fill("events/app_uninstalled", event_ts=ts)
        return Act(
            await self.courier.deliver(
                *self.envelopes.event(revoked, install), *self.envelopes.event(gone, install)
            )
        )

    async def tokens_revoked(self, team: str, users: Sequence[str] = ()) -> Act:
        """The app's token in a workspace is revoked, or those of people who had authorized it."""
        install = self.world.installs[team]
        for grant in self.world.grants.values():
            if grant.team == team and grant.kind == "bot" and not users:
                grant.state = "revoked"
        tokens = {"oauth": list(users), "bot": [] if users else [install.bot_user]}
        event = fill("events/tokens_revoked", tokens=tokens, event_ts=self.world.identifiers.ts())
        return Act(await self.courier.deliver(*self.envelopes.event(event, install)))

    async def team_access_revoked(self, team: str) -> Act:
        """An organisation takes one of its workspaces away from the app; its token stays good elsewhere.

        https://docs.slack.dev/reference/events/team_access_revoked
        """
        gone = self.world.teams[team]
        gone.granted = False
        event = fill("events/team_access_revoked", team_ids=[team], event_ts=self.world.identifiers.ts())
        return Act(await self.courier.deliver(*self.envelopes.event(event, self.world.install_at(team))))

    async def app_rate_limited(self, team: str) -> Act:
        """Slack holds back events of this minute: https://docs.slack.dev/reference/events/app_rate_limited."""
        minute = self.world.now() // 60 * 60
        payload = fill(
            "envelopes/app_rate_limited",
            team_id=team,
            minute_rate_limited=minute,
            api_app_id=self.world.app_id,
        )
        return Act(await self.courier.deliver(Delivery("events_api", payload)))

    async def verify_url(self) -> Act:
        """Check the request URL, as Slack does when it is entered: the answer is the challenge."""
        payload = fill("envelopes/url_verification")
        return Act(await self.courier.deliver(Delivery("events_api", payload)))

    def vanish(self, file: str) -> None:
        """Somebody deletes a file; no event tells."""
        take_away(self.world, self.world.files[file])

    def _notice(
        self, place: Channel, user: str, subtype: str, words: str, inviter: str | None = None
    ) -> JSON:
        """The line in a channel that says what happened, as a message event."""
        ts = self.world.identifiers.ts()
        event = fill(
            "events/channel_notice",
            subtype=subtype,
            user=user,
            text=f"<@{user}> {words}",
            inviter=inviter or ABSENT,
            ts=ts,
            channel=place.id,
            event_ts=ts,
            channel_type=place.kind,
        )
        where = ("channel", "event_ts", "channel_type")
        place.post({key: value for key, value in event.items() if key not in where})
        return event

    async def _deliver(self, place: Channel, install: Install, *events: JSON) -> Act:
        due = [each for event in events for each in self.envelopes.event(event, install, place)]
        return Act(await self.courier.deliver(*due), place.id)
