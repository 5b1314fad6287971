"""A context becomes shorter; what matters never leaves it."""

import json
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contexts.compression import compressed
from core.contexts.essentials import as_json, essentials, references
from core.model.prompt import Prompt

FILE = "artifact_listing_0123456789abcdef"
OTHER = "artifact_count_fedcba9876543210"

CONTEXT: dict[str, Any] = {
    "orchestrator_state": {
        "asked": [
            {
                "run_id": f"run_{number}",
                "workflow": "line_counter",
                "parameters": {"path": [FILE], "levels": number},
                "source": "From the nightly ledger that was brought along. " * 4,
            }
            for number in range(6)
        ],
        "summary": {"text": f"Ana wants SALES checked, see {OTHER}. " + "It was said at length. " * 80},
        "decisions": ["Keep 3 partitions"],
    },
    "workflow_states": {"line_counter": {"run_id": "run_5", "parameters": {"levels": 5}}},
    "message_ids": [f"message_{number}" for number in range(200)],
}

leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=40), st.sampled_from([FILE, f"see {OTHER}, "])
)
keys = st.sampled_from(["parameters", "decisions", "ids", "artifact_refs", "note", "text", "more"])
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)
contexts = st.dictionaries(keys, values, max_size=5)


@given(contexts, st.integers(0, 120))
def test_essentials_stay_and_the_budget_is_met_or_said_not_to_be(
    context: dict[str, Any], tokens: int
) -> None:
    shorter = compressed(context, tokens)
    assert set(essentials(context)) <= set(essentials(shorter))
    assert set(references(context)) <= set(references(shorter))
    assert len(as_json(shorter)) <= tokens * 4 or shorter["compression"]["fits"] is False
    assert compressed(context, tokens) == shorter


def test_what_fits_stays_as_it_is() -> None:
    assert compressed(CONTEXT, 10_000) == CONTEXT
    assert compressed({}, 1) == {}


def test_of_a_long_context_the_latest_stays_in_detail() -> None:
    shorter = compressed(CONTEXT, 400)
    assert shorter["compression"] == {"by": "extraction", "fits": True}
    asked = shorter["orchestrator_state"]["asked"]
    assert [each["parameters"] for each in asked] == [
        {"path": [FILE], "levels": number} for number in range(6)
    ]
    assert "source" in asked[-1]
    assert "source" not in asked[0]
    assert shorter["message_ids"][-1] == "message_199"
    assert OTHER in as_json(shorter)


def test_a_budget_that_cannot_be_met_is_told() -> None:
    shorter = compressed(CONTEXT, 1)
    assert shorter["compression"] == {"by": "extraction", "fits": False}
    assert set(essentials(CONTEXT)) <= set(essentials(shorter))
    assert OTHER in shorter["artifact_refs"]
    assert "message_ids" not in shorter


def short_form() -> dict[str, Any]:
    shorter = json.loads(json.dumps(CONTEXT))
    for asked in shorter["orchestrator_state"]["asked"]:
        del asked["source"]
    shorter["orchestrator_state"]["summary"]["text"] = f"Ana wants SALES checked, as in {OTHER}."
    del shorter["message_ids"]
    return dict(shorter)


def test_a_sound_answer_of_a_model_is_used() -> None:
    asked: list[Prompt] = []

    def shortener(prompt: Prompt) -> str:
        asked.append(prompt)
        return f"Here it is:\n```json\n{json.dumps(short_form())}\n```"

    assert compressed(CONTEXT, 500, shortener) == short_form() | {
        "compression": {"by": "model", "fits": True}
    }
    assert "2000 characters" in asked[0].human
    assert FILE in asked[0].human


def changed(path: str, value: Any) -> str:
    """The model's answer with something changed in it."""
    given = short_form()
    place: Any = given
    *above, last = path.split("/")
    for name in above:
        place = place[int(name) if isinstance(place, list) else name]
    place[last] = value
    return json.dumps(given)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "I cannot do that.",
        "[1]",
        "{" * 5_000 + "}" * 5_000,
        '{"a":' * 900 + "1" + "}" * 900,
        json.dumps({}),
        changed("orchestrator_state/asked/0/parameters/levels", 9),
        changed("orchestrator_state/asked/0/parameters/levels", 1),
        changed("orchestrator_state/asked/0/parameters/path", []),
        changed("orchestrator_state/decisions", ["Keep 4 partitions"]),
        changed("orchestrator_state/summary/text", "Ana wants SALES checked."),
        changed("orchestrator_state/summary/text", f"Ana wants SALES and COSTS checked, as in {OTHER}."),
        changed("workflow_states", {"other": {"run_id": "run_5", "parameters": {"levels": 5}}}),
        changed("parameters", {"invented": 1}),
        changed("note", string.ascii_lowercase * 200),
    ],
)
def test_an_unsound_answer_of_a_model_is_not_used(said: str) -> None:
    assert compressed(CONTEXT, 500, lambda _: said) == compressed(CONTEXT, 500)


def test_a_model_that_fails_is_not_missed() -> None:
    def shortener(_: Prompt) -> str:
        raise RuntimeError("secret")

    assert compressed(CONTEXT, 500, shortener)["compression"]["by"] == "extraction"


def test_of_a_very_long_context_a_model_is_shown_a_part() -> None:
    long = CONTEXT | {"notes": [f"note {number} " + "x" * 500 for number in range(400)]}
    shown: list[int] = []

    def shortener(prompt: Prompt) -> str:
        shown.append(prompt.characters)
        return ""

    compressed(long, 500, shortener)
    assert 0 < shown[0] < 33_000
