"""The people in conversations and teams, as the Bot Connector tells them."""

from collections.abc import AsyncIterator

from adapters.teams.arrivals.delivery import PLATFORM
from adapters.teams.arrivals.reference import Reference
from adapters.teams.directory.member import Member
from adapters.teams.directory.shapes import MemberShape, PageShape
from adapters.teams.pace import Pace
from adapters.teams.paces import Paces
from adapters.teams.transport import NOT_A_MEMBER, Gone, TeamsTransport
from core.chat.thread_ref import ChannelRef

PAGE = 500
"""People of a page; Teams gives no more at once."""

MOST_PAGES = 8
"""Of a conversation; what is larger is not read to its end."""


class TooMany(Exception):  # noqa: N818 - it says what is so
    """It would take more calls than one message is worth."""


class Members:
    """Asks at the pace of each conversation; raises ValidationError and what the transport raises."""

    def __init__(self, transport: TeamsTransport, paces: Paces) -> None:
        self._transport = transport
        self._paces = paces

    async def one(self, reference: Reference, person: str) -> Member | None:
        """Somebody by one of their ids; None for who is not there."""
        try:
            told = await self._pace(reference).call(lambda: self._transport.member(reference, person))
        except Gone as gone:
            if gone.code == NOT_A_MEMBER:
                return None
            raise
        return Member.of(MemberShape.model_validate(told), reference.tenant)

    async def all(self, reference: Reference) -> list[Member]:
        """Everybody; raises TooMany where those are too many to be read."""
        return [member async for page in self._pages(reference) for member in page]

    async def _pages(self, reference: Reference) -> AsyncIterator[list[Member]]:
        after: str | None = ""
        for _ in range(MOST_PAGES):
            page = await self._page(reference, after or "")
            yield [Member.of(each, reference.tenant) for each in page.members]
            after = page.continuation_token
            if not after:
                return
        raise TooMany

    async def _page(self, reference: Reference, after: str) -> PageShape:
        told = await self._pace(reference).call(lambda: self._transport.members(reference, PAGE, after))
        return PageShape.model_validate(told)

    def _pace(self, reference: Reference) -> Pace:
        place = ChannelRef(platform=PLATFORM, tenant=reference.tenant, channel=reference.conversation)
        return self._paces.reading(place)
