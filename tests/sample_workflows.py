"""Small workflows that tests write into a folder, as somebody who adds one would."""

from pathlib import Path
from textwrap import dedent

COUNTER = """
    from typing import Any
    from typing_extensions import TypedDict

    from core.base_workflow import BaseWorkflow, WorkflowInputParameter, WorkflowMetadata


    class State(TypedDict, total=False):
        input: str
        path: str
        counted: int
        success: bool
        result: str
        artifacts: list[str]


    def count(state: State) -> State:
        from core.tools.progress import report_progress
        from core.tools.workspace import input_path

        _, path = input_path(state["path"][0])
        report_progress("counting")
        return {"counted": len(path.read_text().splitlines())}


    def write(state: State) -> State:
        from core.tools.workspace import save_artifact

        text = f"{state['counted']}\\n"
        saved = save_artifact("count.txt", text, kind="count", created_by="write", parents=state["path"])
        return {"success": True, "result": f"{state['counted']} lines.", "artifacts": [saved]}


    class LineCounter(BaseWorkflow):
        def get_metadata(self) -> WorkflowMetadata:
            return WorkflowMetadata(
                name="line_counter",
                description="Counts the lines of ledger listings",
                capabilities=["Count lines of a listing"],
                example_queries=["Count the lines of this listing"],
                subjects=["listing", "lines"],
                required_inputs=[
                    WorkflowInputParameter(
                        name="path", description="the listing to count", type="file", kind="listing",
                        suffixes=[".lst"], prompt="Which listing should I count?",
                    ),
                ],
            )

        def get_compiled_graph(self) -> Any:
            from langgraph.graph import END, START, StateGraph

            graph = StateGraph(State)
            graph.add_node("count", count)
            graph.add_node("write", write)
            graph.add_edge(START, "count")
            graph.add_edge("count", "write")
            graph.add_edge("write", END)
            return graph.compile()
"""
"""Two steps, a required file, an artifact."""

GREETER = """
    from typing import Any
    from typing_extensions import TypedDict

    from core.base_workflow import BaseWorkflow, WorkflowMetadata


    class State(TypedDict, total=False):
        input: str
        output: str


    def greet(state: State) -> State:
        {body}
        return {{"output": "Partition report for " + state["input"]}}


    class Greeter(BaseWorkflow):
        def get_metadata(self) -> WorkflowMetadata:
            return WorkflowMetadata(
                name="{name}",
                description="Reports partition skew of warehouse tables",
                capabilities=["Report partition skew"],
                example_queries=["Report the partition skew of SALES"],
                subjects=["partition", "skew"],
            )

        def get_compiled_graph(self) -> Any:
            from langgraph.graph import END, START, StateGraph

            graph = StateGraph(State)
            graph.add_node("greet", greet)
            graph.add_edge(START, "greet")
            graph.add_edge("greet", END)
            return graph.compile()
"""
"""One step; ``body`` is a statement that runs first."""


PAIR = """
    from operator import add
    from typing import Annotated, Any
    from typing_extensions import TypedDict

    from core.base_workflow import BaseWorkflow, WorkflowInputParameter, WorkflowMetadata


    class State(TypedDict, total=False):
        input: str
        numbers: Annotated[list[int], add]
        output: str


    def ask(name: str) -> int:
        from core.tools.questions import ask_person

        return ask_person(WorkflowInputParameter(name=name, description="a number", type="integer"))


    def left(state: State) -> State:
        return {"numbers": [ask("left")]}


    def right(state: State) -> State:
        return {"numbers": [ask("right")]}


    def total(state: State) -> State:
        return {"output": str(sum(state["numbers"]))}


    class Pair(BaseWorkflow):
        def get_metadata(self) -> WorkflowMetadata:
            return WorkflowMetadata(name="pair_report", description="Adds two numbers that people give")

        def get_compiled_graph(self) -> Any:
            from langgraph.graph import END, START, StateGraph

            graph = StateGraph(State)
            for node in (left, right, total):
                graph.add_node(node.__name__, node)
            graph.add_edge(START, "left")
            graph.add_edge(START, "right")
            graph.add_edge(["left", "right"], "total")
            graph.add_edge("total", END)
            return graph.compile()
"""
"""Two nodes side by side, each with a question."""


WRITER = """
    from typing import Any
    from typing_extensions import TypedDict

    from core.base_workflow import BaseWorkflow, WorkflowMetadata


    class State(TypedDict, total=False):
        input: str
        success: bool
        result: str
        answer: dict[str, Any]


    def write(state: State) -> State:
        from langchain_core.language_models import GenericFakeChatModel

        from core.tools.answer_stream import stream_answer

        text = ""
        for part in {parts}:
            model = GenericFakeChatModel(messages=iter([part]))
            for chunk in model.stream(state["input"]):
                stream_answer(chunk.text)
                text += chunk.text
            {pause}
        {then}
        answer = {{
            "finding": "The ledger is sound.", "details": text, "numbers": {{"Entries": 1204}},
            "next_steps": ["Ask for the totals"],
        }}
        return {{"success": True, "result": text, "answer": answer}}


    class LedgerWriter(BaseWorkflow):
        def get_metadata(self) -> WorkflowMetadata:
            return WorkflowMetadata(
                name="ledger_writer",
                description="Writes an essay about a ledger",
                capabilities=["Write an essay about a ledger"],
                example_queries=["Write an essay about the ledger"],
                subjects=["essay", "ledger"],
            )

        def get_compiled_graph(self) -> Any:
            from langgraph.graph import END, START, StateGraph

            graph = StateGraph(State)
            graph.add_node("write", write)
            graph.add_edge(START, "write")
            graph.add_edge("write", END)
            return graph.compile()
"""
"""One step, whose answer a chat model writes in parts; ``pause`` runs after each, ``then`` after the last."""


