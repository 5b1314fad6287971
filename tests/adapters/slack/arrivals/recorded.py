"""Payloads in the shapes that Slack documents and libraries have recorded, one a file."""

import json
from pathlib import Path
from typing import Any

from adapters.slack.arrivals.arrival import Arrival, arrival
from adapters.slack.arrivals.identity import Identity
from core.chat.thread_ref import ChannelRef

FOLDER = Path(__file__).parent / "payloads"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))

TEAM = "T024BE7LD"
BOT = Identity(user="U0LAN0Z89", bot="B0LAN2Q65", app="A0MDYCDME")
CHANNEL = ChannelRef(platform="slack", tenant=TEAM, channel="C024BE91L")
TS = "1724966800.923979"


def recorded(name: str, **changed: Any) -> dict[str, Any]:
    """A payload; what is ``changed`` stands in the event, or at the top where there is none."""
    payload: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    payload.get("event", payload).update(changed)
    return payload


def arrived(name: str, **changed: Any) -> Arrival:
    """What a payload is taken for."""
    return arrival(recorded(name, **changed), BOT)
