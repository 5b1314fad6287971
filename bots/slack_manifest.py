"""``dataops manifest slack``: the Slack app of a deployment, as its admin enters it."""

import re
from typing import Any

import yaml

from adapters.slack.analysis import CALLBACK
from adapters.slack.home import PROMPTS, prompt
from adapters.slack.http import PATH
from adapters.slack.oauth import REDIRECT_PATH
from bots.overview import first_questions
from core.command_names import NAMES
from core.errors import UserFacingError
from core.orchestrator.installed_workflows import open_registry
from core.settings import load_settings

SCOPES = {
    "app_mentions:read": "hear messages that mention the bot",
    "assistant:write": "offer what could be asked in the messages tab",
    "channels:history": "hear replies in public channels it was invited to; find its own lost posts there, "
    "and the files of the thread that a question is asked in",
    "channels:read": "see whether a public channel is shared with another organisation or has guests in it, "
    "where the policy says what channels of a kind allow",
    "chat:write": "post, repaint its progress card, show that it works, tell one person something privately",
    "commands": "take /dataops and the message shortcut",
    "files:read": "read files that people share with their message, before it in its thread, or put into a "
    "form; list those of a channel, to offer them and to find the one that somebody names",
    "files:write": "upload the files of an answer into the thread",
    "groups:history": "the same as channels:history, in private channels it was invited to",
    "groups:read": "the same as channels:read, in private channels it was invited to",
    "im:history": "hear direct messages to it",
    "im:read": "the same as channels:read, in direct messages to it",
    "mpim:history": "the same as channels:history, in group messages it is part of",
    "mpim:read": "the same as channels:read, in group messages it is part of",
    "usergroups:read": "see which user groups somebody is in, where the policy gives roles to groups or "
    "domains",
    "users:read": "ask who it is itself (bots.info) to know its own messages; see whether somebody is a "
    "guest, where the policy goes by groups, domains or kinds of channels",
    "users:read.email": "see the address of whoever speaks to it, where the policy gives roles to groups or "
    "domains",
}
"""What the bot may do in a workspace, and what each is for."""

EVENTS = [
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "team_access_revoked",
    "tokens_revoked",
]

HEAD = "# The Slack app, written by: dataops manifest slack [--url https://HOST]\n"
URL = re.compile(r"https://[^\s/?#@\\]+/?")


def run_slack_manifest(url: str | None) -> int:
    """Print the manifest; the exit code."""
    print(manifest(url), end="")
    return 0


def manifest(url: str | None) -> str:
    """The manifest as YAML: with deliveries to an address, or else with Socket Mode.

    ``url`` is the public address of the deployment (``https://HOST``). Raises UserFacingError for one that
    Slack would not deliver to.
    """
    address = None if url is None else _address(url)
    return HEAD + yaml.safe_dump(_app(address), sort_keys=False, allow_unicode=True, width=110)


def _address(url: str) -> str:
    if URL.fullmatch(url) is None:
        raise UserFacingError(f"Slack cannot deliver to {url!r}; give the public address as https://HOST.")
    return url.rstrip("/")


def _app(address: str | None) -> dict[str, Any]:
    """The app; every kind of delivery goes to the same address."""
    request_url = None if address is None else address + PATH
    back = {} if address is None else {"redirect_urls": [address + REDIRECT_PATH]}
    return {
        "display_information": {
            "name": "DataOps",
            "description": "Ask about your batch estate in a thread, get an answer with files.",
        },
        "features": _features(request_url),
        "oauth_config": back | {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": _to("request_url", request_url) | {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True} | _to("request_url", request_url),
            "org_deploy_enabled": False,
            "socket_mode_enabled": request_url is None,
            "is_hosted": False,
            "token_rotation_enabled": False,
        },
    }


def _features(request_url: str | None) -> dict[str, Any]:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "DataOps", "always_online": True},
        "agent_view": {
            "agent_description": "Answers questions about your batch estate, with files.",
            "suggested_prompts": _prompts(),
        },
        "shortcuts": [
            {
                "name": "Analyse with DataOps",
                "type": "message",
                "callback_id": CALLBACK,
                "description": "Read the files or pasted text of this message, and answer in its thread",
            }
        ],
        "slash_commands": [
            {
                "command": "/dataops",
                **_to("url", request_url),
                "description": "Begin a thread with a command or a question",
                "usage_hint": "help | pins | a question",
                "should_escape": True,
            }
        ],
    }


def _prompts() -> list[dict[str, str]]:
    """What could be asked of the workflows of this deployment."""
    workflows = open_registry(load_settings(), NAMES).all_metadata()
    return [prompt(question) for question in first_questions(workflows)[:PROMPTS]]


def _to(name: str, request_url: str | None) -> dict[str, Any]:
    """The address under its name; Socket Mode has none."""
    return {} if request_url is None else {name: request_url}
