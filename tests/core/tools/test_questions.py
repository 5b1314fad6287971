"""A node can ask a person; the run waits, and goes on with the answer."""

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command
from typing_extensions import TypedDict

from core.contracts import WorkflowInputParameter
from core.tools.questions import ask_person

PARAMETER = WorkflowInputParameter(name="job", description="the job", prompt="Which job?", example="LOAD_GL")


class State(TypedDict):
    job: str


def ask(state: State) -> State:
    assert state["job"] == ""
    return {"job": ask_person(PARAMETER)}


async def test_the_run_waits_with_the_declared_question_and_goes_on_with_the_answer() -> None:
    graph = StateGraph(State)
    graph.add_node("ask", ask)
    graph.add_edge(START, "ask")
    graph.add_edge("ask", END)
    compiled = graph.compile(checkpointer=InMemorySaver())
    waiting = await compiled.ainvoke({"job": ""}, {"configurable": {"thread_id": "1"}})
    (interrupt,) = waiting["__interrupt__"]
    assert WorkflowInputParameter.model_validate(interrupt.value) == PARAMETER
    ended = await compiled.ainvoke(Command(resume="LOAD_GL"), {"configurable": {"thread_id": "1"}})
    assert ended["job"] == "LOAD_GL"
