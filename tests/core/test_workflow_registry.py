"""Workflows are found where they stand; broken ones are reported and stop nobody."""

import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from core.errors import UserFacingError
from core.workflow_registry import ENTRY_POINTS, SHIPPED, WorkflowRegistry, described
from tests.sample_workflows import write_greeter

GOOD = """
from core.base_workflow import BaseWorkflow, WorkflowMetadata


class {cls}(BaseWorkflow):
    def get_metadata(self) -> WorkflowMetadata:
        return WorkflowMetadata(
            name="{name}",
            description="Does {name}",
            capabilities=["Can {name}"],
            example_queries=["Do {name}"],
        )

    def get_compiled_graph(self):
        from langgraph.graph import END, START, StateGraph
        from typing_extensions import TypedDict

        graph = StateGraph(TypedDict("State", {{"success": bool}}))
        graph.add_node("work", lambda state: {{"success": True}})
        graph.add_edge(START, "work")
        graph.add_edge("work", END)
        return graph.compile()
"""

BROKEN = {
    "no_syntax": ("class (", "SyntaxError"),
    "leaves": ("import sys\nsys.exit(3)", "SystemExit: 3"),
    "leaves_metadata": (
        GOOD.format(cls="W", name="leaves_metadata").replace("return WorkflowMetadata", "raise SystemExit"),
        "SystemExit",
    ),
    "no_class": ("answer = 42", "derive one from BaseWorkflow"),
    "only_imported": (
        "from workflows.jil_parser.workflow import JILParserWorkflow",
        "derive one from BaseWorkflow",
    ),
    "half_class": (
        "from core.base_workflow import BaseWorkflow\nclass W(BaseWorkflow):\n    pass",
        "derive one from BaseWorkflow",
    ),
    "no_import": ("import there_is_no_such_module", "there_is_no_such_module"),
    "bad_metadata": (GOOD.format(cls="W", name="Bad Name"), "name: String should match pattern"),
    "no_metadata": (
        GOOD.format(cls="W", name="x").replace("return WorkflowMetadata(", "return (lambda **_: None)("),
        "WorkflowMetadata",
    ),
    "raising": (
        GOOD.format(cls="W", name="x").replace("return WorkflowMetadata", "raise RuntimeError"),
        "RuntimeError",
    ),
    "bad-folder": (GOOD.format(cls="W", name="fine"), "letters, digits and underscores"),
    "the_same_name": (GOOD.format(cls="W", name="good"), "called 'good' already"),
}


def add(folder: Path, package: str, source: str) -> Path:
    path = folder / package / "workflow.py"
    path.parent.mkdir(parents=True)
    path.write_text(source, encoding="utf-8")
    return path


def add_good(folder: Path, name: str) -> Path:
    return add(folder, name, GOOD.format(cls="Workflow", name=name))


def discovered(*folders: Path) -> WorkflowRegistry:
    registry = WorkflowRegistry(folders)
    registry.discover_workflows()
    return registry


def test_a_folder_written_at_run_time_is_found_with_no_other_change(tmp_path: Path) -> None:
    registry = discovered(tmp_path)
    assert registry.list_workflows() == []
    add_good(tmp_path, "first")
    registry.discover_workflows()
    add_good(tmp_path, "second")
    graphs = registry.discover_workflows()
    assert registry.problems == []
    assert list(graphs) == registry.list_workflows() == ["first", "second"]
    assert [metadata.description for metadata in registry.all_metadata()] == ["Does first", "Does second"]
    assert registry.get_metadata("second").command == "second"


def test_the_graphs_work_and_are_built_once(tmp_path: Path) -> None:
    add_good(tmp_path, "first")
    registry = WorkflowRegistry([tmp_path])
    graphs = registry.discover_workflows()
    assert graphs["first"].invoke({"success": False}) == {"success": True}
    assert graphs["first"] is registry.get_workflow("first") is registry.get("first")
    assert (len(graphs), "other" in graphs) == (1, False)


@pytest.mark.parametrize("package", BROKEN)
def test_a_broken_workflow_is_reported_with_its_reason_and_stops_nobody(tmp_path: Path, package: str) -> None:
    source, reason = BROKEN[package]
    add_good(tmp_path, "good")
    path = add(tmp_path, package, source)
    add_good(tmp_path, "zzz_last")
    registry = discovered(tmp_path)
    assert registry.list_workflows() == ["good", "zzz_last"]
    assert [problem.source for problem in registry.problems] == [str(path)]
    assert reason in registry.problems[0].reason
    assert "\n" not in registry.problems[0].reason


def test_all_broken_workflows_together_stop_nobody(tmp_path: Path) -> None:
    add_good(tmp_path, "good")
    for package, (source, _) in BROKEN.items():
        add(tmp_path, package, source)
    registry = discovered(tmp_path)
    assert registry.list_workflows() == ["good"]
    assert len(registry.problems) == len(BROKEN)


def test_a_broken_workflow_that_was_corrected_is_found(tmp_path: Path) -> None:
    path = add(tmp_path, "mended", "class (")
    registry = discovered(tmp_path)
    assert len(registry.problems) == 1
    path.write_text(GOOD.format(cls="W", name="mended"), encoding="utf-8")
    registry.discover_workflows()
    assert (registry.list_workflows(), registry.problems) == (["mended"], [])


