"""Settings from a folder with one file each."""

from pathlib import Path

import pytest

from core.errors import UserFacingError
from core.setting_origins import setting_origins
from core.settings import Settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that is named, in an environment without any other setting."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    folder = tmp_path / "secrets"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("DATAOPS_SECRETS_DIR", "~/secrets")
    monkeypatch.chdir(tmp_path)
    return folder


def secret(name: str) -> str | None:
    found = getattr(Settings(), name)
    return None if found is None else str(found.get_secret_value())


@pytest.mark.parametrize("name", ["JWT_SECRET", "jwt_secret"])
def test_a_file_is_a_setting(folder: Path, name: str) -> None:
    (folder / name).write_text("  hunter2\n", encoding="utf-8")
    (folder / "something_else").write_bytes(b"\xff")
    (folder / "README").mkdir()
    assert secret("jwt_secret") == "hunter2"
    assert setting_origins()["jwt_secret"] == "file in DATAOPS_SECRETS_DIR"


def test_a_mount_of_kubernetes_is_read(folder: Path) -> None:
    (folder / "..2026_11_20").mkdir()
    (folder / "..2026_11_20" / "JWT_SECRET").write_text("hunter2")
    (folder / "..data").symlink_to("..2026_11_20")
    (folder / "JWT_SECRET").symlink_to("..data/JWT_SECRET")
    assert secret("jwt_secret") == "hunter2"


def test_the_environment_wins_and_an_empty_file_is_none(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "JWT_SECRET").write_text("from the file")
    (folder / "AWS_REGION").write_text("eu-west-1")
    (folder / "SLACK_BOT_TOKEN").write_text("\n")
    (tmp_path / ".dataops").mkdir()
    (tmp_path / ".dataops" / "config.yaml").write_text("aws: {region: eu-west-2, s3_bucket: mine}")
    assert (Settings().aws_region, Settings().artifact_bucket, secret("slack_bot_token")) == (
        "eu-west-1",
        "mine",
        None,
    )
    monkeypatch.setenv("JWT_SECRET", "from the environment")
    assert secret("jwt_secret") == "from the environment"
    assert setting_origins() == {
        "dataops_secrets_dir": "environment",
        "jwt_secret": "environment",
        "aws_region": "file in DATAOPS_SECRETS_DIR",
        "artifact_bucket": "~/.dataops/config.yaml",
    }


def test_the_folder_can_be_named_beside(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.delenv("DATAOPS_SECRETS_DIR")
    (folder / "JWT_SECRET").write_text("hunter2")
    assert secret("jwt_secret") is None
    Path(".env").write_text("DATAOPS_SECRETS_DIR=secrets\n")
    assert secret("jwt_secret") == "hunter2"
    assert setting_origins()["dataops_secrets_dir"] == ".env"


@pytest.mark.parametrize("kind", ["missing", "file", "folder", "bytes", "dangling"])
def test_what_cannot_be_read_is_told_in_a_sentence(
    folder: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    match kind:
        case "missing":
            monkeypatch.setenv("DATAOPS_SECRETS_DIR", "nowhere")
        case "file":
            (folder / "plain").write_text("x")
            monkeypatch.setenv("DATAOPS_SECRETS_DIR", str(folder / "plain"))
        case "folder":
            (folder / "JWT_SECRET").mkdir()
        case "bytes":
            (folder / "JWT_SECRET").write_bytes(b"hunter2\xff")
        case _:
            (folder / "JWT_SECRET").symlink_to("nowhere")
    with pytest.raises(UserFacingError, match=r"check DATAOPS_SECRETS_DIR\.$") as told:
        Settings()
    assert "hunter2" not in f"{told.value} {told.value.__cause__!r}"
