"""Which settings open the Slack door, where, and what is said of those that are missing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from adapters.slack.installed_workspaces import InstalledWorkspaces
from adapters.slack.workspace import OneAndOthers, OneWorkspace
from bots.slack_workspaces import open_reach
from core.errors import UserFacingError
from core.settings import Settings
from core.storage.database import Database

TOKEN: dict[str, Any] = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}
CLIENT: dict[str, Any] = {
    "slack_client_id": "1.2",
    "slack_client_secret": "s",
    "slack_signing_secret": "s",
    "dataops_public_url": "https://dataops.example.com/",
    "dataops_encryption_key": Fernet.generate_key().decode(),
}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "web.db")
    yield opened
    opened.close()


def settings(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)


@pytest.mark.parametrize(
    ("given", "kind", "installing"),
    [
        (TOKEN, OneWorkspace, False),
        (CLIENT, InstalledWorkspaces, True),
        (CLIENT | TOKEN, OneAndOthers, True),
        (CLIENT | {"slack_signing_secret": None, "slack_app_token": "x"}, InstalledWorkspaces, True),
    ],
)
def test_the_settings_say_where_the_door_is_open(
    database: Database,
    given: dict[str, Any],
    kind: type,
    installing: bool,  # noqa: FBT001 - a case
) -> None:
    reach = open_reach(settings(**given), database)
    assert reach is not None
    assert type(reach.workspaces) is kind
    assert (reach.installing is not None) is installing


def test_without_settings_it_stays_closed(database: Database) -> None:
    assert open_reach(settings(), database) is None
    assert open_reach(settings(slack_signing_secret="s"), database) is None


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"slack_bot_token": "x"}, ["SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"]),
        (
            {"slack_client_id": "1.2", "slack_signing_secret": "s"},
            ["SLACK_CLIENT_SECRET", "DATAOPS_PUBLIC_URL", "DATAOPS_ENCRYPTION_KEY"],
        ),
        (CLIENT | {"dataops_public_url": "http://x"}, ["DATAOPS_PUBLIC_URL"]),
        (CLIENT | {"slack_client_id": None}, ["SLACK_CLIENT_ID"]),
        (CLIENT | {"slack_client_secret": None}, ["SLACK_CLIENT_SECRET"]),
        (CLIENT | {"slack_signing_secret": None}, ["SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"]),
        (CLIENT | {"dataops_encryption_key": None}, ["DATAOPS_ENCRYPTION_KEY"]),
        (CLIENT | {"dataops_encryption_key": "correct horse"}, ["DATAOPS_ENCRYPTION_KEY"]),
    ],
)
def test_all_that_is_missing_is_named_in_one_sentence(
    database: Database, given: dict[str, Any], names: list[str]
) -> None:
    with pytest.raises(UserFacingError) as told:
        open_reach(settings(**given), database)
    known = ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"]
    known += ["DATAOPS_PUBLIC_URL", "DATAOPS_ENCRYPTION_KEY"]
    assert [name for name in known if name in str(told.value)] == names
    assert "horse" not in str(told.value)
