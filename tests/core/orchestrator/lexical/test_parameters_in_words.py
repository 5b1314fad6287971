"""What is read out of a message for each type of input."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.contracts import WorkflowInputParameter, WorkflowMetadata
from core.orchestrator.lexical.parameters_in_words import command_parameters, extract_parameters
from tests.core.orchestrator.lexical.several_workflows import CSV_RECONCILER, SCHEMA_PROFILER
from workflows.jil_parser.workflow import JILParserWorkflow

JIL = JILParserWorkflow().get_metadata()


def found(text: str, name: str, metadata: WorkflowMetadata = JIL) -> Any:
    return extract_parameters(text, metadata).get(name)


@pytest.mark.parametrize(
    ("text", "job"),
    [
        ("what breaks if I hold LOAD_GL?", "LOAD_GL"),
        ("what breaks if i hold load_gl", "load_gl"),
        ("what breaks if I hold PAYROLL", "PAYROLL"),
        ("hold Payroll", "Payroll"),
        ("upstream of `payroll`", "payroll"),
        ("upstream of 'payroll'.", "payroll"),
        ("upstream of “payroll”", "payroll"),
        ("LOAD_GL's predecessors", "LOAD_GL"),
        ("(LOAD_GL)", "LOAD_GL"),
        ("upstream of LOAD_GL,GL_POST", "LOAD_GL"),
        ("GL_BOX says: what is downstream of LOAD_GL", "LOAD_GL"),
        ("WHAT BREAKS IF I HOLD LOAD_GL", "LOAD_GL"),
        ("job=LOAD_GL", "LOAD_GL"),
        ("parse estate_v1.jil for LOAD_GL", "LOAD_GL"),
        ("read C:\\exports\\EOD_1.jil", None),
        ("see https://example.com/LOAD_GL", None),
        ("mail ops_team@example.com", None),
        ("ask @BOB_1 in #OPS_1", None),
        (":white_check_mark: done", None),
        ("is JIL like ETL or SQL? OK, I see", None),
        ("Thanks, What happens On Monday at 10:30 or 2am", None),
        ("what does s(A)&f(B) mean", None),
        ("TELL ME A JOKE PLEASE", None),
        ("/dataops jil_parser", None),
    ],
)
def test_names(text: str, job: str | None) -> None:
    assert found(text, "current_job") == job


@pytest.mark.parametrize(
    ("text", "analysis"),
    [
        ("upstrem of GL_POST", "upstream"),
        ("what does LOAD_GL depend on", "upstream"),
        ("what depends on LOAD_GL", "downstream"),
        ("what feeds LOAD_GL", "upstream"),
        ("what does LOAD_GL feed", "downstream"),
        ("what is LOAD_GL waiting for", "upstream"),
        ("what is waiting for LOAD_GL", "downstream"),
        ("jobs without an owner", "ownerless"),
        ("jobs without owner", "ownerless"),
        ("any circular dependancies", "cycles"),
        ("good morning", None),
    ],
)
def test_the_longest_phrase_chooses(text: str, analysis: str | None) -> None:
    assert found(text, "analysis") == analysis


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("2 levels", 2),
        ("two levels up", 2),
        ("two more levels", 2),
        ("depth 3", 3),
        ("level: 4", 4),
        ("2-level", 2),
        ("three levels deep", 3),
        ("since 2 weeks", None),
        ("some levels", None),
    ],
)
def test_numbers_beside_their_words(text: str, levels: int | None) -> None:
    assert found(text, "levels") == levels


def test_numbers_with_a_fraction_and_flags() -> None:
    assert found("profile with a null share of 0.25", "null_share", SCHEMA_PROFILER) == 0.25
    assert found("profile 100 rows", "sample_rows", SCHEMA_PROFILER) == 100
    assert found("profile and show example values", "with_examples", SCHEMA_PROFILER) is True
    assert found("profile without any example values", "with_examples", SCHEMA_PROFILER) is False
    assert found("profile ORDERS_V1", "with_examples", SCHEMA_PROFILER) is None


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("parse estate.jil", "estate.jil"),
        ("parse s3://exports/prod/ESTATE.JIL.", "s3://exports/prod/ESTATE.JIL"),
        ("parse <s3://exports/a_b_c.jil>", "s3://exports/a_b_c.jil"),
        ("parse `S3://exports/Night.Jil`", "S3://exports/Night.Jil"),
        ("parse s3://exports/dt=2026-11-20/x(1),y.jil, please", "s3://exports/dt=2026-11-20/x(1),y.jil"),
        ("parse (s3://exports/job(s).jil)", "s3://exports/job(s).jil"),
        ("file_path=s3://exports/nightly current_job=A_B", "s3://exports/nightly"),
        ('file_path="s3://exports/my night.jil"', "s3://exports/my night.jil"),
        ("read s3://exports/notes.txt", None),
        ("read C:\\tmp\\e.jil, please", "C:\\tmp\\e.jil"),
        ("read ./a/b.zip", "./a/b.zip"),
        ("read notes.txt", None),
        ("read https://example.com/estate.jil", None),
    ],
)
def test_files_by_their_suffix(text: str, path: str | None) -> None:
    assert found(text, "file_path") == path
    assert extract_parameters(text, CSV_RECONCILER) == {}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("current_job=load_gl levels=3", {"current_job": "load_gl", "levels": 3}),
        ("--current-job 'A_B' --levels 7", {"current_job": "A_B", "levels": 7}),
        ("--analysis=blast-radius", {"analysis": "impact"}),
        ("--analysis nonsense --levels many", {}),
        ("--file-path export.txt", {"file_path": "export.txt"}),
        ("upstream of GL_POST current_job=LOAD_GL", {"current_job": "LOAD_GL", "analysis": "upstream"}),
    ],
)
def test_values_given_by_name(text: str, values: dict[str, Any]) -> None:
    assert extract_parameters(text, JIL) == values


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ("s3://exports/nightly", "s3://exports/nightly"),
        ("<s3://exports/nightly.txt>, what is downstream of LOAD_GL?", "s3://exports/nightly.txt"),
        ("s3://exports/notes s3://exports/nightly.jil", "s3://exports/nightly.jil"),
        ("which jobs write s3://lake/orders.parquet", None),
        ("notes.txt", None),
        ("", None),
    ],
)
def test_an_address_behind_a_command_is_the_file_whatever_its_ending(
    arguments: str, path: str | None
) -> None:
    assert command_parameters(arguments.split(), JIL).get("file_path") == path


def test_flags_given_by_name() -> None:
    assert extract_parameters("--with-examples", SCHEMA_PROFILER) == {"with_examples": True}
    assert extract_parameters("with_examples=no", SCHEMA_PROFILER) == {"with_examples": False}


def test_two_names_fill_two_inputs() -> None:
    inputs = [
        WorkflowInputParameter(name=n, description=n, pattern=r"[A-Z_]{3,}") for n in ("source", "target")
    ]
    metadata = WorkflowMetadata(name="copy", description="Copies a table", required_inputs=inputs)
    values = extract_parameters("copy ORDERS_A and ORDERS_B", metadata)
    assert values == {"source": "ORDERS_A", "target": "ORDERS_B"}


def test_free_text_is_taken_only_when_quoted() -> None:
    inputs = [WorkflowInputParameter(name="table", description="the table")]
    metadata = WorkflowMetadata(name="profile", description="Profiles a table", required_inputs=inputs)
    assert extract_parameters("profile `orders`", metadata) == {"table": "orders"}
    assert extract_parameters("profile orders", metadata) == {}
    assert extract_parameters('table="my orders"', metadata) == {"table": "my orders"}


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_never_raises(text: str) -> None:
    assert set(extract_parameters(text, SCHEMA_PROFILER)) <= {p.name for p in SCHEMA_PROFILER.required_inputs}


@settings(max_examples=60, deadline=None)
@given(name=st.from_regex(r"[A-Z]{2,8}_[A-Z0-9]{2,8}", fullmatch=True), levels=st.integers(1, 99))
def test_any_name_and_number_come_back_as_written(name: str, levels: int) -> None:
    values = extract_parameters(f"upstream of {name}, {levels} levels", JIL)
    assert values == {"current_job": name, "levels": levels, "analysis": "upstream"}
