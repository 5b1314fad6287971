"""What a template writes works as it stands, and says what was wanted of it."""

import ast
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from core.base_workflow import BaseWorkflow, WorkflowMetadata
from core.contracts import WorkflowResponse
from core.devkit import WorkflowTestHarness
from core.devkit.templates import TEMPLATES, SimpleWorkflowTemplate, WorkflowTemplate
from core.errors import UserFacingError
from core.orchestrator.intent import IntentRequest
from core.orchestrator.lexical.router import LexicalRouter
from core.registry.code import SHIPPED, from_folder
from core.runs.run import RunState
from core.workflow_registry import WorkflowRegistry
from tests.house import open_house

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph

ROOT = Path(__file__).parents[3]
TREE = {
    "__init__.py",
    "workflow.py",
    "nodes.py",
    "state.py",
    "config.yaml",
    "README.md",
    "tests/__init__.py",
    "tests/test_workflow.py",
    "examples/input.json",
}
HOSTILE = [
    b"\0\0\0",
    b"\n\n;;;\n",
    b'a,"b\n1,2',
    b"a,b\n" + b"x" * 200_000 + b",1\n",
    b"a,a,\xe2\x80\xae,`\n1,2,3\n1,2,3,4,5\n\n,\n",
    b"a\nnan\ninf\n1e999\n-0\n1_0\n",
    "a;b\n\u0661;\u00b2\n\u0662;\u00b3\n".encode(),
    b"\xff\xfea\0,\0b\0\n",
    b"\xc3\x28,\x81\n1,2\n",
    b'[{"\\ud800": "\\udfff"}, 1, null, [2]]',
    b"[" * 100_000,
    b"{" + b'"a":{' * 50_000,
    b"2026-11-02 04:00 \xf0\x9f\x98\x80 x\n2026-11-02 04:00 INFO \x1b[31m\n",
    b",".join(b"c%d" % number for number in range(3_000)) + b"\n",
]
every_template = pytest.mark.parametrize("pattern", TEMPLATES)


def made(folder: Path, pattern: str) -> Path:
    """The folder of a workflow made from a template; its name is the pattern's with a word behind it."""
    return Path(TEMPLATES[pattern]().scaffold(f"{pattern}_sample", {"folder": folder / "workflows"}))


def loaded(folder: Path) -> BaseWorkflow:
    (workflow,) = from_folder(folder / "workflow.py")
    return workflow


@cache
def worked_out(pattern: str) -> "CompiledGraph":
    """The graph of a workflow made from a template, in a folder that goes away."""
    with TemporaryDirectory() as folder:
        return loaded(made(Path(folder), pattern)).get_compiled_graph()


def test_what_every_template_makes_passes_its_own_tests(tmp_path: Path) -> None:
    for pattern in TEMPLATES:
        made(tmp_path, pattern)
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "workflows"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout


