"""The bot's transport to the fake, and how it speaks in Ada's chat."""

from typing import Any

from botframework.connector.auth import PasswordServiceClientCredentialFactory

from adapters.teams.arrivals.reference import Reference
from adapters.teams.botbuilder_transport import BotBuilderTransport
from adapters.teams.service_hosts import ServiceHosts
from tests.adapters.teams.connector import Connector
from tests.adapters.teams.office import cloud_of


def transport_to(
    teams: Connector, hosts: ServiceHosts | None = None, *, login_url: str = ""
) -> BotBuilderTransport:
    cloud = cloud_of(teams)
    addresses = cloud.addresses | ({"to_channel_from_bot_login_url": login_url} if login_url else {})
    credentials = PasswordServiceClientCredentialFactory(teams.app_id, teams.app_password, teams.tenant.id)
    return BotBuilderTransport(teams.app_id, credentials, hosts or cloud.service_hosts, **addresses)


def reference_of(teams: Connector, **changed: Any) -> Reference:
    return Reference(
        service_url=teams.tenant.service_url,
        tenant=teams.tenant.id,
        scope="personal",
        conversation=teams.chat.id,
        bot=f"28:{teams.app_id}",
        bot_name="DataOps",
        user=teams.ada.id,
        locale="en-US",
    ).model_copy(update=changed)
