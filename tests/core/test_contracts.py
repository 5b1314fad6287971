"""What a workflow may declare, what a reply may be, and the response of the documentation."""

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.contracts import Answer, WorkflowInputParameter, WorkflowMetadata, WorkflowResponse

DOCUMENTED: dict[str, Any] = {
    "success": True,
    "result": {
        "dependencies": [
            {"job": "upstream_1", "type": "condition"},
            {"job": "downstream_2", "type": "box"},
        ],
        "lineage_depth": 3,
    },
    "metadata": {
        "workflow_name": "jil_parser",
        "execution_time": 12.5,
        "iterations": 2,
        "files_analyzed": 5,
    },
    "artifacts": ["artifact_jil_deps_abc123", "artifact_lineage_map_def456"],
    "errors": None,
}


def parameter(**fields: Any) -> WorkflowInputParameter:
    return WorkflowInputParameter(**{"name": "job", "description": "the job to look at"} | fields)


def metadata(**fields: Any) -> WorkflowMetadata:
    return WorkflowMetadata(**{"name": "jil_parser", "description": "Reads JIL"} | fields)


def test_the_documented_response_conforms_and_stays_as_it_is() -> None:
    response = WorkflowResponse.model_validate(DOCUMENTED)
    assert response.model_dump(exclude={"answer"}) == DOCUMENTED
    assert WorkflowResponse.model_validate_json(response.model_dump_json()) == response


@pytest.mark.parametrize("missing", ["success", "result", "metadata"])
def test_a_response_without_a_required_field_is_refused(missing: str) -> None:
    with pytest.raises(ValidationError):
        WorkflowResponse.model_validate({k: v for k, v in DOCUMENTED.items() if k != missing})


@pytest.mark.parametrize("finding", ["", " \n"])
def test_an_answer_has_a_finding(finding: str) -> None:
    with pytest.raises(ValidationError):
        Answer(finding=finding)


def test_the_command_is_the_name_in_kebab_case() -> None:
    assert metadata().command == "jil-parser"
    assert metadata(command="parse-jil").command == "parse-jil"


@pytest.mark.parametrize("name", ["", "Jil", "jil-parser", "../jil", "jil parser", "1jil", "jil\n", "a" * 65])
def test_a_name_outside_the_alphabet_is_refused_everywhere(name: str) -> None:
    with pytest.raises(ValidationError):
        metadata(name=name)
    with pytest.raises(ValidationError):
        parameter(name=name)
    with pytest.raises(ValidationError):
        parameter(type="file", kind=name)


@pytest.mark.parametrize("command", ["Parse", "parse_jil", "parse jil", "parse-jil\n", "/parse"])
def test_a_command_is_kebab_case(command: str) -> None:
    with pytest.raises(ValidationError):
        metadata(command=command)


