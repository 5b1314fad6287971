"""The manifest of the Teams app of a deployment."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson

from adapters.teams.graph.rights import RESOURCE_SPECIFIC
from core.chat.plain_text import printable
from core.command_names import NAMES
from core.contracts import WorkflowMetadata
from core.errors import UserFacingError
from core.orchestrator.installed_workflows import open_registry
from core.settings import load_settings

SCHEMA = "1.21"
"""Of the manifest: the first one that takes titles of commands longer than 32 characters."""

PREVIEW = "devPreview"
"""Of the manifest with a slash menu, which Microsoft offers in its public developer preview."""

VERSION = "1.0.0"
"""Of the app; in the place of an installed one, Teams takes a package only with a higher version."""

ANALYSE = "analyse"
"""The message action's id; whatever a message action is called, the door takes it as this one."""

NO_HOST = "https://example.com"
"""Stands for an address that is not known: a manifest needs one."""

WORDS = {
    "help": "What you can say here",
    "new": "Begin a new conversation in this chat",
    "pins": "What is pinned here",
    "artifacts": "The files of this conversation",
    "status": "What is running in this conversation",
    "cancel": "Stop what is running in this conversation",
}
"""The built-in words that Teams offers; the others can be typed."""

ABOUT_PLACE = tuple(word for word in WORDS if word != "help")
"""Words about the place where they are said; what comes from the slash menu is taken in another one."""

MOST_COMMANDS = 10
"""In a list, by this version of the schema; later ones take twelve."""

LONGEST_DESCRIPTION = 128
"""The schema takes 4,000 characters, which no list shows: ours, and that of earlier versions."""

GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
NUMBERS = re.compile(r"(0|[1-9][0-9]{0,8})(\.(0|[1-9][0-9]{0,8})){2}")


@dataclass(frozen=True, slots=True)
class TeamsApp:
    """The app of one deployment.

    ``app_id`` is the bot's application id (a GUID), ``version`` three numbers with dots, ``address`` the
    public one of the deployment without a slash at its end. ``reads_channels``: it asks for consent to read
    the messages of each team and chat that it is added to. ``slash_commands``: it offers the workflows behind
    ``/`` too. Raises UserFacingError for what Teams would not take.
    """

    app_id: str
    version: str = VERSION
    address: str = NO_HOST
    reads_channels: bool = False
    slash_commands: bool = False

    def __post_init__(self) -> None:
        if GUID.fullmatch(self.app_id) is None:
            raise UserFacingError(
                f"{printable(self.app_id)!r} is no application id; Azure shows it with the bot, as "
                "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx."
            )
        if NUMBERS.fullmatch(self.version) is None:
            raise UserFacingError(
                f"{printable(self.version)!r} is no version that Teams takes; write three numbers, as 1.0.1."
            )


def manifest(app: TeamsApp) -> bytes:
    """The manifest as JSON."""
    return orjson.dumps(_app(app), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _app(app: TeamsApp) -> dict[str, Any]:
    app_id, address = app.app_id.lower(), app.address
    return {
        **_schema(app),
        "version": app.version,
        "id": app_id,
        "developer": _developer(address),
        "name": {"short": "DataOps", "full": "DataOps Agent"},
        "description": {
            "short": "Ask about your batch estate in a thread, get an answer with files.",
            "full": (
                "Mention DataOps in a channel or group chat, or write to it alone, and ask about your batch "
                "estate. It answers in the thread with the finding first, then numbers, pictures and files, "
                "and asks back where something is missing. Your company's policy decides what you may do."
            ),
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#0B5CAD",
        "bots": [_bot(app)],
        "composeExtensions": [{"botId": app_id, "commands": [_message_action()]}],
        "validDomains": [] if address == NO_HOST else [urlsplit(address).netloc],
        **(_consent(app_id) if app.reads_channels else {}),
    }


def _schema(app: TeamsApp) -> dict[str, str]:
    name, version = ("vDevPreview", PREVIEW) if app.slash_commands else (f"v{SCHEMA}", SCHEMA)
    address = f"https://developer.microsoft.com/json-schemas/teams/{name}/MicrosoftTeams.schema.json"
    return {"$schema": address, "manifestVersion": version}


def _consent(app_id: str) -> dict[str, Any]:
    """What whoever adds the app consents to, for that team or chat alone.

    ``resource`` means nothing here, but Teams wants one (learn.microsoft.com, "Test resource-specific
    consent").
    """
    asked = [{"name": each, "type": "Application"} for each in RESOURCE_SPECIFIC]
    return {
        "webApplicationInfo": {"id": app_id, "resource": "https://RscBasedStoreApp"},
        "authorization": {"permissions": {"resourceSpecific": asked}},
    }


def _developer(address: str) -> dict[str, str]:
    """Who is behind it: whoever runs this deployment."""
    return {
        "name": "DataOps Agent",
        "websiteUrl": address,
        "privacyUrl": address,
        "termsOfUseUrl": address,
    }


def _bot(app: TeamsApp) -> dict[str, Any]:
    """The bot with its text commands, and with a slash menu if it is to have one.

    https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/agent-slash-commands
    """
    workflows = open_registry(load_settings(), NAMES).all_metadata()
    menu = [_menu(workflows)] if app.slash_commands else []
    return {
        "botId": app.app_id.lower(),
        "scopes": ["personal", "team", "groupChat"],
        "supportsFiles": True,
        "isNotificationOnly": False,
        "commandLists": [*_typed(workflows), *menu],
        **({"supportsTargetedMessages": True} if menu else {}),
    }


def _typed(workflows: Sequence[WorkflowMetadata]) -> list[dict[str, Any]]:
    """What is offered when the bot is mentioned; a channel has threads, so nobody begins anew there."""
    chats, channels = _commands(workflows), _commands(workflows, without=("new",))
    return [
        {"scopes": ["personal", "groupChat"], "commands": chats},
        {"scopes": ["team"], "commands": channels},
    ]


def _menu(workflows: Sequence[WorkflowMetadata]) -> dict[str, Any]:
    """What is offered where somebody types ``/``; in a personal chat Teams has no such menu for bots."""
    commands = _commands(workflows, without=ABOUT_PLACE)
    return {"scopes": ["team", "groupChat"], "triggers": ["slash"], "commands": commands}


def _commands(workflows: Sequence[WorkflowMetadata], without: Sequence[str] = ()) -> list[dict[str, str]]:
    """Help and the workflows come first; what does not fit can be typed."""
    known = {each.command: each.description for each in workflows}
    offered = {"help": WORDS["help"]} | known | WORDS
    return [
        {"title": f"/dataops {word}", "description": _line(said)}
        for word, said in offered.items()
        if word not in without
    ][:MOST_COMMANDS]


def _line(text: str) -> str:
    """One line that Teams takes."""
    line = " ".join(printable(text).split())
    return line if len(line) <= LONGEST_DESCRIPTION else f"{line[: LONGEST_DESCRIPTION - 1]}…"


def _message_action() -> dict[str, Any]:
    """Without parameters and without a dialog of ours, Teams sends it at once."""
    return {
        "id": ANALYSE,
        "type": "action",
        "title": "Analyse with DataOps",
        "description": "Read the pasted text of this message, and answer in its thread",
        "context": ["message"],
        "fetchTask": False,
    }
