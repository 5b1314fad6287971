"""What the decorators add to nodes: on functions and methods, with and without ``async``, in any order."""

import asyncio
import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import permutations
from typing import Annotated, Any

import pytest
from langchain_core.runnables import RunnableConfig
from structlog.testing import capture_logs
from typing_extensions import TypedDict

from core import node_cache
from core.artifact import ArtifactType
from core.decorators import (
    merge_artifacts,
    with_artifacts,
    with_caching,
    with_error_recovery,
    with_session_context,
    with_telemetry,
)
from core.errors import StoreUnavailable, UserFacingError
from core.node_cache import NodeCache
from core.tools.s3_problems import S3UnreachableError
from core.tools.workspace import Workspace, current_workspace, working_in

ALL: dict[str, Callable[..., Any]] = {
    "session": with_session_context,
    "artifacts": with_artifacts,
    "debug artifacts": with_artifacts(ArtifactType.DEBUG),
    "recovery": with_error_recovery,
    "caching": with_caching,
    "telemetry": with_telemetry,
}


@pytest.fixture(autouse=True)
def workspace(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Workspace]:
    """A run of its own for each test; nobody waits between attempts."""
    monkeypatch.setattr("core.decorators.FIRST_PAUSE", 0.0)
    own = replace(
        current_workspace(),
        session_id=f"session_{abs(hash(request.node.nodeid))}",
        run_id=f"run_{abs(hash(request.node.nodeid))}",
        workflow_name="ledger_reader",
        context={"remembered": {"job": "LOAD_GL"}},
    )
    with working_in(own):
        yield own


class State(TypedDict, total=False):
    input: str
    output: str
    config_seen: bool
    artifacts: Annotated[list[str], merge_artifacts]


def made(kind: str, decorate: Callable[[Any], Any], calls: list[Any]) -> Any:
    """A node of this kind that notes its state, fails once with what may pass, and answers then."""

    def work(state: Any, config: RunnableConfig) -> dict[str, Any]:
        calls.append(state)
        if len(calls) == 1:
            raise S3UnreachableError
        return {"output": state["input"].upper(), "config_seen": "metadata" in config}

    def function(state: State, config: RunnableConfig) -> dict[str, Any]:
        """What it does."""
        return work(state, config)

    async def coroutine(state: State, config: RunnableConfig) -> dict[str, Any]:
        """What it does."""
        await asyncio.sleep(0)
        return work(state, config)

    class Owner:
        @decorate
        def method(self, state: State, config: RunnableConfig) -> dict[str, Any]:
            """What it does."""
            return work(state, config)

        @decorate
        async def awaited(self, state: State, config: RunnableConfig) -> dict[str, Any]:
            """What it does."""
            await asyncio.sleep(0)
            return work(state, config)

    kinds = {
        "function": lambda: decorate(function),
        "coroutine": lambda: decorate(coroutine),
        "method": lambda: Owner().method,
        "awaited": lambda: Owner().awaited,
    }
    return kinds[kind]()


def run(node: Any, state: dict[str, Any]) -> dict[str, Any]:
    """Run a node as LangGraph does, as the service does it."""
    from langgraph.graph import END, START, StateGraph

    graph: Any = StateGraph(State)
    graph.add_node("node", node)
    graph.add_edge(START, "node")
    graph.add_edge("node", END)
    compiled = graph.compile()
    if inspect.iscoroutinefunction(node):
        return dict(asyncio.run(compiled.ainvoke(state)))
    return dict(compiled.invoke(state))


@pytest.mark.parametrize("kind", ["function", "coroutine", "method", "awaited"])
@pytest.mark.parametrize(("outer", "inner"), list(permutations(ALL, 2)))
def test_every_pair_in_every_order_does_the_work_of_both(
    kind: str, outer: str, inner: str, workspace: Workspace
) -> None:
    calls: list[Any] = []
    node = made(kind, lambda plain: ALL[outer](ALL[inner](plain)), calls)
    assert list(inspect.signature(node).parameters) == ["state", "config"]
    assert (node.__name__, node.__doc__) == (made(kind, lambda plain: plain, []).__name__, "What it does.")
    both = {outer, inner}
    with capture_logs() as logs:
        if "recovery" not in both:
            with pytest.raises(S3UnreachableError):
                run(node, {"input": "x"})
        results = [run(node, {"input": "x"}) for _ in range(2)]
    assert all(result["output"] == "X" and result["config_seen"] for result in results)
    assert len(calls) == (2 if "caching" in both else 3)
    if "session" in both:
        assert calls[-1]["session_id"] == workspace.session_id
    if both & {"artifacts", "debug artifacts"}:
        kinds = {workspace.artifacts.get_artifact(each).artifact_type for each in results[0]["artifacts"]}
        assert kinds <= {ArtifactType.RESULT, ArtifactType.DEBUG}
        assert results[0]["artifacts"] == results[1]["artifacts"]
    if "telemetry" in both:
        assert "node_finished" in [log["event"] for log in logs]


