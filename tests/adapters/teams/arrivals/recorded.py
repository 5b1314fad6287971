"""Activities in the shapes that Microsoft documents and libraries have recorded, one a file."""

import json
from pathlib import Path
from typing import Any

from adapters.teams.arrivals.arrival import Arrival, arrival
from adapters.teams.file_hosts import FileHosts
from core.chat.thread_ref import ChannelRef

FOLDER = Path(__file__).parent / "payloads"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))

HOSTS = FileHosts()
TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47"
BOT = "28:c9e8c047-2a74-40a2-b28a-b162d5f5327c"
ANN = "7faf8ab2-3d56-4244-b585-20c8a42ed2b8"
TEAM = "19:acca514e83cb497e960e0b014d405336@thread.tacv2"
CHANNEL = ChannelRef(
    platform="teams", tenant=TENANT, channel="19:6decf54d86d945e4b3924b63a9161a78@thread.tacv2"
)
GROUP = ChannelRef(platform="teams", tenant=TENANT, channel="19:d77be72390a1416e9644261e9064fa00@thread.v2")
MESSAGE = "1732210267103"
ROOT = "1611060744833"
CARD = "1732210200000"


def recorded(name: str, /, **changed: Any) -> dict[str, Any]:
    """An activity; what is ``changed`` stands in it, ``sender`` as its ``from``."""
    payload: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    payload.update({"from" if key == "sender" else key: value for key, value in changed.items()})
    return payload


def arrived(name: str, /, **changed: Any) -> Arrival:
    """What an activity is taken for."""
    return arrival(recorded(name, **changed), HOSTS)
