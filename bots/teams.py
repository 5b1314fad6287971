"""Teams among the doors: opened where its settings are, and what it takes in goes to the same inbox."""

import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from adapters.teams.analysis import Analysis
from adapters.teams.anonymous import Anonymous
from adapters.teams.arrivals.delivery import PLATFORM
from adapters.teams.concerns import Concerns
from adapters.teams.door import TeamsDoor
from adapters.teams.file_hosts import FileHosts
from adapters.teams.form_reception import FormReception
from adapters.teams.graph.client import GRAPH, SCOPE, GraphClient
from adapters.teams.graph.graph import GraphAccess
from adapters.teams.graph.token import Credentials, GraphToken
from adapters.teams.happenings import Happenings
from adapters.teams.reception import Reception
from adapters.teams.route import Checks, add_teams
from adapters.teams.service_hosts import ServiceHosts
from adapters.teams.signing_keys import SigningKeys
from adapters.teams.verification import Verification
from adapters.teams.wanted_files import WantedFiles
from bots.bind import Bind
from bots.command_forms import CommandForms
from bots.desk import open_desk
from bots.greeting import Greeting
from bots.introduction import Introduction
from bots.service import Service
from core.chat.thread_ref import ThreadRef
from core.errors import UserFacingError
from core.settings import Settings
from core.storage.database import Database

if TYPE_CHECKING:
    from botframework.connector.auth import ServiceClientCredentialsFactory

    from adapters.teams.transport import TeamsTransport

METADATA = "https://login.botframework.com/v1/.well-known/openidconfiguration"
LOGIN = "https://login.microsoftonline.com"


@dataclass(frozen=True, slots=True)
class Cloud:
    """Where Microsoft's side is; ``addresses`` are botbuilder's names for what is not at its usual place."""

    metadata: str = METADATA
    service_hosts: ServiceHosts = field(default_factory=ServiceHosts)
    file_hosts: FileHosts = field(default_factory=FileHosts)
    addresses: dict[str, Any] = field(default_factory=dict)
    graph: str = GRAPH

    def login(self, tenant: str | None) -> str:
        """Where tokens of a tenant are asked for."""
        return str(self.addresses.get("to_channel_from_bot_login_url", f"{LOGIN}/{tenant}"))


PUBLIC = Cloud()
LOOPBACK = Cloud(service_hosts=ServiceHosts(hosts=(), loopback=True), file_hosts=FileHosts(loopback=True))


def open_teams_door(settings: Settings, database: Database, cloud: Cloud = PUBLIC) -> TeamsDoor | None:
    """The door, if its settings are there; raises UserFacingError where they cannot work. Blocking."""
    if settings.teams_app_id is None and not settings.teams_allow_anonymous_loopback:
        if settings.teams_app_password is not None:
            raise UserFacingError("TEAMS_APP_PASSWORD alone opens nothing: set TEAMS_APP_ID.")
        return None
    if settings.teams_app_id is None:
        cloud = LOOPBACK
    access, folder = _graph_access(settings, cloud), settings.dataops_home / "uploads"
    return TeamsDoor(_transport(settings, cloud), database, folder, cloud.file_hosts, access)