def test_two_inputs_of_one_name_are_refused() -> None:
    with pytest.raises(ValidationError, match="same name"):
        metadata(required_inputs=[parameter(), parameter()])


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"type": "file"}, "needs a kind"),
        ({"type": "choice"}, "needs choices"),
        ({"pattern": "("}, "pattern"),
        ({"content": "["}, "content"),
        ({"sort": "string"}, "extra"),
    ],
)
def test_a_declaration_that_could_never_be_filled_is_refused(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        parameter(**fields)


def test_the_file_input_is_found() -> None:
    file = parameter(name="export", type="file", kind="jil")
    assert metadata(required_inputs=[parameter(), file]).file_parameter() == file
    assert metadata(required_inputs=[parameter()]).file_parameter() is None


@pytest.mark.parametrize("prompt", ["", "  "])
def test_a_question_is_made_from_the_description_when_there_is_no_prompt(prompt: str) -> None:
    assert parameter(prompt=prompt, description="the job.").question == (
        "I need one more thing: the job. What should I use?"
    )
    assert parameter(prompt="Which job?").question == "Which job?"


@pytest.mark.parametrize(
    ("fields", "text", "value"),
    [
        ({}, "  LOAD_GL ", "LOAD_GL"),
        ({"pattern": "[A-Z_]+"}, "LOAD_GL", "LOAD_GL"),
        ({"type": "integer"}, "-12", -12),
        ({"type": "number"}, "2.50", 2.5),
        ({"type": "boolean"}, "Yes", True),
        ({"type": "boolean"}, "0", False),
        ({"type": "choice", "choices": {"up": ["Upstream"], "down": []}}, "UPSTREAM", "up"),
        ({"type": "choice", "choices": {"up": ["Upstream"], "down": []}}, "Down", "down"),
        ({"type": "file", "kind": "jil", "suffixes": [".JIL"]}, "nightly.jil", "nightly.jil"),
        ({"type": "file", "kind": "jil"}, "nightly", "nightly"),
    ],
)
def test_a_reply_is_read_as_its_type(fields: dict[str, Any], text: str, value: Any) -> None:
    read = parameter(**fields).read(text)
    assert (type(read), read) == (type(value), value)


@pytest.mark.parametrize(
    ("fields", "text", "sentence"),
    [
        ({}, " ", "'' is not the job to look at."),
        ({"example": "LOAD_GL"}, "", "'' is not the job to look at; for example: LOAD_GL."),
        ({"pattern": "[A-Z_]+"}, "LOAD_GL now", "'LOAD_GL now' is not the job to look at."),
        ({"type": "integer"}, "two", "'two' is not a whole number; write one like 3."),
        ({"type": "integer"}, "9" * 5000, f"'{'9' * 60}' is not a whole number; write one like 3."),
        ({"type": "number"}, "nan", "'nan' is not a number; write one like 2.5."),
        ({"type": "number"}, "1e999", "'1e999' is not a number; write one like 2.5."),
        ({"type": "boolean"}, "maybe", "Please answer yes or no."),
        ({"type": "choice", "choices": {"up": [], "down": []}}, "left", "Please choose one of: up, down."),
        (
            {"type": "file", "kind": "jil", "suffixes": [".jil"], "description": "the export"},
            "/etc/passwd",
            "I need the export; attach the file.",
        ),
    ],
)
def test_a_reply_that_is_no_value_is_explained(fields: dict[str, Any], text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as failure:
        parameter(**fields).read(text)
    assert str(failure.value) == sentence


EVERY_TYPE: list[WorkflowInputParameter] = [
    parameter(),
    parameter(pattern=r"[A-Z]{2,8}"),
    parameter(type="integer"),
    parameter(type="number"),
    parameter(type="boolean"),
    parameter(type="choice", choices={"up": ["upstream"], "down": []}),
    parameter(type="file", kind="jil", suffixes=[".jil"]),
]


@given(st.sampled_from(EVERY_TYPE), st.text())
def test_any_reply_is_a_value_of_the_type_or_a_sentence(wanted: WorkflowInputParameter, text: str) -> None:
    types = {"integer": int, "number": float, "boolean": bool}
    try:
        value = wanted.read(text)
    except ValueError as error:
        sentence = str(error)
    else:
        sentence = "."
        assert isinstance(value, types.get(wanted.type, str))
        assert value == value  # noqa: PLR0124 - a number that is not equal to itself is no number
        assert wanted.type != "choice" or value in wanted.choices
    assert sentence.endswith(".")
    assert len(sentence) < 200


@given(st.integers(-(10**17), 10**17))
def test_whole_numbers_round_trip(number: int) -> None:
    assert parameter(type="integer").read(str(number)) == number


@given(st.floats(-1e15, 1e15).map(lambda value: round(value, 6)))
def test_decimal_numbers_round_trip(number: float) -> None:
    assert parameter(type="number").read(f"{number:.6f}") == number


@pytest.mark.parametrize(
    ("name", "head", "taken"),
    [
        ("nightly.JIL", b"", True),
        ("nightly.txt", b"\n insert_job: A  job_type: c\n", True),
        ("nightly.txt", "insert_job: A".encode("utf-16"), True),
        ("nightly.txt", b"hello", False),
        ("nightly", bytes(range(256)), False),
    ],
)
def test_a_file_qualifies_by_its_name_or_its_content(name: str, head: bytes, taken: bool) -> None:  # noqa: FBT001
    export = parameter(type="file", kind="jil", suffixes=[".jil"], content=r"(?im)\binsert_job\s*:")
    assert export.takes(name, head) is taken


def test_a_file_input_without_suffix_and_content_takes_nothing_by_itself() -> None:
    assert not parameter(type="file", kind="jil").takes("nightly.jil", b"insert_job: A")


@given(st.text(), st.binary())
def test_any_file_is_taken_or_not_without_an_error(name: str, head: bytes) -> None:
    parameter(type="file", kind="jil", suffixes=[".jil"], content="x").takes(name, head)


def test_declaring_a_workflow_does_not_import_langgraph() -> None:
    script = (
        "import sys, core.base_workflow, workflows.jil_parser.workflow as w;"
        "w.JILParserWorkflow().get_metadata();"
        "print([name for name in sys.modules if name.startswith(('langgraph', 'langchain'))])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("name", "could"),
    [("a.JIL", True), ("export.txt", True), ("export", True), ("a.pdf", False), ("jil.md", False)],
)
def test_a_file_could_qualify_that_nobody_has_looked_into(name: str, could: bool) -> None:  # noqa: FBT001 - a case
    export = parameter(type="file", kind="jil", suffixes=[".jil"], content="insert_job")
    assert export.could_take(name) is could
    by_name = parameter(type="file", kind="jil", suffixes=[".jil"])
    assert by_name.could_take(name) is name.endswith(".JIL")
    assert parameter(type="file", kind="jil").could_take(name)