MAPPER = """
    from typing import Any
    from typing_extensions import TypedDict

    from core.base_workflow import BaseWorkflow, WorkflowMetadata


    class State(TypedDict, total=False):
        input: str
        success: bool
        result: str
        artifacts: list[str]
        answer: dict[str, Any]


    def draw(state: State) -> State:
        from core.tools.drawing import Edge, Graph, Node, draw_svg, to_png
        from core.tools.workspace import save_artifact

        nodes = [Node(str(number), f"DEPOT_{{number}}", "depot") for number in range({depots})]
        roads = [Edge(str(number), str(number + 1), "road") for number in range({depots} - 1)]
        svg = draw_svg(Graph(nodes, roads, "Depots"))
        files = {{"map.svg": svg, "map.png": to_png(svg, {pixels})}}
        saved = [
            save_artifact(name, content, kind="map", created_by="draw", parents=[])
            for name, content in files.items()
        ]
        answer = {{"finding": "The roads lead to one depot.", "picture": saved[-1]}}
        return {{"success": True, "result": "drawn", "artifacts": saved, "answer": answer}}


    class RoadMapper(BaseWorkflow):
        def get_metadata(self) -> WorkflowMetadata:
            return WorkflowMetadata(name="road_mapper", description="Draws the roads between depots")

        def get_compiled_graph(self) -> Any:
            from langgraph.graph import END, START, StateGraph

            graph = StateGraph(State)
            graph.add_node("draw", draw)
            graph.add_edge(START, "draw")
            graph.add_edge("draw", END)
            return graph.compile()
"""
"""One step, which draws so many depots in a row; its answer names the picture, of so many pixels at most."""


def write_mapper(folder: Path, depots: int, pixels: int = 4_000) -> Path:
    """Write the workflow that draws into a workflows folder."""
    return _write(folder, "road_mapper", MAPPER.format(depots=depots, pixels=pixels))


def write_writer(folder: Path, *parts: str, pause: str = "pass", then: str = "pass") -> Path:
    """Write the workflow that streams its answer into a workflows folder."""
    return _write(folder, "ledger_writer", WRITER.format(parts=parts, pause=pause, then=then))


def write_pair(folder: Path) -> Path:
    """Write the workflow with two questions into a workflows folder."""
    return _write(folder, "pair_report", PAIR)


def write_counter(folder: Path) -> Path:
    """Write the line counter into a workflows folder."""
    return _write(folder, "line_counter", COUNTER)


def write_asking_counter(folder: Path) -> Path:
    """Write the line counter that asks before it opens its file."""
    opens = "        _, path = input_path"
    question = asking().rpartition("; ")[0]
    return _write(
        folder, "line_counter", COUNTER.replace(opens, f"        {question}; ask_person(sure)\n{opens}")
    )


def write_greeter(folder: Path, name: str = "partition_skew", body: str = "pass") -> Path:
    """Write the one-step workflow into a workflows folder."""
    return _write(folder, name, GREETER.format(name=name, body=body))


def gate(path: Path) -> str:
    """A statement for the one-step workflow: wait until the test makes this file."""
    wait = f"[threading.Event().wait(0.02) for _ in iter(lambda: os.path.exists({str(path)!r}), True)]"
    return f"import os, threading; {wait}"


def asking(kind: str = "boolean") -> str:
    """Statements for the one-step workflow: ask the person and answer with what they said."""
    statements = (
        "from core.base_workflow import WorkflowInputParameter as Parameter",
        "from core.tools.questions import ask_person",
        f"sure = Parameter(name='sure', description='it', type={kind!r}, prompt='Are you sure?')",
        "state['input'] = str(ask_person(sure))",
    )
    return "; ".join(statements)


DEPLOYER = """
    from typing import Any
    from typing_extensions import TypedDict

    from core.base_workflow import BaseWorkflow, WorkflowMetadata


    class State(TypedDict, total=False):
        input: str
        people: list[str]
        output: str


    def ask(state: State) -> State:
        from core.tools.approvals import require_approval

        return {{"people": list(require_approval({what!r}, details={details!r}, {conditions}))}}


    def deploy(state: State) -> State:
        with open({done!r}, "a") as stream:
            stream.write("deployed\\n")
        return {{"output": "Deployed; approved by " + ", ".join(state["people"])}}


    class Deployer(BaseWorkflow):
        def get_metadata(self) -> WorkflowMetadata:
            return WorkflowMetadata(name="deployer", description="Deploys the ledger tables")

        def get_compiled_graph(self) -> Any:
            from langgraph.graph import END, START, StateGraph

            graph = StateGraph(State)
            for node in (ask, deploy):
                graph.add_node(node.__name__, node)
            graph.add_edge(START, "ask")
            graph.add_edge("ask", "deploy")
            graph.add_edge("deploy", END)
            return graph.compile()
"""
"""Does something only after an approval; ``done`` gets a line each time that it is done."""


def write_deployer(
    folder: Path, done: Path, what: str = "Deploy 12 tables", details: str = "", conditions: str = "people=1"
) -> Path:
    """Write the workflow that demands an approval into a workflows folder; ``conditions`` are its terms."""
    source = DEPLOYER.format(what=what, details=details, conditions=conditions, done=str(done))
    return _write(folder, "deployer", source)


def _write(folder: Path, name: str, source: str) -> Path:
    package = folder / name
    package.mkdir(parents=True)
    (package / "workflow.py").write_text(dedent(source), encoding="utf-8")
    return package
