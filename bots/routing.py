"""``dataops route``: how words would be routed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import orjson

from core.access.audit import AuditLog
from core.access.authorizer import AllowAll
from core.access.gate import Gate
from core.command_names import NAMES
from core.model.opening import open_model
from core.orchestrator.installed_workflows import open_registry
from core.orchestrator.intent import Intent, IntentDetector, IntentRequest
from core.orchestrator.opening import open_detector
from core.settings import Settings, load_settings
from core.storage.database import Database
from core.telemetry import log_to_stderr


def run_route(lines: Iterable[str], *, as_json: bool, with_model: bool = False) -> int:
    """Print one line for each line of words; the exit code."""
    log_to_stderr()
    settings = load_settings()
    capabilities = open_registry(settings, NAMES).all_metadata()
    with _detector(settings, with_model=with_model) as detector:
        for line in lines:
            request = IntentRequest(text=line.rstrip("\r\n"), capabilities=capabilities, commands=NAMES)
            intent = detector.detect(request)
            print(_as_json(intent) if as_json else _as_text(intent), flush=True)
    return 0


@contextmanager
def _detector(settings: Settings, *, with_model: bool) -> Iterator[IntentDetector]:
    """Words alone, or the configured model; what it uses counts among the day's tokens of everybody."""
    if not with_model:
        yield open_detector(None)
        return
    database = Database(settings.dataops_home / "dataops.db")
    try:
        yield open_detector(open_model(settings, database, Gate(AllowAll(), AuditLog(database))))
    finally:
        database.close()


def _as_json(intent: Intent) -> str:
    fields = {"intent", "workflow", "parameters", "score", "runner_up"}
    fields |= {"command", "arguments"} if intent.intent == "command" else set()
    fields |= {"candidates"} if intent.intent == "ask" else set()
    fields |= {"note"} if intent.note else set()
    return orjson.dumps(intent.model_dump(mode="json", include=fields)).decode()


def _as_text(intent: Intent) -> str:
    target = intent.workflow or intent.command or ", ".join(intent.candidates)
    found = " ".join(f"{name}={value}" for name, value in intent.parameters.items())
    parts = (intent.intent, target, found, f"({intent.score:.2f})", intent.note)
    return " ".join(part for part in parts if part)
