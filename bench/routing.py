"""Measures the router: accuracy on both halves of the labelled set, and time per utterance.

The time is also given as a ratio to the least a router could do: splitting the text and intersecting its
words with each workflow's words.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from core.contracts import WorkflowMetadata
from core.orchestrator.intent import IntentRequest
from core.orchestrator.router import LexicalRouter
from workflows.jil_parser.workflow import JILParserWorkflow

DATA = Path(__file__).parent.parent / "tests" / "data" / "routing"
COMMANDS = (
    *("help", "capabilities", "workflows", "status", "cancel", "pin", "pins", "unpin"),
    *("artifacts", "files", "whoami", "runs"),
)
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
    """Return the utterances of a half (``tuning`` or ``test``) with their labels."""
    return [orjson.loads(line) for line in (DATA / f"{half}.jsonl").read_bytes().splitlines()]


def request_of(row: dict[str, Any], capabilities: tuple[WorkflowMetadata, ...]) -> IntentRequest:
    """Return what the router is asked for a labelled utterance."""
    return IntentRequest(
        text=row["text"],
        capabilities=capabilities,
        commands=COMMANDS,
        files=tuple(row.get("files", ())),
        last_workflow=row.get("last_workflow"),
    )


def is_right(row: dict[str, Any], capabilities: tuple[WorkflowMetadata, ...]) -> tuple[bool, bool]:
    """Tell whether the intent (with its workflow or command) is right, and whether the inputs are too."""
    found = LexicalRouter().detect(request_of(row, capabilities))
    intent = (found.intent, found.workflow, found.command)
    right = intent == (row["intent"], row.get("workflow"), row.get("command"))
    wanted = row.get("parameters", {})
    return right, right and all(found.parameters.get(name) == value for name, value in wanted.items())


def accuracy(half: str) -> tuple[float, float]:
    """Return the share of right intents, and of right intents with right inputs."""
    capabilities = (JILParserWorkflow().get_metadata(),)
    results = [is_right(row, capabilities) for row in labelled(half)]
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


def _speed(capabilities: tuple[WorkflowMetadata, ...]) -> dict[str, float]:
    texts = [row["text"] for half in ("tuning", "test") for row in labelled(half)]
    texts += [query for metadata in capabilities[:50] for query in metadata.example_queries]
    router = LexicalRouter()
    ours = seconds_each(texts, lambda text: router.detect(IntentRequest(text, capabilities, COMMANDS)))
    least = seconds_each(texts, _baseline(capabilities))
    return {"microseconds": round(ours * 1e6, 1), "ratio_to_set_intersection": round(ours / least, 1)}


def run() -> dict[str, Any]:
    """Return accuracies (0..1), and microseconds per utterance with one workflow and with 500."""
    figures: dict[str, Any] = {}
    for half in ("tuning", "test"):
        intent, inputs = accuracy(half)
        figures[half] = {"utterances": len(labelled(half)), "intent": intent, "intent_and_inputs": inputs}
    figures["one_workflow"] = _speed((JILParserWorkflow().get_metadata(),))
    figures["500_workflows"] = _speed(generated(_MANY))
    return figures


def main() -> None:
    """Print the figures."""
    for name, values in run().items():
        shown = ", ".join(
            f"{k} {v:.3f}" if isinstance(v, float) and v <= 1 else f"{k} {v}" for k, v in values.items()
        )
        print(f"{name}: {shown}")


if __name__ == "__main__":
    main()
