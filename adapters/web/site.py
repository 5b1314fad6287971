"""What every page works with."""

import asyncio
from dataclasses import dataclass

from aiohttp import web

from adapters.web.door import PLATFORM, TENANT, WebDoor
from adapters.web.logins import Login, Logins
from adapters.web.messages import Messages
from adapters.web.pages import Pages, Reader
from core.access.audit import Act
from core.access.authorizer import PolicyAuthorizer
from core.access.gate import Gate
from core.artifact_store import ArtifactStore
from core.artifacts.links import ArtifactLinks
from core.artifacts.shares import ArtifactShares
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef
from core.pin_board import PinBoard
from core.session_manager import SessionManager
from core.workflow_registry import WorkflowRegistry


@dataclass(frozen=True, slots=True)
class Site:
    """Put together once. ``hosts`` are the host names (with port) under which the site may be asked for.

    ``people`` can be switched between without a login; there are some in a demo only.
    """

    door: WebDoor
    messages: Messages
    logins: Logins
    pages: Pages
    authorizer: PolicyAuthorizer
    gate: Gate
    registry: WorkflowRegistry
    artifacts: ArtifactStore
    links: ArtifactLinks
    shares: ArtifactShares
    sessions: SessionManager
    pins: PinBoard
    address: str
    hosts: frozenset[str]
    people: tuple[str, ...]
    max_bytes: int

    @property
    def cookie(self) -> str:
        """The login's cookie. Browsers share cookies between a host's ports, so each port has its own."""
        return f"dataops_{self.address.rpartition(':')[2].strip('/')}"

    def channels(self, person: str) -> list[ChannelRef]:
        """The channels of this door that a person may look at."""
        references = [ChannelRef.parse(channel) for channel in self.authorizer.channels]
        mine = [reference for reference in references if reference.platform == PLATFORM]
        return [each for each in mine if self.allows(person, each, "session.read")]

    async def channel(self, person: str, name: str) -> ChannelRef:
        """A channel by the name in its address; raises AccessRefused unless the person may look at it."""
        channel = ChannelRef(platform=PLATFORM, tenant=TENANT, channel=name)
        act = Act(str(actor(person)), str(channel), "session.read")
        await asyncio.to_thread(self.gate.require, act)
        return channel

    def allows(self, person: str, channel: ChannelRef, permission: str) -> bool:
        """Whether a person may do something in a channel."""
        return self.authorizer.allows(str(actor(person)), str(channel), permission)

    def reader(self, login: Login) -> Reader:
        """Somebody who looks at a page."""
        return Reader(login.person, login.csrf, self.people)


SITE = web.AppKey("site", Site)
LOGIN = web.RequestKey("login", Login)


def actor(person: str) -> Actor:
    """A person of this door."""
    return Actor(platform=PLATFORM, tenant=TENANT, id=person, name=person)
