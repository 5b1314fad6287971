"""``dataops-workflow create``: a folder that works, or a sentence that says what to type."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.devkit.project import Project
from core.devkit.templates import TEMPLATES
from core.devkit.workflow_name import normalised, workflow_name
from core.errors import UserFacingError
from tests.core.devkit.kit_command import Kit, kit_in


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Kit:
    return kit_in(tmp_path, monkeypatch, capfd)


@pytest.mark.parametrize("arguments", [("my-workflow",), ("my_workflow",), ("--name", "My Workflow")])
def test_a_name_is_taken_in_every_form(kit: Kit, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = kit("create", *arguments)
    assert done.code == 0, done.err
    assert Project(tmp_path / "workflows").load("my-workflow").get_metadata().command == "my-workflow"


def test_it_says_what_to_type_next_and_that_works(kit: Kit, tmp_path: Path) -> None:
    said = kit("create", "orders-check").out
    assert "from the template simple" in said
    assert '\n  DATAOPS_WORKFLOWS=workflows dataops ask "/dataops orders-check" --file workflows/' in said
    lines = [line.split() for line in said.splitlines() if line.startswith("  dataops-workflow ")]
    assert [line[1] for line in lines] == ["test", "test", "validate"]
    tried = kit(*lines[1][1:])
    assert tried.code == 0, tried.err
    assert '"success": true' in tried.out


@pytest.mark.parametrize("pattern", TEMPLATES)
def test_every_template_can_be_chosen(kit: Kit, tmp_path: Path, pattern: str) -> None:
    done = kit("create", "my-flow", "--template", pattern, "--description", "Does it", "--category", "sales")
    assert f"from the template {pattern}" in done.out
    metadata = Project(tmp_path / "workflows").load("my_flow").get_metadata()
    assert (metadata.description, metadata.category) == ("Does it", "sales")


def test_the_personal_file_gives_template_and_author(kit: Kit, tmp_path: Path) -> None:
    (tmp_path / ".dataops").mkdir()
    file = tmp_path / ".dataops" / "config.yaml"
    file.write_text("defaults: {template: iterative, author: Ada}\naws: {region: eu-west-1}\n")
    assert "from the template iterative" in kit("create", "mine").out
    assert Project(tmp_path / "workflows").load("mine").get_metadata().author == "Ada"
    assert "from the template simple" in kit("create", "plain", "--template", "simple").out
    file.write_text("defaults: {template: baroque}\n")
    assert "there are: simple, supervisor" in kit("create", "other").err
    for broken in ("defaults: [", "defaults: {author: [1]}", "defaults: text"):
        file.write_text(broken)
        assert "correct its part 'defaults'" in kit("create", "other").err
    assert not (tmp_path / "workflows" / "other").exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "is no name"),
        ("../out", "is no name"),
        ("a/b", "is no name"),
        ("1st", "is no name"),
        ("ümlaut", "is no name"),
        ("ends-", "is no name"),
        ("a" * 65, "is no name"),
        ("bad\x1b[31m\u202e", "is no name"),
        ("class", "a word of Python itself"),
        ("chains", "The folder of chains is called so"),
        ("json", "a word of Python itself"),
        ("yaml", "package called 'yaml' is installed"),
        ("help", "'/dataops help' is a built-in command"),
        ("jil-parser", "has the command /dataops parse-jil already"),
        ("parse-jil", "has the command /dataops parse-jil already"),
    ],
)
def test_a_name_that_cannot_be_is_refused(kit: Kit, tmp_path: Path, name: str, sentence: str) -> None:
    done = kit("create", "--name", name)
    assert done.code == 1
    assert sentence in done.err
    assert "as in: " in done.err or "use another name" in done.err
    assert "\x1b" not in done.err
    assert not (tmp_path / "workflows").exists()


def test_what_is_there_is_never_written_over(kit: Kit, tmp_path: Path) -> None:
    kit("create", "mine")
    file = tmp_path / "workflows" / "mine" / "nodes.py"
    file.write_text("edited = True\n")
    done = kit("create", "Mine", "--template", "parallel")
    assert done.code == 1
    assert "is there already; use another name, or try that one with: dataops-workflow test mine" in done.err
    assert file.read_text() == "edited = True\n"


def test_a_command_of_another_workflow_here_is_taken(kit: Kit, tmp_path: Path) -> None:
    kit("create", "first")
    file = tmp_path / "workflows" / "first" / "workflow.py"
    file.write_text(file.read_text().replace('name="first",', 'name="first",\n            command="second",'))
    (tmp_path / "workflows" / "first").rename(tmp_path / "workflows" / "renamed")
    assert "The workflow first has the command /dataops second already" in kit("create", "second").err


def test_a_second_one_of_a_template_is_told_to_say_something_else(kit: Kit) -> None:
    assert "example_queries" not in kit("create", "first").out
    assert "Change example_queries in workflow.py: first has the same ones." in kit("create", "second").out


@pytest.mark.parametrize("text", [" ", "two\nlines", "right\u202eleft", "x" * 201])
def test_a_description_is_one_line_that_can_be_seen(kit: Kit, tmp_path: Path, text: str) -> None:
    done = kit("create", "mine", "--description", text)
    assert done.code == 1
    assert "--description has to be one line" in done.err
    assert not (tmp_path / "workflows").exists()


def test_a_folder_that_cannot_be_written_is_named(kit: Kit, tmp_path: Path) -> None:
    (tmp_path / "workflows").write_text("a file")
    assert "workflows/mine cannot be written" in kit("create", "mine").err


def test_usage_is_explained(kit: Kit) -> None:
    assert "dataops-workflow create my-workflow" in kit("create").err
    assert kit("create", "one", "--name", "two").code == 2
    assert "'simple', 'supervisor'" in kit("create", "one", "--template", "baroque").err


def said_of(text: str) -> tuple[str, str]:
    """The name that a text gives, or why it gives none."""
    try:
        return workflow_name(text), ""
    except UserFacingError as error:
        return "", str(error)


@given(st.text(max_size=80) | st.from_regex(r"[a-zA-Z0-9 _-]{0,20}"))
def test_a_name_is_refused_with_a_line_or_fits_everywhere(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)
    name, refused = said_of(text)
    assert refused.isprintable()
    assert bool(name) != bool(refused)
    if name:
        assert name.isidentifier()
        assert name.isascii()
        assert workflow_name(name) == name == workflow_name(name.replace("_", "-"))


@given(st.from_regex(r"[a-z][a-z0-9]{0,8}([ _-][a-z0-9]{1,8}){1,4}", fullmatch=True))
def test_ordinary_names_are_taken(text: str) -> None:
    assert workflow_name(text) == text.replace("-", "_").replace(" ", "_")
