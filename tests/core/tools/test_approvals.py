"""A node can demand an approval; it goes on only with one that was given for exactly that."""

from typing import TYPE_CHECKING, Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command
from typing_extensions import TypedDict

from core.chat.approval import Demand
from core.errors import NotApproved, UserFacingError
from core.tools.approvals import require_approval

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

THREAD: "RunnableConfig" = {"configurable": {"thread_id": "1"}}


class State(TypedDict, total=False):
    people: list[str]


def demanding(*, twice: bool = False, **demand: Any) -> Any:
    """A graph that demands an approval, or two in one node."""

    def ask(state: State) -> State:
        people = require_approval(**({"what": "Deploy"} | demand))
        return {"people": [*people, *(require_approval("Tell everybody") if twice else ())]}

    graph = StateGraph(State)
    graph.add_node("ask", ask)
    graph.add_edge(START, "ask")
    graph.add_edge("ask", END)
    return graph.compile(checkpointer=InMemorySaver())


def waiting(graph: Any) -> Demand:
    (interrupt,) = graph.invoke({}, THREAD)["__interrupt__"]
    return Demand.model_validate(interrupt.value["approval"])


def verdict(demand: Demand, decision: str = "approve", *names: str) -> dict[str, Any]:
    people = [f"web:local:{name}" for name in names]
    return {
        "demand": demand.digest,
        "decision": decision,
        "people": people,
        "names": names,
        "within": "3 hours",
    }


def test_the_demand_waits_and_the_node_is_told_who_approved() -> None:
    graph = demanding(details="DROP x", people=2, hours=3)
    demand = waiting(graph)
    assert (demand.what, demand.details, demand.people, demand.hours) == ("Deploy", "DROP x", 2, 3.0)
    assert demand.permission == "workflow.scratch.approve"
    ended = graph.invoke(Command(resume=verdict(demand, "approve", "ann", "ben")), THREAD)
    assert ended["people"] == ["web:local:ann", "web:local:ben"]


@pytest.mark.parametrize(
    ("decision", "names", "sentence", "expired"),
    [
        ("decline", ["a`b [x](y)"], "Not approved: `a'b [x](y)` declined it.", False),
        ("expired", [], "Not approved within 3 hours: nobody decided; ask again", True),
        ("expired", ["ann"], "only `ann` did, of the 2 that it takes", True),
    ],
)
def test_without_enough_approvals_it_ends_with_a_sentence(
    decision: str,
    names: list[str],
    sentence: str,
    expired: bool,  # noqa: FBT001 - a case
) -> None:
    graph = demanding(people=2)
    demand = waiting(graph)
    with pytest.raises(NotApproved) as caught:
        graph.invoke(Command(resume=verdict(demand, decision, *names)), THREAD)
    assert sentence in str(caught.value)
    assert caught.value.expired is expired


@pytest.mark.parametrize(
    "resume", [True, "approve", {"decision": "approve"}, verdict(Demand(what="Other", permission="p"))]
)
def test_what_was_given_for_something_else_does_not_count(resume: Any) -> None:
    graph = demanding()
    waiting(graph)
    with pytest.raises(UserFacingError, match="it was not done"):
        graph.invoke(Command(resume=resume), THREAD)


def test_one_approval_does_not_count_for_the_next_one_of_the_same_node() -> None:
    graph = demanding(twice=True)
    first = waiting(graph)
    (interrupt,) = graph.invoke(Command(resume=verdict(first, "approve", "ann")), THREAD)["__interrupt__"]
    assert interrupt.value["approval"]["what"] == "Tell everybody"
    with pytest.raises(UserFacingError, match="it was not done"):
        graph.invoke(Command(resume=verdict(first, "approve", "ann")), THREAD)


@pytest.mark.parametrize(
    "demand",
    [
        {"what": " "},
        {"what": "x" * 301},
        {"details": "x" * 8_001},
        {"people": 0},
        {"hours": 0},
        {"permission": "workflow.*.approve"},
    ],
)
def test_what_cannot_be_shown_or_met_is_not_asked_for(demand: dict[str, Any]) -> None:
    with pytest.raises(UserFacingError, match="cannot be shown"):
        demanding(**demand).invoke({}, THREAD)


def test_text_that_nothing_can_write_down_is_mended() -> None:
    assert waiting(demanding(what="a\ud800b", details="\udfff")).what == "a?b"
