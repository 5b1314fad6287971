"""``dataops doctor teams``: whether the Teams door can work, tried at Microsoft. No secret is printed."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Collection
from functools import partial

from adapters.teams.arrivals.delivery import PLATFORM
from adapters.teams.graph.client import SCOPE as GRAPH_SCOPE
from adapters.teams.route import PATH
from adapters.teams.signing_keys import KeysUnavailableError, SigningKeys
from bots.teams import PUBLIC, Cloud, credentials
from bots.teams_graph_doctor import rights
from bots.teams_manifest import GUID
from core.access.policy_file import load_policy
from core.chat.thread_ref import ChannelRef
from core.errors import UserFacingError
from core.settings import Settings, load_settings
from core.telemetry import log_to_stderr

SETTINGS = (
    "teams_app_id",
    "teams_app_password",
    "teams_tenant_id",
    "teams_app_type",
    "teams_graph",
    "teams_allow_anonymous_loopback",
    "dataops_policy",
    "dataops_public_url",
)
"""Those that decide how the door works."""

SCOPE = "https://api.botframework.com"

REFUSALS = {
    "7000215": "TEAMS_APP_PASSWORD is wrong; enter the value of the client secret, which is not its id",
    "7000222": "TEAMS_APP_PASSWORD has expired; make a new client secret",
    "700016": "TEAMS_APP_ID is not known in TEAMS_TENANT_ID; check both",
    "90002": "TEAMS_TENANT_ID is not known",
    "900023": "TEAMS_TENANT_ID is no tenant; enter the directory's id",
}
"""Entra's own numbers (learn.microsoft.com/entra/identity-platform/reference-error-codes)."""

PROOF = "whether Azure has this address, only a message proves: write to the bot while the service runs"

_CODE = re.compile(r"AADSTS([0-9]{4,9})")

Check = Callable[[], Awaitable[str]]


def run_teams_doctor(cloud: Cloud = PUBLIC) -> int:
    """Print the settings of the door, then try each part; the exit code is 1 if a part does not work.

    ``cloud`` is where Microsoft's side is.
    """
    log_to_stderr()
    try:
        settings = load_settings()
    except UserFacingError as error:
        print(f"FAIL  {error}")
        return 1
    return asyncio.run(_examine(settings, cloud))


async def _examine(settings: Settings, cloud: Cloud) -> int:
    print("Settings")
    for name in SETTINGS:
        state = "set" if name in settings.model_fields_set else "not set"
        print(f"  {name.upper():<30} {state:<8} {Settings.model_fields[name].description}")
    print("\nParts")
    results = [await _checked(name, check) for name, check in _parts(settings, cloud).items()]
    return 0 if all(results) else 1


def _parts(settings: Settings, cloud: Cloud) -> dict[str, Check]:
    """The checks that these settings ask for, by name. Each says what is so, or raises what is wrong."""
    anonymous = settings.teams_app_id is None and settings.teams_allow_anonymous_loopback
    asked: dict[str, Check] = {"token": partial(_token, settings, cloud)}
    if settings.teams_app_id is not None:
        asked["keys"] = partial(_keys, cloud)
    if settings.teams_graph != "off":
        asked["graph"] = partial(_graph, settings, cloud)
    access: dict[str, Check] = {"access": partial(_access, settings)}
    return ({} if anonymous else asked) | access | {"deliveries": partial(_deliveries, settings)}


async def _checked(name: str, check: Check) -> bool:
    """Try one part and print how it went."""
    try:
        print(f"  ok    {name}: {await check()}")
    except UserFacingError as error:
        reason = str(error)
    except (OSError, KeysUnavailableError):  # those of requests, which msal uses, are OSErrors
        reason = "Microsoft cannot be reached, or does not answer as it should; check the network"
    else:
        return True
    print(f"  FAIL  {name}: {reason}")
    return False


async def _token(settings: Settings, cloud: Cloud) -> str:
    """Ask for a token as the door does, with the same client."""
    app_id = settings.teams_app_id
    if app_id is None:
        raise UserFacingError("TEAMS_APP_ID is not set, so this door stays closed")
    if GUID.fullmatch(app_id) is None:
        raise UserFacingError("TEAMS_APP_ID is no application id; Azure shows it with the bot")
    await _given(settings, cloud, cloud.addresses.get("to_channel_from_bot_oauth_scope", SCOPE))
    return f"Microsoft gives one for {app_id} ({settings.teams_app_type})"