@asynccontextmanager
async def teams_open(
    settings: Settings, service: Service, application: web.Application, bound: Bind, cloud: Cloud = PUBLIC
) -> AsyncIterator[None]:
    """Take in what Teams delivers."""
    door = service.doors.get(PLATFORM)
    if not isinstance(door, TeamsDoor):
        yield
        return
    questions = service.records.questions

    def has_open(thread: ThreadRef) -> bool:
        return bool(questions.open_in(thread))

    def asked_before(act: str) -> bool:
        return service.inbox.took_in(act) or door.holds(act)

    desk = open_desk(service)
    chat_threads, took_in = door.chat_threads(has_open), service.inbox.took_in
    forms = FormReception(door, desk, chat_threads, CommandForms(service.services).form_for)
    meet = Introduction(service.access.directory, service.access.authorizer).meet
    welcome = door.welcome(
        Greeting(service.services, service.access.authorizer), lambda person, place: meet(person, place, door)
    )
    door.directory.opens = lambda profile: service.access.book.policy.defaults.of(profile) is not None
    reception = Reception(
        door,
        desk,
        Concerns(door, desk, chat_threads),
        took_in,
        forms,
        WantedFiles(door, desk, questions.wanted_by, took_in),
        Analysis(door.conversations, door.transport, door.paces, desk),
        Happenings(door.conversations, welcome, asked_before),
    )
    door.onedrive_offers.content = service.services.artifacts.path
    await forms.opening.resume()
    await door.onedrive_offers.resume()
    await welcome.go_on()
    add_teams(application, reception, _checks(settings, bound, cloud))
    try:
        yield
    finally:
        await door.settle()


def _checks(settings: Settings, bound: Bind, cloud: Cloud) -> Checks:
    """Who looks at tokens; without an app id, whoever is on this machine may speak."""
    if settings.teams_app_id is not None:
        return Verification(settings.teams_app_id, SigningKeys(cloud.metadata), cloud.service_hosts)
    if not ipaddress.ip_address(bound.socket.getsockname()[0]).is_loopback:
        raise UserFacingError(
            "TEAMS_ALLOW_ANONYMOUS_LOOPBACK lets anybody in who reaches the port: serve on 127.0.0.1, or set "
            "TEAMS_APP_ID."
        )
    return Anonymous()


def credentials(settings: Settings) -> "ServiceClientCredentialsFactory":
    """What the bot gets its tokens with; raises UserFacingError where a setting is missing."""
    from botframework.connector.auth import PasswordServiceClientCredentialFactory
    from botframework.connector.auth.managedidentity_service_client_credential_factory import (
        ManagedIdentityServiceClientCredentialsFactory,
    )

    app_id, secret = settings.teams_app_id or "", settings.teams_app_password
    if settings.teams_app_type == "UserAssignedMSI":
        return ManagedIdentityServiceClientCredentialsFactory(app_id)
    password = secret.get_secret_value() if secret else None
    if app_id and not (password and settings.teams_tenant_id):
        raise UserFacingError(
            "TEAMS_APP_ID needs TEAMS_APP_PASSWORD and TEAMS_TENANT_ID, or TEAMS_APP_TYPE=UserAssignedMSI."
        )
    return PasswordServiceClientCredentialFactory(app_id, password, settings.teams_tenant_id)


def graph_credentials(settings: Settings, cloud: Cloud) -> Callable[[], Awaitable[Credentials]]:
    """What makes the bot's credentials for Microsoft Graph."""

    async def made() -> Credentials:
        from adapters.teams.botbuilder.credentials import ImpatientCredentials

        given = (settings.teams_app_id, SCOPE, cloud.login(settings.teams_tenant_id))
        ready = await credentials(settings).create_credentials(*given, validate_authority=True)
        return ImpatientCredentials(ready)

    return made


def _graph_access(settings: Settings, cloud: Cloud) -> GraphAccess | None:
    """What the door may do in Microsoft Graph, which knows no bot without an app id."""
    if settings.teams_graph == "off":
        return None
    if settings.teams_app_id is None:
        raise UserFacingError("TEAMS_GRAPH needs the rights of an application: set TEAMS_APP_ID.")
    client = GraphClient(GraphToken(graph_credentials(settings, cloud)).get, cloud.graph)
    return GraphAccess(client, cloud.service_hosts, writes=settings.teams_graph == "read-write")


def _transport(settings: Settings, cloud: Cloud) -> "TeamsTransport":
    """botbuilder, which takes half a second to import: only where the door is opened."""
    from adapters.teams.botbuilder_transport import BotBuilderTransport

    app_id = settings.teams_app_id or ""
    return BotBuilderTransport(app_id, credentials(settings), cloud.service_hosts, **cloud.addresses)
