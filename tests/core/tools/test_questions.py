"""A node can ask a person; the run waits, and goes on with the answer."""

from typing import TYPE_CHECKING, Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command
from typing_extensions import TypedDict

from core.contracts import WorkflowInputParameter
from core.tools.questions import ask_person

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.graph.state import CompiledStateGraph

JOB = WorkflowInputParameter(name="job", description="the job", prompt="Which job?", example="LOAD_GL")


FILE = WorkflowInputParameter(name="export", description="the export", type="file", kind="jil")


class State(TypedDict):
    answer: Any


def asking(parameter: WorkflowInputParameter) -> "CompiledStateGraph[State, None, State, State]":
    def ask(state: State) -> State:
        assert state["answer"] is None
        return {"answer": ask_person(parameter)}

    graph = StateGraph(State)
    graph.add_node("ask", ask)
    graph.add_edge(START, "ask")
    graph.add_edge("ask", END)
    return graph.compile(checkpointer=InMemorySaver())


@pytest.mark.parametrize(
    ("parameter", "reply", "answer"),
    [
        (JOB, "LOAD_GL", "LOAD_GL"),
        (FILE, {"files": [{"artifact_id": "artifact_jil_1", "name": "a.jil"}]}, ["artifact_jil_1"]),
    ],
)
async def test_the_run_waits_with_the_declared_question_and_goes_on_with_the_answer(
    parameter: WorkflowInputParameter, reply: Any, answer: Any
) -> None:
    graph = asking(parameter)
    thread: RunnableConfig = {"configurable": {"thread_id": "1"}}
    waiting = await graph.ainvoke({"answer": None}, thread)
    (interrupt,) = waiting["__interrupt__"]
    assert WorkflowInputParameter.model_validate(interrupt.value["parameter"]) == parameter
    ended = await graph.ainvoke(Command(resume=reply), thread)
    assert ended["answer"] == answer