async def _graph(settings: Settings, cloud: Cloud) -> str:
    """Ask for a token for Microsoft Graph as the door does, and for the rights that it tells of."""
    if settings.teams_app_id is None:
        raise UserFacingError("TEAMS_GRAPH needs the rights of an application: set TEAMS_APP_ID")
    return rights(await _given(settings, cloud, GRAPH_SCOPE), writes=settings.teams_graph == "read-write")


async def _given(settings: Settings, cloud: Cloud, scope: str) -> str:
    """A token for a service of Microsoft's; raises UserFacingError, or an OSError of the network."""
    factory = await asyncio.to_thread(credentials, settings)
    asked = (settings.teams_app_id, scope, cloud.login(settings.teams_tenant_id))
    ready = await factory.create_credentials(*asked, validate_authority=True)
    try:
        return str(await asyncio.to_thread(ready.get_access_token))
    except PermissionError as error:
        raise UserFacingError(_refusal(str(error))) from error
    except (ValueError, KeyError) as error:
        raise UserFacingError(_not_given(settings)) from error


def _refusal(said: str) -> str:
    """Why Entra gives no token, by its number; its text could repeat what it was sent."""
    found = _CODE.search(said)
    code = found[1] if found else ""
    return f"{REFUSALS.get(code, 'Entra gives none')} (AADSTS{code})" if code else "Entra gives none"


def _not_given(settings: Settings) -> str:
    """What the client says of an answer that is no token."""
    if settings.teams_app_type == "UserAssignedMSI":
        return "there is no managed identity TEAMS_APP_ID here; it exists on Azure, where it is assigned"
    return "TEAMS_TENANT_ID is not known to Entra"


async def _keys(cloud: Cloud) -> str:
    """Fetch the keys that deliveries are checked with."""
    await SigningKeys(cloud.metadata).find("")
    return "those that Microsoft signs deliveries with can be fetched"


async def _access(settings: Settings) -> str:
    """Whether the policy lets anybody of this tenant do anything."""
    if settings.dataops_policy is None:
        raise UserFacingError("DATAOPS_POLICY is not set, and the demo's policy names nobody in Teams")
    policy, tenant = load_policy(settings.dataops_policy), _tenant(settings)
    people, channels = _count(policy.people, tenant), _count(policy.channels, tenant)
    teams, kinds = _count(policy.groups, tenant), [name for name, binding in policy.defaults if binding]
    if not (people or teams or policy.domains) or not (channels or kinds):
        raise UserFacingError(
            f"the policy names {people} people and {channels} conversations of this tenant, so nobody may "
            f"do anything; name {PLATFORM}:{tenant or 'TENANT'}:OBJECT-ID under people and "
            f"{PLATFORM}:{tenant or 'TENANT'}:19%3A…@thread.tacv2 under channels, or use groups, domains and "
            "defaults"
        )
    named = [*policy.people, *policy.channels, *policy.groups]
    foreign = _count(named, None) - people - channels - teams
    told = [f"{people} people", f"{channels} conversations", f"{teams} teams" if teams else ""]
    told += [f"domains {', '.join(policy.domains)}" if policy.domains else ""]
    told += [f"defaults for {', '.join(kinds)}" if kinds else ""]
    beside = f"; {foreign} of other tenants" if foreign else ""
    return f"{', '.join(filter(None, told))}{beside}"


def _tenant(settings: Settings) -> str | None:
    """The tenant whose people use the bot, where the settings tell."""
    return settings.teams_tenant_id if settings.teams_app_type == "SingleTenant" else None


def _count(references: Collection[str], tenant: str | None) -> int:
    """How many of the people, or of the channels, are of Teams, and of a tenant if one is given."""
    places = [ChannelRef.parse(each) for each in references]
    return sum(place.platform == PLATFORM and tenant in (None, place.tenant) for place in places)


async def _deliveries(settings: Settings) -> str:
    """Where something comes in."""
    if settings.teams_app_id is None:
        if settings.teams_allow_anonymous_loopback:
            return (
                f"anything of this machine, at http://127.0.0.1:PORT{PATH}; nobody is told apart by a token"
            )
        raise UserFacingError("nothing can come in; set TEAMS_APP_ID")
    address = settings.dataops_public_url or ""
    if not address.startswith("https://"):
        raise UserFacingError(
            f"set DATAOPS_PUBLIC_URL to https://HOST: Azure delivers to https://HOST{PATH}, and files that "
            "Teams does not take come as links to it"
        )
    return f"at {address.rstrip('/')}{PATH}, the bot's messaging endpoint in Azure ({PROOF})"
