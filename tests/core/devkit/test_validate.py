"""``dataops-workflow validate``: what is made passes, and what is broken is named with what to do."""

import json
import re
from pathlib import Path

import pytest

from core.devkit.templates import TEMPLATES
from core.devkit.validation.imports import KIT
from tests.core.devkit.kit_command import Kit, kit_in

ROOT = Path(__file__).parents[3]


KEEPS = """import langgraph.checkpoint.memory
        return graph.compile(checkpointer=langgraph.checkpoint.memory.MemorySaver())"""
CALLS = """import socket
try:
    socket.create_connection(('127.0.0.1', 9))
except OSError:
    pass
from core"""


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Kit:
    typed = kit_in(tmp_path, monkeypatch, capfd)
    typed("create", "mine")
    return typed


def change(tmp_path: Path, old: str, new: str, file: str = "workflow.py") -> None:
    """Break the workflow at one place."""
    path = tmp_path / "workflows" / "mine" / file
    text = path.read_text()
    assert re.search(old, text)
    path.write_text(re.sub(old, new, text, count=1))


@pytest.mark.parametrize("pattern", TEMPLATES)
def test_what_every_template_makes_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], pattern: str
) -> None:
    kit = kit_in(tmp_path, monkeypatch, capfd)
    kit("create", "made-here", "--template", pattern)
    labelled = tmp_path / "tests" / "data"
    labelled.mkdir(parents=True)
    (labelled / "routing").symlink_to(ROOT / "tests" / "data" / "routing")
    done = kit("validate", "made-here", "--strict")
    assert done.code == 0, done.out
    assert done.out.endswith("made_here: 0 errors, 0 warnings.\n")


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (("workflow.py", 'name="mine"', 'name="theirs"'), "It is called 'theirs', its folder 'mine'."),
        (
            ("workflow.py", 'name="mine"', 'name="mine", command="help"'),
            "/dataops help is a built-in command.",
        ),
        (("workflow.py", 'name="mine"', 'name="mine", command="parse-jil"'), "jil_parser has the command"),
        (
            ("config.yaml", "version: .*", "version: 2.0.0"),
            "says version: '2.0.0'; get_metadata() says '1.0.0'.",
        ),
        (("config.yaml", "type: file", "type: string"), "says parameters: "),
        (("config.yaml", "name: mine", "name: ["), "config.yaml cannot be read"),
        (("workflow.py", r'name="mine"', 'name="mine", input_schema={"type": "array"}'), "than an object."),
        (
            ("workflow.py", 'name="mine"', 'name="mine", input_schema={"required": ["day"]}'),
            "input_schema requires 'day', which nobody is asked for.",
        ),
        (
            (
                "workflow.py",
                'name="mine"',
                'name="mine", input_schema={"properties": {"file": {"type": "integer"}}}',
            ),
            "input_schema has another type for 'file' than file.",
        ),
        (("workflow.py", r"return graph.compile\(\)", "return graph"), "returns no compiled graph."),
        (
            ("workflow.py", r"graph = StateGraph", "raise KeyError('x')\n        graph = StateGraph"),
            "cannot be built",
        ),
        (
            (
                "workflow.py",
                r"return graph.compile\(\)",
                "self.kept = getattr(self, 'kept', None) or graph.compile()\n        return self.kept",
            ),
            "returns the same graph each time",
        ),
        (
            (
                "workflow.py",
                r"return graph.compile\(\)",
                KEEPS,
            ),
            "The graph has a checkpointer of its own",
        ),
        (
            ("state.py", "query: str", "query: type(print)"),
            "'query' holds builtin_function_or_method, which no",
        ),
        (
            ("nodes.py", "import csv", "import csv\nimport core.storage"),
            "imports core.storage, which is no part",
        ),
        (("nodes.py", "import csv", "import csv\nfrom core import settings"), "imports core.settings, which"),
        (
            ("nodes.py", "from .state import", "import bots.cli\nfrom .state import"),
            "imports bots.cli, which",
        ),
        (
            ("workflow.py", "from core", CALLS),
            "It calls the network while it is imported.",
        ),
        (
            (
                "workflow.py",
                '"How many cells are empty in this CSV[?]"',
                '"Parse JIL dependencies for BATCH_PROCESSING"',
            ),
            "Its own example 'Parse JIL dependencies for BATCH_PROCESSING' ",
        ),
    ],
)
def test_what_breaks_the_contract_is_an_error(
    kit: Kit, tmp_path: Path, broken: tuple[str, str, str], sentence: str
) -> None:
    file, old, new = broken
    change(tmp_path, old, new, file)
    done = kit("validate", "mine")
    assert sentence in done.out
    line = next(each for each in done.out.splitlines() if sentence in each)
    assert line.startswith(("  error: ", "  warning: "))
    assert line.startswith("  error: ") == (done.code == 1)
    assert "\x1b" not in done.out


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (
            ("workflow.py", 'name="mine"', 'name="mine", version="night build"'),
            "is none of a Python package.",
        ),
        (("workflow.py", r"capabilities=\[[^]]*\]", "capabilities=[]"), "It names no capabilities."),
        (("workflow.py", r"example_queries=\[[^]]*\]", "example_queries=[]"), "It has no example queries."),
        (
            ("workflow.py", r'description="Profiles', r'description="\\x1b[31mProfiles'),
            "The description cannot be shown as it is.",
        ),
        (("workflow.py", "from core", "import langgraph\nfrom core"), "Importing it imports langgraph"),
        (
            ("workflow.py", r'"profile", nodes.profile\)', '"profile", lambda state: {})'),
            "The step 'profile' is a",
        ),
    ],
)
def test_warnings_count_where_it_is_strict(
    kit: Kit, tmp_path: Path, broken: tuple[str, str, str], sentence: str
) -> None:
    (tmp_path / "workflows" / "mine" / "config.yaml").unlink()
    file, old, new = broken
    change(tmp_path, old, new, file)
    done = kit("validate", "mine", "--strict")
    assert done.code == 1
    line = next(each for each in done.out.splitlines() if sentence in each)
    assert line.startswith("  warning: ")
    assert "0 errors, 1 warning." in done.out


