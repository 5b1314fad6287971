"""Routing without a model, beside the most common label (accuracy) and a word count (time).

The word count is the least a router could do: splitting the text and intersecting its words with each
workflow's words.
"""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from bench.row import Row
from core.contracts import WorkflowMetadata
from core.orchestrator.intent import IntentDetector, IntentRequest
from core.orchestrator.lexical.router import LexicalRouter
from workflows.jil_parser.workflow import JILParserWorkflow

DATA = Path(__file__).parent.parent / "tests" / "data" / "routing"
HALVES = ("tuning", "test")
TITLES = {"tuning": "tuning half", "test": "test half", "beyond_words": "beyond words"}
COMMANDS = (
    *("help", "capabilities", "workflows", "status", "cancel", "pin", "pins", "unpin"),
    *("artifacts", "files", "whoami", "runs"),
)
WORDS = LexicalRouter()
_MANY = 500
_NOUNS = (
    "table",
    "column",
    "ledger",
    "invoice",
    "policy",
    "claim",
    "feed",
    "partition",
    "bucket",
    "topic",
    "schema",
    "index",
    "customer",
    "order",
    "payment",
)
_VERBS = (
    "convert",
    "profile",
    "reconcile",
    "compare",
    "validate",
    "archive",
    "mask",
    "sample",
    "merge",
    "refresh",
)


def labelled(half: str) -> list[dict[str, Any]]:
    """Return the utterances of a half (``tuning`` or ``test``), or of ``beyond_words``, with their labels."""
    return [orjson.loads(line) for line in (DATA / f"{half}.jsonl").read_bytes().splitlines()]


def request_of(row: dict[str, Any], capabilities: tuple[WorkflowMetadata, ...]) -> IntentRequest:
    """Return what the router is asked for a labelled utterance."""
    return IntentRequest(
        text=row["text"],
        capabilities=capabilities,
        commands=COMMANDS,
        files=tuple(row.get("files", ())),
        last_workflow=row.get("last_workflow"),
        remembered=row.get("remembered", {}),
    )


def is_right(
    row: dict[str, Any], capabilities: tuple[WorkflowMetadata, ...], detector: IntentDetector = WORDS
) -> tuple[bool, bool]:
    """Tell whether the intent (with its workflow or command) is right, and whether the inputs are too.

    What the thread remembers counts as given, where a message goes on from it: workflows fill it in.
    """
    found = detector.detect(request_of(row, capabilities))
    right = (found.intent, found.workflow, found.command) == _label(row)
    given = row.get("remembered", {}) | found.parameters
    wanted = row.get("parameters", {})
    return right, right and all(given.get(name) == value for name, value in wanted.items())


def _label(row: dict[str, Any]) -> tuple[str, str | None, str | None]:
    return row["intent"], row.get("workflow"), row.get("command")


def accuracy(half: str, detector: IntentDetector = WORDS) -> tuple[float, float]:
    """Return the share of right intents, and of right intents with right inputs."""
    capabilities = (JILParserWorkflow().get_metadata(),)
    results = [is_right(row, capabilities, detector) for row in labelled(half)]
    return sum(right for right, _ in results) / len(results), sum(full for _, full in results) / len(results)


def generated(count: int) -> tuple[WorkflowMetadata, ...]:
    """Return many workflows with words of their own and words they share."""
    return tuple(_workflow(number) for number in range(count))


def _workflow(number: int) -> WorkflowMetadata:
    verb, noun = _VERBS[number % len(_VERBS)], _NOUNS[number % len(_NOUNS)]
    own = f"subject{chr(97 + number % 26)}{chr(97 + number // 26)}"
    return WorkflowMetadata(
        name=f"{verb}_{noun}_{number}",
        description=f"{verb.title()}s the {noun} of {own}",
        capabilities=[f"{verb.title()} a {noun}", f"Report on {own}", f"Find missing {noun} entries"],
        example_queries=[f"{verb.title()} the {noun} of {own} for March", f"Which {noun} of {own} is late?"],
    )


def seconds_each(texts: list[str], work: Callable[[str], object], rounds: int = 5) -> float:
    """Return the best mean time for one text."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        for text in texts:
            work(text)
        best = min(best, time.perf_counter() - start)
    return best / len(texts)


def _baseline(capabilities: tuple[WorkflowMetadata, ...]) -> Callable[[str], object]:
    words = [
        set(" ".join([m.name, m.description, *m.capabilities, *m.example_queries]).lower().split())
        for m in capabilities
    ]

    def intersect(text: str) -> object:
        said = set(text.lower().split())
        return max(len(said & known) for known in words)

    return intersect


def _times(name: str, capabilities: tuple[WorkflowMetadata, ...]) -> Row:
    texts = [row["text"] for half in HALVES for row in labelled(half)]
    texts += [query for metadata in capabilities[:50] for query in metadata.example_queries]
    router = LexicalRouter()
    ours = seconds_each(texts, lambda text: router.detect(IntentRequest(text, capabilities, COMMANDS)))
    least = seconds_each(texts, _baseline(capabilities))
    return Row(f"time per utterance, {name}", ours * 1e6, "µs", least * 1e6)


def _shares(half: str) -> list[Row]:
    """Right intents, and right intents with right inputs, beside always giving the most common label."""
    labels = Counter(_label(row) for row in labelled(half))
    bare = Counter(_label(row) for row in labelled(half) if not row.get("parameters"))
    most_common = labels.most_common(1)[0][0]
    intent, inputs = accuracy(half)
    name, count = f"{TITLES[half]}, {labels.total()} utterances", labels.total()
    return [
        Row(f"{name}: intent", intent * 100, "%", labels[most_common] / count * 100),
        Row(f"{name}: intent and inputs", inputs * 100, "%", bare[most_common] / count * 100),
    ]


def run() -> list[Row]:
    """Shares of right answers on both halves, and microseconds an utterance with 1 and with 500 workflows."""
    return [
        *(row for half in HALVES for row in _shares(half)),
        _times("1 workflow", (JILParserWorkflow().get_metadata(),)),
        _times(f"{_MANY} workflows", generated(_MANY)),
    ]
