"""Routing with the configured model (value), beside words alone (baseline).

It sends the labelled utterances to the model of the settings, within their budgets: BEDROCK_MODEL_ID or
ANTHROPIC_MODEL, and a DATAOPS_HOME in which the tokens are counted. Where it failed, words decided.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from bench.routing import TITLES, WORDS, accuracy
from bench.row import Row
from core.access.audit import AuditLog
from core.access.authorizer import AllowAll
from core.access.gate import Gate
from core.errors import UserFacingError
from core.model.opening import open_model
from core.orchestrator.intent import Intent, IntentDetector, IntentRequest
from core.orchestrator.opening import open_detector
from core.settings import load_settings
from core.storage.database import Database

SETS = ("test", "beyond_words")


class Counted:
    """A detector that counts for how many utterances the words had to decide."""

    def __init__(self, detector: IntentDetector) -> None:
        self._detector = detector
        self.notes: Counter[str] = Counter()

    def detect(self, request: IntentRequest) -> Intent:
        """Return what it finds."""
        intent = self._detector.detect(request)
        self.notes.update([intent.note] if intent.note else [])
        return intent


def run() -> list[Row]:
    """Shares of right answers with the model and by words alone, in percent."""
    with _with_model() as detector:
        rows = [row for name in SETS for row in _shares(name, detector)]
        for note, count in detector.notes.items():
            print(f"{count} utterances: {note}")
    return rows


def _shares(name: str, detector: IntentDetector) -> list[Row]:
    by_words, by_model = accuracy(name, WORDS), accuracy(name, detector)
    whats = ("intent", "intent and inputs")
    return [
        Row(f"{TITLES[name]}: {what}", model * 100, "%", words * 100)
        for what, model, words in zip(whats, by_model, by_words, strict=True)
    ]


@contextmanager
def _with_model() -> Iterator[Counted]:
    settings = load_settings()
    database = Database(settings.dataops_home / "dataops.db")
    try:
        model = open_model(settings, database, Gate(AllowAll(), AuditLog(database)))
        if model is None:
            raise UserFacingError("No model is named; set BEDROCK_MODEL_ID or ANTHROPIC_MODEL.")
        print(f"Model: {model.name}")
        yield Counted(open_detector(model))
    finally:
        database.close()
