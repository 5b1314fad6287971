"""The doctor says what is set, tries every part, and never shows a secret or a trace."""

from pathlib import Path

import pytest

from bots.doctor import PARTS, run_doctor
from core.settings import Settings


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without any setting, a home and a working directory of its own."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def test_the_default_works_and_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run_doctor() == 0
    said = capsys.readouterr().out
    for name in Settings.model_fields:
        assert f"  {name.upper():<26} not set" in said
    for part in PARTS:
        assert f"  ok    {part}: " in said
    assert f"SQLite and files in {tmp_path / '.dataops'};" in said
    assert "jil_parser" in said
    assert not (tmp_path / ".dataops" / ".probe").exists()


def test_what_is_set_is_said_and_secrets_are_not_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "hunter2")
    assert run_doctor() == 0
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if "hunter2" in line and "KEY" in line] == []
    assert "ANTHROPIC_API_KEY          = *** (environment)" in said
    assert "= eu-west-1 (environment)" in said


def test_where_a_secret_is_from_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "JWT_SECRET").write_text("hunter2" * 9)
    (tmp_path / ".env").write_text("DATAOPS_SECRETS_DIR=secrets\nSLACK_APP_TOKEN=hunter2\n")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "hunter2")
    assert run_doctor() == 0
    said = capsys.readouterr().out
    assert "JWT_SECRET                 = *** (file in DATAOPS_SECRETS_DIR)" in said
    assert "SLACK_APP_TOKEN            = *** (.env)" in said
    assert "SLACK_SIGNING_SECRET       = *** (environment)" in said
    assert "ok    tokens: signed with JWT_SECRET (HS256)" in said
    assert "hunter2" not in said


def test_objects_are_read_only_with_credentials_which_are_not_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_doctor() == 0
    assert "ok    S3: no AWS credentials found; inputs named s3://" in capsys.readouterr().out
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDINVENTED")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hunter2")
    assert run_doctor() == 0
    said = capsys.readouterr().out
    assert "ok    S3: AWS credentials found (env), region us-east-1; " in said
    assert "hunter2" not in said
    assert "AKIDINVENTED" not in said


def test_a_profile_that_is_not_there_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "missing")
    assert run_doctor() == 1
    assert "FAIL  S3: the AWS credentials cannot be used" in capsys.readouterr().out


def test_a_model_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEDROCK_MODEL_ID", "anthropic.claude")
    assert run_doctor() == 0
    assert "ok    model: anthropic.claude (dataops doctor model asks it a word)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("MAX_INPUT_MB", "none", "MAX_INPUT_MB: "),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL: "),
        ("DATAOPS_POLICY", "missing.yaml", "FAIL  access: The policy missing.yaml cannot be read"),
        ("JWT_ALGORITHM", "none", "JWT_ALGORITHM: "),
        ("JWT_SECRET", "weak", "FAIL  tokens: JWT_SECRET is shorter than the 32 bytes"),
        ("DATAOPS_SECRETS_DIR", "missing", "missing cannot be read (No such file or directory)"),
        ("DATAOPS_HOME", "occupied", "FAIL  stores: "),
        ("DATAOPS_HOME", "damaged", "FAIL  stores: damaged/dataops.db cannot be used"),
        ("DATAOPS_WORKFLOWS", "broken", "workflow.py: SyntaxError"),
        ("DATAOPS_WORKFLOWS", "missing", "there is no folder"),
    ],
)
def test_what_does_not_work_is_told_in_a_line(  # noqa: PLR0917 - fixtures are arguments
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    name: str,
    value: str,
    said: str,
) -> None:
    (tmp_path / "occupied").write_text("a file", encoding="utf-8")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "dataops.db").write_bytes(b"no database at all " * 99)
    (tmp_path / "broken" / "half").mkdir(parents=True)
    (tmp_path / "broken" / "half" / "workflow.py").write_text("class (", encoding="utf-8")
    monkeypatch.setenv(name, value)
    assert run_doctor() == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(said in line and line.strip().startswith("FAIL") for line in lines)


def test_a_broken_personal_file_is_told_in_a_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "home" / ".dataops").mkdir(parents=True)
    (tmp_path / "home" / ".dataops" / "config.yaml").write_text("aws: [", encoding="utf-8")
    assert run_doctor() == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("FAIL  ")
    assert "config.yaml is not valid YAML" in line
