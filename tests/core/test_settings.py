"""Settings come from the environment, then ``.env``, then the person's file; nothing is required."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from core.errors import UserFacingError
from core.settings import Settings


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without any setting, a home and a working directory of its own."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    (tmp_path / "work").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path / "work")


def personal(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".dataops").mkdir()
    (tmp_path / ".dataops" / "config.yaml").write_bytes(content)


def test_nothing_is_required() -> None:
    settings = Settings()
    assert settings.model_fields_set == set()
    assert (settings.dataops_home, settings.dataops_policy) == (Path(".dataops"), None)
    assert (settings.bedrock_model_id, settings.log_level) == (None, "INFO")


def test_the_environment_wins_over_the_file_beside_it_and_that_over_the_personal_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    personal(tmp_path, b"aws:\n  region: eu-west-1\n  s3_bucket: mine\n")
    assert (Settings().aws_region, Settings().artifact_bucket) == ("eu-west-1", "mine")
    Path(".env").write_text("AWS_REGION=eu-west-2\nMAX_INPUT_MB=7\nSOMETHING_ELSE=1\n", encoding="utf-8")
    assert (Settings().aws_region, Settings().artifact_bucket) == ("eu-west-2", "mine")
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    assert (Settings().aws_region, Settings().max_input_mb) == ("eu-west-3", 7)


def test_a_variable_set_to_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    assert Settings().model_fields_set == set()


def test_a_tilde_is_the_home_where_no_shell_resolved_it(tmp_path: Path) -> None:
    Path(".env").write_text("DATAOPS_HOME=~/stores\nDATAOPS_POLICY=~/policy.yaml\n", encoding="utf-8")
    assert Settings().dataops_home == tmp_path / "stores"
    assert Settings().dataops_policy == tmp_path / "policy.yaml"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAX_INPUT_MB", "0"),
        ("MAX_INPUT_MB", "many"),
        ("WORKFLOW_TIMEOUT", "-1"),
        ("DATAOPS_LEASE_SECONDS", "0"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
        ("JWT_ALGORITHM", "none"),
        ("JWT_ALGORITHM", "RS256"),
    ],
)
def test_a_value_that_cannot_work_is_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().log_level = "DEBUG"  # type: ignore[misc]


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_SECRET", "hunter2")
    assert "hunter2" not in repr(Settings())


@pytest.mark.parametrize("content", [b"", b"- a\n- b\n", b"aws: none\n", b"other: 1\n", b"just text"])
def test_a_personal_file_about_something_else_changes_nothing(tmp_path: Path, content: bytes) -> None:
    personal(tmp_path, content)
    assert Settings().model_fields_set == set()


@pytest.mark.parametrize("content", [b"aws: [", b"\xff\xfe\x00", b"a: &a [*a\n"])
def test_a_broken_personal_file_is_told_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    personal(tmp_path, content)
    with pytest.raises(UserFacingError, match=r"config\.yaml is not valid YAML .*correct it or remove it"):
        Settings()


def test_an_account_without_a_home_has_no_personal_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_: int) -> None:
        raise KeyError

    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", nobody)
    assert Settings().aws_region == "us-east-1"
