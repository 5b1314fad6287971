"""Slack among the doors: opened where its settings are, and what it takes in goes to the same inbox."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from aiohttp import ClientError, web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.arrivals.delivery import PLATFORM
from adapters.slack.bolt import bolt_app
from adapters.slack.client import API_URL
from adapters.slack.command_forms import CommandForms as SlackCommandForms
from adapters.slack.door import SlackDoor
from adapters.slack.form_reception import FormReception
from adapters.slack.home import Home
from adapters.slack.http import add_slack
from adapters.slack.oauth import add_installing
from adapters.slack.reception import Reception
from bots.command_forms import CommandForms
from bots.overview import Overview
from bots.service import Service
from bots.slack_workspaces import open_reach
from core.errors import UserFacingError
from core.settings import Settings
from core.storage.database import Database


def open_slack_door(settings: Settings, database: Database) -> SlackDoor | None:
    """The door, if its settings are there; raises UserFacingError where they cannot work."""
    reach = open_reach(settings, database)
    if reach is None:
        return None
    api_url = settings.slack_api_url or API_URL
    folder = settings.dataops_home / "uploads"
    door = SlackDoor(reach.workspaces, database, folder, api_url)
    door.installing = reach.installing
    return door


@asynccontextmanager
async def slack_open(
    settings: Settings, service: Service, application: web.Application
) -> AsyncIterator[None]:
    """Take in what Slack delivers, over HTTP and Socket Mode, as far as they are configured."""
    door = service.doors.get(PLATFORM)
    async with AsyncExitStack() as stack:
        if isinstance(door, SlackDoor):
            await _check(door)
            inbox, engine, runs = service.inbox, service.engine, service.runs
            home = Home(door, Overview(service.services, runs, service.authorizer))
            commands = SlackCommandForms(door, CommandForms(service.services).form_for)
            forms = FormReception(door, commands, inbox.receive, engine.wake)
            reception = Reception(door, inbox.receive, engine.wake, runs.takes_part, home, forms)
            secret = settings.slack_signing_secret
            app = bolt_app(reception, secret.get_secret_value() if secret else "")
            if secret is not None:
                add_slack(application, app)
            if door.installing is not None:
                add_installing(application, door.installing)
            await stack.enter_async_context(_socket_mode(settings, app))
            stack.push_async_callback(door.settle)
        yield


async def _check(door: SlackDoor) -> None:
    """Have the workspaces ready, so that a wrong token is told now and not at the first message."""
    try:
        await door.workspaces.begin()
    except SlackApiError as error:
        raise UserFacingError(
            f"Slack does not take SLACK_BOT_TOKEN ({error.response['error']}); install the app again."
        ) from error
    except (ClientError, TimeoutError) as error:
        raise UserFacingError("Slack cannot be reached; check the network and SLACK_API_URL.") from error


@asynccontextmanager
async def _socket_mode(settings: Settings, app: AsyncApp) -> AsyncIterator[None]:
    """Hold a connection to Slack open, if there is an app-level token."""
    if settings.slack_app_token is None:
        yield
        return
    token = settings.slack_app_token.get_secret_value()
    client = AsyncWebClient(token=token, base_url=settings.slack_api_url or API_URL)
    handler = AsyncSocketModeHandler(app, token, web_client=client)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
