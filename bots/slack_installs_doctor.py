"""What ``dataops doctor slack`` looks at where the app is installed in several workspaces."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from slack_sdk.errors import SlackApiError

from adapters.slack.client import API_URL, once
from adapters.slack.grant import Grant
from adapters.slack.installations import Installations, Unreadable
from adapters.slack.oauth import INSTALL_PATH
from adapters.slack.refusal import refusal
from bots.doors import WEB_DATABASE
from bots.slack_policy import opened
from bots.slack_workspaces import missing_settings, open_installations, open_oauth, public_address
from core.access.policy import Policy
from core.access.policy_file import load_policy
from core.errors import UserFacingError
from core.settings import Settings
from core.storage.database import Database

Found = TypeVar("Found")


async def check_installing(settings: Settings) -> str:
    """Whether people can install the app: every setting for it, and a client that Slack knows.

    A code that Slack never gave is refused as such only where the client's id and secret are right.
    """
    missing = missing_settings(settings)
    if missing:
        raise UserFacingError("; ".join(missing))
    await asyncio.to_thread(_look, settings, Installations.tenants)
    try:
        await open_oauth(settings).grant("dataops-doctor")
    except SlackApiError as error:
        if refusal(error) != "invalid_code":
            raise
    return f"Slack knows the client; people install it at {public_address(settings)}{INSTALL_PATH}"


async def check_workspaces(settings: Settings) -> str:
    """Whether the bot can work in each workspace that it is installed in. Nothing is renewed."""
    tenants = await asyncio.to_thread(_look, settings, Installations.tenants)
    policy = None if settings.dataops_policy is None else load_policy(settings.dataops_policy)
    examined = [await _examined(settings, policy, tenant) for tenant in tenants]
    problems = [problem for _, problem in examined if problem]
    if problems:
        raise UserFacingError("; ".join(problems))
    return ", ".join(name for name, _ in examined) or "none has installed it yet"


async def _examined(settings: Settings, policy: Policy | None, tenant: str) -> tuple[str, str]:
    """The name of a workspace, and what is wrong there."""
    try:
        grant = await asyncio.to_thread(_look, settings, lambda installations: installations.find(tenant))
    except Unreadable as error:
        return tenant, str(error)
    if grant is None:
        return tenant, ""  # removed a moment ago
    name = f"{grant.name} ({tenant})"
    problem = await _token(settings, grant) or _access(policy, tenant)
    return name, f"{name}: {problem}" if problem else ""


async def _token(settings: Settings, grant: Grant) -> str:
    """What is wrong with a token; one that has ended and can be renewed is renewed when it is next used."""
    if grant.over(time.time()) and grant.refresh_token is not None:
        return ""
    try:
        await once(grant.token, settings.slack_api_url or API_URL).auth_test()
    except SlackApiError as error:
        return f"Slack says {refusal(error)}; install it there again"
    return ""


def _access(policy: Policy | None, tenant: str) -> str:
    found = opened(policy or Policy(), tenant)
    if found.to_somebody:
        return ""
    named = f"{found.people} people and {found.channels} channels"
    return f"the policy names {named} there, so nobody may do anything"


def _look(settings: Settings, look: Callable[[Installations], Found]) -> Found:
    """What is found among the stored installations."""
    database = Database(settings.dataops_home / WEB_DATABASE)
    try:
        return look(open_installations(settings, database))
    finally:
        database.close()
