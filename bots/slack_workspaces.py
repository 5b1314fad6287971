"""Where the Slack door is open: in the workspace of one token, in those that install the app, or in both."""

import re
from dataclasses import dataclass

from adapters.slack.client import API_URL
from adapters.slack.install_page import InstallPages
from adapters.slack.install_states import InstallStates
from adapters.slack.installations import Installations
from adapters.slack.installed_workspaces import InstalledWorkspaces
from adapters.slack.oauth import INSTALL_PATH, REDIRECT_PATH, Installing
from adapters.slack.oauth_client import App, OAuthClient
from adapters.slack.workspace import OneAndOthers, OneWorkspace, Workspaces
from bots.slack_manifest import SCOPES
from core.encryption import open_cipher
from core.errors import UserFacingError
from core.settings import Settings
from core.storage.database import Database

ADDRESS = re.compile(r"https://|http://(127\.0\.0\.1|localhost|\[::1])(:|$)")
"""Where Slack sends browsers with a code: over TLS, or within one machine, to try it out."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The workspaces, and where the app can be installed in more of them, if it can."""

    workspaces: Workspaces
    installing: Installing | None = None


def open_reach(settings: Settings, database: Database) -> Reach | None:
    """Where the door is open; None without settings for it.

    Raises UserFacingError naming every setting that is missing, and for an encryption key that is none.
    """
    token, api_url = settings.slack_bot_token, settings.slack_api_url or API_URL
    if token is None and not installs(settings):
        return None
    missing = missing_settings(settings)
    if missing:
        raise UserFacingError(f"Slack cannot be served; {'; '.join(missing)}.")
    one = None if token is None else OneWorkspace(token.get_secret_value(), api_url)
    if not installs(settings):
        return Reach(one) if one else None
    oauth = open_oauth(settings)
    installed = InstalledWorkspaces(open_installations(settings, database), oauth, api_url)
    pages = InstallPages(public_address(settings) + INSTALL_PATH)
    secure = public_address(settings).startswith("https:")
    installing = Installing(oauth, InstallStates(database), pages, installed.keep, secure=secure)
    return Reach(OneAndOthers(one, installed) if one else installed, installing)


def installs(settings: Settings) -> bool:
    """Whether the app is to be installed by OAuth: one of its client settings is there."""
    return settings.slack_client_id is not None or settings.slack_client_secret is not None


def missing_settings(settings: Settings) -> list[str]:
    """What else has to be set, each with what it is for."""
    heard = settings.slack_signing_secret is not None or settings.slack_app_token is not None
    wanted = {"set SLACK_SIGNING_SECRET (deliveries over HTTP) or SLACK_APP_TOKEN (Socket Mode)": heard}
    if installs(settings):
        wanted |= {
            "set SLACK_CLIENT_ID (of the same app)": settings.slack_client_id is not None,
            "set SLACK_CLIENT_SECRET (of the same app)": settings.slack_client_secret is not None,
            "set DATAOPS_PUBLIC_URL to https://… (Slack sends browsers back to it)": ADDRESS.match(
                public_address(settings)
            )
            is not None,
            "set DATAOPS_ENCRYPTION_KEY (tokens are stored encrypted)": settings.dataops_encryption_key
            is not None,
        }
    return [what for what, there in wanted.items() if not there]


def open_oauth(settings: Settings) -> OAuthClient:
    """Slack's OAuth for the app of these settings."""
    secret = settings.slack_client_secret
    app = App(
        client_id=settings.slack_client_id or "",
        client_secret=secret.get_secret_value() if secret else "",
        redirect_uri=public_address(settings) + REDIRECT_PATH,
        scopes=tuple(SCOPES),
    )
    return OAuthClient(app, settings.slack_api_url or API_URL)


def open_installations(settings: Settings, database: Database) -> Installations:
    """Where the app is installed; raises UserFacingError for an encryption key that is none."""
    key = settings.dataops_encryption_key
    return Installations(database, open_cipher(key.get_secret_value() if key else ""))


def public_address(settings: Settings) -> str:
    """The address under which people reach the service, without a slash at its end; empty if not set."""
    return (settings.dataops_public_url or "").rstrip("/")
