"""Whom the mentions of a command mean. Teams names them by an id that only this bot knows them by."""

import asyncio
from collections.abc import Mapping

import structlog
from pydantic import ValidationError

from adapters.teams.arrivals.delivery import BOTS_OWN
from adapters.teams.arrivals.reference import Reference
from adapters.teams.directory.members import Members
from adapters.teams.transport import Gone, Limited, Refused, Unsure
from core.chat.inbound import Inbound

logger = structlog.get_logger()

COMMAND = "/dataops"
"""In anything else nobody needs to know who is meant."""

MOST = 10
"""People who are mentioned in one command."""

SECONDS = 2.0
"""Teams waits five for its answer."""


class MentionedPeople:
    """Asks who they are; whoever is not to be found out is not named."""

    def __init__(self, members: Members) -> None:
        self._members = members

    async def named(self, inbound: Inbound, reference: Reference, words: Mapping[str, str]) -> Inbound:
        """A message with all that its mentions stand for; ``words`` are those of the text, with Teams' ids.

        ``reference`` is that of the conversation in which it was written.
        """
        unknown = {word: each for word, each in words.items() if each.startswith(BOTS_OWN)}
        if not unknown or not inbound.text.lstrip().lower().startswith(COMMAND):
            return inbound
        found = dict(inbound.named)
        try:
            async with asyncio.timeout(SECONDS):
                for word, each in list(unknown.items())[:MOST]:
                    found |= await self._one(inbound, reference, word, each)
        except (Gone, Unsure, Limited, Refused, ValidationError, TimeoutError) as error:
            logger.warning("mention_not_known", reason=type(error).__name__)
        return inbound.model_copy(update={"named": found})

    async def _one(self, inbound: Inbound, reference: Reference, word: str, person: str) -> dict[str, str]:
        """A word with the person, spelled as when they act."""
        member = await self._members.one(reference, person)
        if member is None or not member.name:
            return {}
        return {word: str(inbound.actor.model_copy(update={"id": member.name}))}
