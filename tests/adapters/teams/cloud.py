"""Microsoft's side on this machine."""

from typing import Any

from adapters.teams.file_hosts import FileHosts
from adapters.teams.service_hosts import ServiceHosts
from bots.teams import Cloud

TESTS_ONLY = "http://127.0.0.1:9/emulator"
"""botbuilder wants an address for emulators too; none is asked."""


def cloud_at(metadata_url: str, login_url: str) -> Cloud:
    """Where a fake has its keys and its login service."""
    return Cloud(
        metadata=metadata_url,
        service_hosts=ServiceHosts(hosts=(), loopback=True),
        file_hosts=FileHosts(loopback=True),
        addresses=addresses(metadata_url, login_url),
    )


def addresses(metadata_url: str, login_url: str) -> dict[str, Any]:
    """The same in botbuilder's names."""
    return {
        "to_channel_from_bot_login_url": login_url,
        "to_channel_from_bot_oauth_scope": "https://api.botframework.com",
        "to_bot_from_channel_token_issuer": "https://api.botframework.com",
        "to_bot_from_channel_open_id_metadata_url": metadata_url,
        "to_bot_from_emulator_open_id_metadata_url": TESTS_ONLY,
    }
