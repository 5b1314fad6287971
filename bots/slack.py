"""Slack among the doors: opened where its settings are, and what it takes in goes to the same inbox."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from aiohttp import ClientError, web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from adapters.slack.arrivals.delivery import PLATFORM
from adapters.slack.bolt import bolt_app
from adapters.slack.client import API_URL, once
from adapters.slack.command_views import CommandViews
from adapters.slack.door import SlackDoor
from adapters.slack.form_reception import FormReception
from adapters.slack.home import Home
from adapters.slack.http import add_slack
from adapters.slack.oauth import add_installing
from adapters.slack.reception import Reception
from adapters.slack.refusal import refusal
from bots.command_forms import CommandForms
from bots.desk import open_desk
from bots.overview import Overview
from bots.service import Service
from bots.slack_workspaces import open_reach
from core.errors import UserFacingError
from core.runs.run_store import RunStore
from core.settings import Settings
from core.storage.database import Database

UNREACHABLE = "Slack cannot be reached; check the network and SLACK_API_URL."

CONNECT_SECONDS = 30.0
"""How long the first connection of Socket Mode may take, retries included."""


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
            runs = service.records.runs
            home = Home(door, Overview(service.services, service.records.history, service.access.authorizer))
            commands = CommandViews(door, CommandForms(service.services).form_for)
            desk = open_desk(service)
            door.ways_back.act_of = _act_of(runs)
            door.directory.opens = lambda profile: service.access.book.policy.defaults.of(profile) is not None
            reception = Reception(door, desk, home, FormReception(door, commands, desk))
            secret = settings.slack_signing_secret
            app = bolt_app(reception, secret.get_secret_value() if secret else "")
            if secret is not None:
                add_slack(application, app, secret.get_secret_value())
            if door.installing is not None:
                add_installing(application, door.installing)
            await stack.enter_async_context(_socket_mode(settings, app, door))
            stack.push_async_callback(door.settle)
        yield


async def _check(door: SlackDoor) -> None:
    """Have the workspaces ready, so that a wrong token is told now and not at the first message."""
    try:
        await door.workspaces.begin()
    except SlackApiError as error:
        raise UserFacingError(
            f"Slack does not take SLACK_BOT_TOKEN ({refusal(error)}); install the app again."
        ) from error
    except (ClientError, TimeoutError) as error:
        raise UserFacingError(UNREACHABLE) from error


def _act_of(runs: RunStore) -> Callable[[str], str | None]:
    """How the act is found that a run came from."""

    def act(run_id: str) -> str | None:
        run = runs.get(run_id)
        return run.inbound.act if run is not None else None

    return act


@asynccontextmanager
async def _socket_mode(settings: Settings, app: AsyncApp, door: SlackDoor) -> AsyncIterator[None]:
    """Hold a connection to Slack open, if there is an app-level token."""
    if settings.slack_app_token is None:
        yield
        return
    token = settings.slack_app_token.get_secret_value()
    handler = AsyncSocketModeHandler(app, token, web_client=once(token, settings.slack_api_url or API_URL))
    try:
        await _connect(handler)
        door.connected = handler.client.is_connected
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped


async def _connect(handler: AsyncSocketModeHandler) -> None:
    """Open the first connection. Bolt alone would try for ever, and a wrong token stays wrong."""
    client = handler.client
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            opened = await client.web_client.apps_connections_open(app_token=handler.app_token)
            client.wss_uri = opened["url"]
            await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
    except SlackApiError as error:
        raise UserFacingError(
            f"Slack does not take SLACK_APP_TOKEN ({refusal(error)}); generate one with connections:write in "
            "the app's settings."
        ) from error
    except (ClientError, TimeoutError) as error:
        raise UserFacingError(UNREACHABLE) from error