def test_a_warning_alone_is_no_failure(kit: Kit, tmp_path: Path) -> None:
    change(tmp_path, r"capabilities=\[[^]]*\]", "capabilities=[]")
    assert kit("validate", "mine").code == 0


def test_words_of_somebody_else_are_not_taken(kit: Kit, tmp_path: Path) -> None:
    kit("create", "twin")
    done = kit("validate", "mine")
    assert "of twin now is asked back (" in done.out
    assert kit("validate", "mine", "--strict").code == 1


def test_a_labelled_utterance_that_moves_is_shown(kit: Kit, tmp_path: Path) -> None:
    rows = [
        {"text": "Parse JIL file for BATCH_JOB", "intent": "workflow", "workflow": "jil_parser"},
        {"text": "how many cells are empty in this csv", "intent": "none"},
    ]
    folder = tmp_path / "tests" / "data" / "routing"
    folder.mkdir(parents=True)
    (folder / "own.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    done = kit("validate", "mine", "--strict")
    assert "note: The labelled utterance 'how many cells are empty in this csv' now goes to mine." in done.out
    assert "BATCH_JOB" not in done.out
    assert done.code == 0
    (folder / "own.jsonl").write_text('{"text": 1}\n')
    assert "own.jsonl, line 1, is no labelled utterance" in kit("validate", "mine").err


def test_what_cannot_be_loaded_is_explained(kit: Kit, tmp_path: Path) -> None:
    (tmp_path / "workflows" / "mine" / "workflow.py").write_text("class (")
    done = kit("validate", "mine")
    assert done.code == 1
    assert "workflow.py cannot be loaded: SyntaxError" in done.err


def test_the_public_kit_is_what_the_import_contract_leaves(tmp_path: Path) -> None:
    import tomllib

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    forbidden = next(each for each in contracts if each["source_modules"] == ["workflows"])
    assert not set(KIT) & set(forbidden["forbidden_modules"])