def test_all_of_them_together_as_the_documents_show() -> None:
    class Documented:
        @with_session_context
        @with_artifacts
        @with_error_recovery
        @with_telemetry
        def first(self, state: dict[str, Any]) -> dict[str, Any]:
            return {"output": state["session_id"]}

        @with_artifacts(ArtifactType.RESULT)
        @with_session_context
        def second(self, state: dict[str, Any]) -> dict[str, Any]:
            return {"output": state["session_id"]}

    for node in (Documented().first, Documented().second):
        result = node({"input": "x"})
        assert result["output"] == current_workspace().session_id
        assert len(result["artifacts"]) == 1


def test_a_state_given_by_name_and_static_and_class_methods_work() -> None:
    class Owner:
        @staticmethod
        @with_session_context
        def static(state: dict[str, Any]) -> dict[str, Any]:
            return {"output": state["run_id"]}

        @classmethod
        @with_session_context
        def of_class(cls, state: dict[str, Any]) -> dict[str, Any]:
            return {"output": state["run_id"]}

    for node in (Owner.static, Owner().static, Owner.of_class):
        assert node(state={})["output"] == node({})["output"] == current_workspace().run_id


def test_what_takes_no_state_is_no_node() -> None:
    with pytest.raises(TypeError, match="takes no state"):

        @with_telemetry
        def nothing() -> None: ...


def test_session_context_wins_over_made_up_ids_and_gives_what_the_thread_remembers() -> None:
    @with_session_context
    def node(state: dict[str, Any]) -> dict[str, Any]:
        return state

    given = {"session_id": "session_of_somebody_else"}
    result = node(given)
    assert result["session_id"] == current_workspace().session_id
    assert result["workflow_name"] == "ledger_reader"
    assert result["context"] == {"remembered": {"job": "LOAD_GL"}}
    assert node({"context": {"own": 1}})["context"] == {"own": 1}
    assert given == {"session_id": "session_of_somebody_else"}


def test_session_context_needs_a_mapping() -> None:
    @with_session_context
    def node(state: Any) -> Any:
        return state

    with pytest.raises(TypeError, match="needs a mapping"):
        node(["x"])


def contents(result: dict[str, Any]) -> dict[str, Any]:
    """What a node has saved, by name."""
    store = current_workspace().artifacts
    return {store.get_artifact(i).name: store.get_artifact_content(i) for i in result["artifacts"]}


def test_an_update_is_saved_whole_and_stays_in_the_state() -> None:
    @with_artifacts
    def summarise(_state: dict[str, Any]) -> dict[str, Any]:
        return {"output": {"rows": 5, "rate": float("nan"), "name": "ä\u202e"}}

    result = summarise({})
    assert result["output"]["rows"] == 5
    assert contents(result) == {"summarise.json": {"output": {"rows": 5, "rate": None, "name": "ä\u202e"}}}


def test_files_by_name_become_ids_and_leave_the_state() -> None:
    @with_artifacts
    def write(_state: dict[str, Any]) -> dict[str, Any]:
        return {"success": True, "artifacts": {"report.md": "# Rows", "rows.json": {"rows": 5}}}

    result = write({})
    assert contents(result) == {"report.md": "# Rows", "rows.json": {"rows": 5}}
    assert all(isinstance(each, str) for each in result["artifacts"])


def test_a_type_is_kept() -> None:
    @with_artifacts(ArtifactType.INTERMEDIATE)
    def write(_state: dict[str, Any]) -> dict[str, Any]:
        return {"output": 1}

    (saved,) = write({})["artifacts"]
    assert current_workspace().artifacts.get_artifact(saved).artifact_type is ArtifactType.INTERMEDIATE


def test_earlier_ids_stay_in_front_and_are_not_repeated() -> None:
    @with_artifacts
    def write(state: dict[str, Any]) -> dict[str, Any]:
        return {"output": 1, "artifacts": [*state["artifacts"], "artifact_own"]}

    result = write({"artifacts": ["artifact_first"]})
    assert result["artifacts"][:2] == ["artifact_first", "artifact_own"]
    assert len(result["artifacts"]) == 3


def test_a_node_that_runs_again_saves_the_next_version_of_the_same() -> None:
    @with_artifacts
    def write(state: dict[str, Any]) -> dict[str, Any]:
        return {"output": state["input"]}

    first, second = write({"input": "a"}), write({"input": "b"})
    assert first["artifacts"] == second["artifacts"]
    assert contents(second) == {"write.json": {"output": "b"}}


@pytest.mark.parametrize("update", [None, "a command"])
def test_where_there_is_no_update_nothing_is_saved(update: Any) -> None:
    @with_artifacts
    def go(_state: dict[str, Any]) -> Any:
        return update

    assert go({}) is update


@pytest.mark.parametrize(
    ("error", "attempts"),
    [
        (S3UnreachableError(), 3),
        (StoreUnavailable("later"), 3),
        (ConnectionError("reset"), 3),
        (TimeoutError("slow"), 3),
        (UserFacingError("Say it otherwise."), 1),
        (ValueError("a mistake"), 1),
        (AssertionError("a test"), 1),
    ],
)
def test_only_what_may_pass_is_tried_again(error: Exception, attempts: int) -> None:
    calls = []

    @with_error_recovery
    def node(state: dict[str, Any]) -> dict[str, Any]:
        calls.append(state)
        raise error

    with pytest.raises(type(error)):
        node({})
    assert len(calls) == attempts


