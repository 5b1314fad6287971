"""Where people speak to the bot: what it needs to speak there by itself, after a restart too."""

import structlog

from adapters.teams.arrivals.reference import Reference
from core.chat.door_database import DoorDatabase
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.errors import PlaceGone

SCHEMA = """
CREATE TABLE IF NOT EXISTS teams_conversations (channel TEXT PRIMARY KEY, reference TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS teams_people (person TEXT PRIMARY KEY, channel TEXT NOT NULL);
"""

LEFT = "BotNotInConversationRoster"
UNKNOWN = "ConversationNotFound"
"""Teams' words for a place in which the bot is not (any more), and for one that is not there."""

NOT_THERE = "I am not in this conversation any more; add me again, then ask again."
ROOT = ";messageid="

logger = structlog.get_logger()


class Conversations:
    """References by channel, and the personal chat of each person who has one. Blocking calls."""

    def __init__(self, database: DoorDatabase) -> None:
        self._database = database
        database.create(SCHEMA)

    def remember(self, channel: ChannelRef, reference: Reference) -> None:
        """Keep how to speak in a channel or chat; the newest counts, and what was told of it once."""
        known = self._known(channel)
        if known is not None:
            told = {"name": reference.name or known.name, "shared": reference.shared or known.shared}
            reference = reference.model_copy(update=told)
        whole = reference.model_copy(update={"conversation": channel.channel})
        self._database.write(
            "INSERT OR REPLACE INTO teams_conversations VALUES (?, ?)",
            (str(channel), whole.model_dump_json()),
        )

    def remember_person(self, person: str, channel: ChannelRef) -> None:
        """Keep which chat is the one with this person alone."""
        self._database.write("INSERT OR REPLACE INTO teams_people VALUES (?, ?)", (person, str(channel)))

    def forget_person(self, person: str) -> None:
        """Their chat takes nothing any more; it is known again when they write there."""
        self._database.write("DELETE FROM teams_people WHERE person = ?", (person,))

    def forget(self, channel: ChannelRef) -> None:
        """The bot was removed there."""
        self._database.write("DELETE FROM teams_conversations WHERE channel = ?", (str(channel),))
        self._database.write("DELETE FROM teams_people WHERE channel = ?", (str(channel),))

    def lost(self, place: ChannelRef | ThreadRef, code: str) -> None:
        """Teams refused to have something said there; where that is about the whole conversation, forget it.

        Of a channel's thread it says as well that it is unknown when its first post was deleted.
        """
        channel = place.channel if isinstance(place, ThreadRef) else place
        known = self._known(channel)
        in_thread = known is not None and known.scope == "channel" and isinstance(place, ThreadRef)
        if known is not None and (code == LEFT or (code == UNKNOWN and not in_thread)):
            self.forget(channel)
            logger.info("conversation_gone", channel=str(channel), code=code)

    def forget_team(self, tenant: str, team: str) -> None:
        """The bot was removed from a team, or the team is gone: with all of its channels."""
        self._database.write(
            "DELETE FROM teams_conversations "
            "WHERE reference ->> '$.tenant' = ? AND reference ->> '$.team' = ?",
            (tenant, team),
        )

    def rename(self, channel: ChannelRef, name: str) -> None:
        """A channel is called otherwise from now on."""
        known = self._known(channel)
        if known is not None:
            self.remember(channel, known.model_copy(update={"name": name}))

    def share(self, channel: ChannelRef) -> None:
        """A channel was shared with another team."""
        known = self._known(channel)
        if known is not None:
            self.remember(channel, known.model_copy(update={"shared": True}))

    def teams(self, tenant: str) -> list[Reference]:
        """How to speak of each team of a tenant in which the bot has been spoken to or added."""
        rows = self._database.read(
            "SELECT reference, max(rowid) FROM teams_conversations WHERE reference ->> '$.tenant' = ? "
            "AND reference ->> '$.team' <> '' GROUP BY reference ->> '$.team'",
            (tenant,),
        )
        known = (Reference.model_validate_json(row["reference"]) for row in rows)
        return [each.model_copy(update={"conversation": each.team}) for each in known]

    def has(self, channel: ChannelRef) -> bool:
        """Whether it is known how to speak there."""
        return self._known(channel) is not None

    def name(self, channel: ChannelRef) -> str:
        """What a channel or chat is called; empty if Teams never told."""
        known = self._known(channel)
        return "" if known is None else known.name

    def of(self, place: ChannelRef | ThreadRef) -> Reference:
        """How to speak in a place, in a channel with the thread's root; raises PlaceGone if unknown."""
        channel = place.channel if isinstance(place, ThreadRef) else place
        known = self._known(channel)
        if known is None:
            raise PlaceGone(NOT_THERE)
        if known.scope != "channel" or not isinstance(place, ThreadRef):
            return known
        return known.model_copy(update={"conversation": f"{known.conversation}{ROOT}{place.thread}"})

    def with_person(self, person: str) -> ChannelRef | None:
        """The chat with a person alone, if there is one."""
        rows = self._database.read("SELECT channel FROM teams_people WHERE person = ?", (person,))
        return ChannelRef.parse(rows[0]["channel"]) if rows else None

    def _known(self, channel: ChannelRef) -> Reference | None:
        rows = self._database.read(
            "SELECT reference FROM teams_conversations WHERE channel = ?", (str(channel),)
        )
        return Reference.model_validate_json(rows[0]["reference"]) if rows else None
