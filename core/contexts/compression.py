"""A context made to fit a budget: by a model where one is there and sound, else by leaving out."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
import structlog

from core.contexts.essentials import ESSENTIAL, REFERENCE, as_json, essentials, references
from core.model.prompt import Prompt, Section, prompt
from core.orchestrator.grounding import is_grounded

Shortener = Callable[[Prompt], str]
"""Asks a model; may raise anything."""

Context = dict[str, Any]

CHARACTERS_PER_TOKEN = 4

SHOWN = 30_000
"""Characters that a model is shown; of a longer context what is left of it within that."""

LEVELS = ((1_000_000, 1_000_000), (800, 50), (400, 20), (200, 8), (80, 3), (0, 0))
"""From nothing but redundancy to all that may go: characters of a text, and latest entries of a list."""

logger = structlog.get_logger()


def compressed(context: Context, max_tokens: int, shortener: Shortener | None = None) -> Context:
    """The context if it fits, else a shorter one that keeps everything essential and says how it was made."""
    budget = max(0, max_tokens) * CHARACTERS_PER_TOKEN
    if len(as_json(context)) <= budget:
        return context
    context = {name: value for name, value in context.items() if name != "compression"}
    by_model = _by_model(context, budget, shortener) if shortener else None
    return by_model or _extracted(context, budget)


def _by_model(context: Context, budget: int, shortener: Shortener) -> Context | None:
    """What a model made of it, if that is sound."""
    shown = _extracted(context, SHOWN)
    del shown["compression"]
    material = as_json(shown)
    limit = Section("budget", f"{budget} characters")
    try:
        said = shortener(prompt("context", [limit, Section("context", material, len(material))]))
        given = orjson.loads(said[said.index("{") : said.rindex("}") + 1])
        shorter = _noted(given, by="model", budget=budget)
        if shorter["compression"]["fits"] and _is_sound(given, shown):
            return shorter
    except Exception as error:  # noqa: BLE001 - whatever a model or its way does, there is a context without it
        logger.warning("context_not_shortened", reason=type(error).__name__)
        return None
    logger.warning("context_not_shortened", reason="unsound")
    return None


def _is_sound(given: Context, shown: Context) -> bool:
    """Whether nothing essential was lost, changed or added, and no new text says what nobody said."""
    texts = set(_texts(shown))
    invented = " ".join(each for each in _texts(given) if each not in texts)
    return (
        essentials(given) == essentials(shown)
        and set(references(given)) == set(references(shown))
        and is_grounded(invented, "\n".join(texts))
    )


def _texts(value: Any) -> Iterator[str]:
    """Every text, name and number in it."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield str(name)
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    else:
        yield str(value)


def _extracted(context: Context, budget: int) -> Context:
    """The least shortened form within the budget; the shortest if none fits."""
    shorter: Context = {}
    for text, entries in LEVELS:
        shorter = _with_references(_shorter(context, text, entries) or {}, references(context))
        shorter = _noted(shorter, by="extraction", budget=budget)
        if shorter["compression"]["fits"]:
            break
    return shorter


def _noted(context: Context, *, by: str, budget: int) -> Context:
    """The context with how it was made, and whether it fits with that."""
    noted = {**context, "compression": {"by": by, "fits": True}}
    return noted if len(as_json(noted)) <= budget else {**context, "compression": {"by": by, "fits": False}}


def _with_references(shorter: Context, wanted: list[str]) -> Context:
    """References that stood in a text which is gone find a place among the others."""
    there = set(references(shorter))
    lost = [each for each in wanted if each not in there]
    known = shorter.get("artifact_refs", [])
    known = known if isinstance(known, list) else [known]
    return {**shorter, "artifact_refs": [*known, *lost]} if lost else shorter


def _shorter(value: Any, text: int, entries: int) -> Any:
    """A value without what is empty or said twice, its texts cut, of its lists the older entries left out.

    What is essential in an older entry stays. None if nothing is left.
    """
    if isinstance(value, dict):
        left = {
            name: each if name in ESSENTIAL else _shorter(each, text, entries) for name, each in value.items()
        }
        return {name: each for name, each in left.items() if each is not None or name in ESSENTIAL} or None
    if isinstance(value, list):
        return _fewer(value, text, entries) or None
    if isinstance(value, str):
        return value if REFERENCE.fullmatch(value) else _cut(value, text) or None
    return value if text else None


def _fewer(values: list[Any], text: int, entries: int) -> list[Any]:
    """The latest entries, and of those before them what is essential; each once."""
    older = max(0, len(values) - entries)
    left = [_shorter(each, text if index >= older else 0, entries) for index, each in enumerate(values)]
    by_content = {as_json(each): each for each in left if each is not None}
    return list(by_content.values())


def _cut(text: str, limit: int) -> str:
    """The beginning of a text; at a limit of 0 nothing is left."""
    return f"{text[: limit - 1].rstrip()}…" if len(text) > limit > 0 else text[:limit]
