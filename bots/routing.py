"""``dataops route``: how words would be routed."""

from collections.abc import Iterable

import orjson

from bots.commands.names import NAMES
from core.orchestrator.embedded import open_detector
from core.orchestrator.installed_workflows import open_registry
from core.orchestrator.intent import Intent, IntentRequest
from core.settings import load_settings
from core.telemetry import log_to_stderr


def run_route(lines: Iterable[str], *, as_json: bool) -> int:
    """Print one line for each line of words; the exit code."""
    log_to_stderr()
    settings = load_settings()
    detector = open_detector(settings)
    capabilities = open_registry(settings, NAMES).all_metadata()
    for line in lines:
        request = IntentRequest(text=line.rstrip("\r\n"), capabilities=capabilities, commands=NAMES)
        intent = detector.detect(request)
        print(_as_json(intent) if as_json else _as_text(intent), flush=True)
    return 0


def _as_json(intent: Intent) -> str:
    fields = {"intent", "workflow", "parameters", "score", "runner_up"}
    fields |= {"command", "arguments"} if intent.intent == "command" else set()
    fields |= {"candidates"} if intent.intent == "ask" else set()
    return orjson.dumps(intent.model_dump(mode="json", include=fields)).decode()


def _as_text(intent: Intent) -> str:
    target = intent.workflow or intent.command or ", ".join(intent.candidates)
    found = " ".join(f"{name}={value}" for name, value in intent.parameters.items())
    return " ".join(part for part in (intent.intent, target, found, f"({intent.score:.2f})") if part)