def test_pauses_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("core.decorators.FIRST_PAUSE", 0.5)
    monkeypatch.setattr("core.node_calls.time.sleep", pauses.append)

    @with_error_recovery
    def node(_state: dict[str, Any]) -> dict[str, Any]:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        node({})
    assert pauses == [0.5, 1.0]


@pytest.mark.parametrize("decorate", ALL.values(), ids=list(ALL))
def test_a_question_to_a_person_passes_through_and_is_asked_once(decorate: Callable[..., Any]) -> None:
    from langgraph.checkpoint.memory import InMemorySaver
    from langgraph.graph import END, START, StateGraph
    from langgraph.types import Command, interrupt

    calls = []

    @decorate
    def node(state: State) -> dict[str, Any]:
        calls.append(state)
        return {"output": interrupt("sure?")}

    graph: Any = StateGraph(State)
    graph.add_node("node", node)
    graph.add_edge(START, "node")
    graph.add_edge("node", END)
    compiled = graph.compile(checkpointer=InMemorySaver())
    config = {"configurable": {"thread_id": "1"}}
    with capture_logs() as logs:
        assert compiled.invoke({"input": "x"}, config)["__interrupt__"][0].value == "sure?"
        assert compiled.invoke(Command(resume="yes"), config)["output"] == "yes"
    assert len(calls) == 2
    assert not [log for log in logs if log["event"] == "node_failed"]


def cached(calls: list[Any]) -> Any:
    @with_caching
    def node(state: Any) -> dict[str, Any]:
        calls.append(state)
        return {"rows": [len(calls)]}

    return node


def test_the_same_state_is_answered_once_and_nobody_changes_what_is_kept() -> None:
    calls: list[Any] = []
    node = cached(calls)
    for _ in range(2):  # what was made, and what was kept of it
        node({"input": "x", "run_id": "1"})["rows"].append("spoiled")
    assert node({"run_id": "2", "input": "x", "context": {"new": 1}}) == {"rows": [1]}
    assert node({"input": "y"}) == {"rows": [2]}
    assert len(calls) == 2


def test_nothing_is_given_to_another_session(workspace: Workspace) -> None:
    node = cached([])
    node({"input": "x"})
    with working_in(replace(workspace, session_id="session_other")):
        assert node({"input": "x"}) == {"rows": [2]}


def test_methods_of_two_objects_share_nothing() -> None:
    class Counter:
        def __init__(self, step: int) -> None:
            self.step = step

        @with_caching
        def node(self, _state: dict[str, Any]) -> dict[str, Any]:
            return {"output": self.step}

    assert [Counter(step).node({"input": "x"})["output"] for step in (1, 2, 3)] == [1, 2, 3]


def test_what_cannot_be_compared_or_copied_is_made_anew() -> None:
    calls: list[Any] = []
    node = cached(calls)
    for state in ({"input": object()}, ["x"], {"input": float, 5: 1}):
        node(state)
        node(state)
    assert len(calls) == 6

    @with_caching
    def uncopied(state: Any) -> Any:
        calls.append(state)
        return (each for each in "ab")

    assert [list(uncopied({})) for _ in range(2)] == [["a", "b"], ["a", "b"]]


def test_a_failure_is_not_kept() -> None:
    calls: list[Any] = []

    @with_caching
    def node(state: Any) -> dict[str, Any]:
        calls.append(state)
        raise ValueError("broken")

    for _ in range(2):
        with pytest.raises(ValueError, match="broken"):
            node({})
    assert len(calls) == 2


def test_what_is_kept_ends_with_its_time_and_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    cache = NodeCache(lambda: now[0])
    keys = [cache.key(None, "session", {"input": number}) for number in range(node_cache.KEPT + 1)]
    for key in keys:
        cache.keep(key, "x")
    assert cache.get(keys[0]) is None
    assert cache.get(keys[-1]) is not None
    now[0] = node_cache.KEPT_SECONDS
    assert cache.get(keys[-1]) is None


def test_telemetry_says_how_long_it_took_and_nothing_of_what_it_was_about() -> None:
    @with_telemetry
    def node(state: dict[str, Any]) -> dict[str, Any]:
        if state["input"] == "secret":
            raise ValueError("a secret")
        return {"output": "a secret"}

    with capture_logs() as logs:
        node({"input": "x"})
        with pytest.raises(ValueError, match="a secret"):
            node({"input": "secret"})
    finished, failed = logs
    assert (finished["event"], finished["node"], finished["workflow"]) == (
        "node_finished",
        "node",
        "ledger_reader",
    )
    assert finished["seconds"] >= 0
    assert (failed["event"], failed["error"]) == ("node_failed", "ValueError")
    assert "secret" not in str(logs)