def test_what_they_make_is_written_as_the_field_writes_python(tmp_path: Path) -> None:
    for pattern in TEMPLATES:
        made(tmp_path, pattern)
    rules = ["--select=E,F,I,B,UP,SIM,PL,RUF", "--ignore=PLR2004,PLC0415", "--target-version=py311"]
    for check in (["check", *rules], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *check, "--isolated", "--no-cache", "--line-length=110"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@every_template
def test_the_tree_is_whole_and_leaves_nothing_to_fill_in(tmp_path: Path, pattern: str) -> None:
    folder = made(tmp_path, pattern)
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert files == TREE | {f"examples/{sample}" for sample in TEMPLATES[pattern].samples}
    texts = "\n".join(path.read_text() for path in folder.rglob("*") if path.is_file())
    assert not [mark for mark in ("TODO", "FIXME", "{{", "{%", "NotImplemented") if mark in texts]


@every_template
def test_a_query_alone_is_answered_from_the_sample(tmp_path: Path, pattern: str) -> None:
    folder = made(tmp_path, pattern)
    asked = json.loads((folder / "examples" / "input.json").read_text())
    with WorkflowTestHarness(loaded(folder)) as harness:
        trace = harness.trace_execution(asked)
        response = harness.assert_output_format(trace.result)
    assert response.success
    assert response.answer is not None
    assert "sample" in response.answer.next_steps[-1]
    assert json.loads(json.dumps(trace.result)) == trace.result


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
@every_template
def test_no_file_brings_it_down(tmp_path: Path, pattern: str, content: bytes) -> None:
    graph = worked_out(pattern)
    (tmp_path / "file").write_bytes(content)
    try:
        result = graph.invoke({"query": "", "file": str(tmp_path / "file")})
    except UserFacingError as refused:
        sentence = str(refused)
    else:
        sentence = WorkflowResponse.model_validate(result).model_dump_json()
    assert sentence.encode()


@every_template
def test_tests_and_page_can_be_written_again_from_the_workflow(tmp_path: Path, pattern: str) -> None:
    folder, template = made(tmp_path, pattern), TEMPLATES[pattern]()
    workflow = loaded(folder)
    assert template.generate_tests(workflow) == (folder / "tests" / "test_workflow.py").read_text()
    assert template.generate_docs(workflow) == (folder / "README.md").read_text()


@every_template
def test_config_and_metadata_say_the_same(tmp_path: Path, pattern: str) -> None:
    folder = made(tmp_path, pattern)
    metadata, config = loaded(folder).get_metadata(), yaml.safe_load((folder / "config.yaml").read_text())
    assert (config["name"], config["version"]) == (metadata.name, metadata.version)
    assert config["description"] == metadata.description
    assert config["metadata"] == {"category": metadata.category, "author": metadata.author}
    assert config["parameters"] == [
        {"name": each.name, "type": each.type, "required": each.required} for each in metadata.required_inputs
    ]


async def test_each_is_found_by_its_words_in_the_chat_and_answers_about_a_file(tmp_path: Path) -> None:
    folders = {pattern: made(tmp_path, pattern) for pattern in TEMPLATES}
    async with open_house(tmp_path) as house:
        for pattern, folder in folders.items():
            template = TEMPLATES[pattern]
            sample = folder / "examples" / template.samples[0]
            run = await house.ask(template.example_queries[0], files=(sample,))
            assert run.state is RunState.ANSWERED, house.posts(run)
            answer = house.posts(run)[-1]
            assert sample.name in answer
            assert "bundled sample" not in answer
            alone = await house.ask(f"/dataops {pattern}-sample")
            assert alone.state is RunState.ANSWERED, house.posts(alone)
            assert "bundled sample" in house.posts(alone)[-1]


def test_they_take_no_words_from_each_other_or_from_what_is_shipped(tmp_path: Path) -> None:
    for pattern in TEMPLATES:
        made(tmp_path, pattern)
    registry = WorkflowRegistry((SHIPPED, tmp_path / "workflows"))
    registry.discover_workflows()
    assert registry.problems == []
    known = registry.all_metadata()
    wanted = {query: metadata.name for metadata in known for query in metadata.example_queries}
    router = LexicalRouter()
    for files in (("day.csv",), ()):
        requests = [IntentRequest(text=query, capabilities=known, files=files) for query in wanted]
        routed = {request.text: router.detect(request).workflow for request in requests}
        of_csv = {query: name for query, name in wanted.items() if not files or "CSV" in query}
        assert {query: routed[query] for query in of_csv} == of_csv


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    folder = made(tmp_path, "simple")
    (folder / "workflow.py").write_text("mine\n")
    with pytest.raises(FileExistsError):
        made(tmp_path, "simple")
    assert (folder / "workflow.py").read_text() == "mine\n"


def test_a_failure_leaves_no_half_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_bytes

    def full(path: Path, data: Any) -> int:
        if path.name == "nodes.py":
            raise OSError(28, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        made(tmp_path, "simple")
    assert list((tmp_path / "workflows").iterdir()) == []


LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=200
).filter(str.strip)


@given(description=LINE, category=LINE, author=LINE)
def test_any_line_of_text_comes_out_as_it_was_said(description: str, category: str, author: str) -> None:
    said = {"description": description, "category": category, "author": author}
    files = SimpleWorkflowTemplate().files("any_name", said)
    config = yaml.safe_load(files["config.yaml"])
    assert {"description": config["description"], **config["metadata"]} == said
    tree = ast.parse(files["workflow.py"].decode())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and len(node.keywords) > 5]
    words = next(
        {each.arg: each.value for each in call.keywords}
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "WorkflowMetadata"
    )
    assert {key: ast.literal_eval(words[key]) for key in said} == said


def test_the_classes_have_their_public_names() -> None:
    assert [each.__name__ for each in TEMPLATES.values()] == [
        f"{pattern.capitalize()}WorkflowTemplate" for pattern in TEMPLATES
    ]
    assert all(issubclass(each, WorkflowTemplate) for each in TEMPLATES.values())
    assert list(TEMPLATES) == ["simple", "supervisor", "iterative", "sequential", "parallel", "conditional"]


def test_a_class_is_never_called_workflow_twice(tmp_path: Path) -> None:
    template = SimpleWorkflowTemplate()
    assert b"class MyWorkflow(BaseWorkflow)" in template.files("my_workflow", {})["workflow.py"]
    assert b"class Day2CheckWorkflow(" in template.files("day_2_check", {})["workflow.py"]


def test_what_is_wanted_stands_in_the_metadata(tmp_path: Path) -> None:
    config = {"folder": tmp_path, "description": "Counts it", "category": "sales", "author": "Ada"}
    metadata: WorkflowMetadata = loaded(
        Path(SimpleWorkflowTemplate().scaffold("counts", config))
    ).get_metadata()
    assert (metadata.name, metadata.description) == ("counts", "Counts it")
    assert (metadata.category, metadata.author) == ("sales", "Ada")