def test_a_command_that_is_taken_is_refused(tmp_path: Path) -> None:
    add_good(tmp_path, "first")
    add(tmp_path, "second", GOOD.format(cls="W", name="second").replace("capab", 'command="first", capab'))
    registry = discovered(tmp_path)
    assert registry.list_workflows() == ["first"]
    assert "command 'first'" in registry.problems[0].reason


def test_one_module_may_define_several_workflows_and_name_one_twice(tmp_path: Path) -> None:
    source = GOOD.format(cls="First", name="first") + GOOD.format(cls="Second", name="second")
    add(tmp_path, "both", source + "\nWorkflow = Second\n")
    registry = discovered(tmp_path)
    assert (registry.list_workflows(), registry.problems) == (["first", "second"], [])


def test_a_folder_that_is_not_there_is_reported(tmp_path: Path) -> None:
    add_good(tmp_path / "there", "good")
    registry = discovered(tmp_path / "missing", tmp_path / "there")
    assert registry.list_workflows() == ["good"]
    assert [problem.source for problem in registry.problems] == [str(tmp_path / "missing")]
    assert "no folder" in registry.problems[0].reason


def test_a_folder_named_twice_counts_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_good(tmp_path / "mine", "good")
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    registry = discovered(tmp_path / "mine", Path("mine"), tmp_path / "link")
    assert (registry.list_workflows(), registry.problems) == (["good"], [])


def test_modules_beside_a_workflow_are_found_from_any_directory_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = GOOD.format(cls="W", name="late").replace(
        "graph.add_node", "from .words import WORD\n        graph.add_node"
    )
    path = add(Path("relative"), "late", source)
    (path.parent / "words.py").write_text("WORD = 'x'", encoding="utf-8")
    registry = discovered(Path("relative"))
    monkeypatch.chdir("/")
    assert registry.get_workflow("late").invoke({"success": False}) == {"success": True}


def test_an_unknown_workflow_is_told_in_a_sentence(tmp_path: Path) -> None:
    registry = discovered(tmp_path)
    for act in (registry.get_workflow, registry.get_metadata):
        with pytest.raises(UserFacingError, match=r"There is no workflow 'x{64}';"):
            act("x" * 500)
    with pytest.raises(KeyError):
        registry.discover_workflows()["other"]


def test_capabilities_are_told_to_a_model(tmp_path: Path) -> None:
    add_good(tmp_path, "first")
    add_good(tmp_path, "second")
    registry = discovered(tmp_path)
    first = 'first: Does first\n- Can first\nExample: "Do first"'
    assert described(registry.get_metadata("first")) == first
    assert registry.get_capabilities_context() == f"{first}\n\n{first.replace('first', 'second')}"


def test_the_shipped_workflows_are_found_without_a_problem() -> None:
    registry = discovered(SHIPPED)
    assert "jil_parser" in registry.list_workflows()
    assert registry.problems == []


def test_discovering_does_not_import_langgraph(tmp_path: Path) -> None:
    add_good(tmp_path, "first")
    script = (
        "import sys; from pathlib import Path; from core.workflow_registry import SHIPPED, WorkflowRegistry;"
        "registry = WorkflowRegistry((SHIPPED, Path(sys.argv[1])));"
        "print(len(registry.discover_workflows()) >= 2,"
        " [name for name in sys.modules if name.startswith(('langgraph', 'langchain'))])"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True []"


def test_the_module_offers_one_registry_of_everything_shipped_and_installed() -> None:
    script = (
        "from core import workflow_registry as module\n"
        "assert 'jil_parser' in module.WORKFLOW_REGISTRY.list_workflows()\n"
        "assert module.WORKFLOW_REGISTRY is module.WORKFLOW_REGISTRY\n"
        "assert not hasattr(module, 'OTHER')\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, *entries: str) -> None:
    """An installed distribution: a module, and metadata with entry points."""
    (folder / "estate_tools.py").write_text(GOOD.format(cls="W", name="estate"), encoding="utf-8")
    info = folder / "estate_tools-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: estate-tools\nVersion: 1.0\n", encoding="utf-8"
    )
    lines = "\n".join([f"[{ENTRY_POINTS}]", *entries])
    (info / "entry_points.txt").write_text(lines, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "estate_tools", raising=False)


@pytest.mark.parametrize("target", ["estate_tools:W", "estate_tools"])
def test_the_entry_point_of_an_installed_package_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    install(tmp_path, monkeypatch, f"estate = {target}")
    registry = discovered()
    assert "estate" in registry.list_workflows()
    assert registry.problems == []


@pytest.mark.parametrize(
    ("target", "reason"),
    [("estate_tools:Missing", "Missing"), ("not_there", "not_there"), ("estate_tools:__name__", "callable")],
)
def test_a_broken_entry_point_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, reason: str
) -> None:
    install(tmp_path, monkeypatch, f"broken = {target}", "fine = estate_tools:W")
    registry = discovered()
    assert "estate" in registry.list_workflows()
    assert [problem.source for problem in registry.problems] == [f"broken ({target})"]
    assert reason in registry.problems[0].reason
    assert EntryPoint("broken", target, ENTRY_POINTS).name in registry.problems[0].source


def test_a_built_in_command_cannot_be_taken(tmp_path: Path) -> None:
    write_greeter(tmp_path, "help")
    registry = WorkflowRegistry((tmp_path,), reserved=("help",))
    registry.discover_workflows()
    assert registry.list_workflows() == []
    assert "built-in command" in registry.problems[0].reason
