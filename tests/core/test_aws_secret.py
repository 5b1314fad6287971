"""Settings from AWS Secrets Manager, asked over its own protocol."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from core.aws_secret import _content
from core.errors import UserFacingError
from core.setting_origins import setting_origins
from core.settings import Settings, load_settings

ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:dataops-AbCdEf"


class Manager(BaseHTTPRequestHandler):
    """``answers`` are what it knows by id; ``asked`` is what came in, with the region of the signature."""

    answers: ClassVar[dict[str, dict[str, Any]]] = {}
    asked: ClassVar[list[tuple[str, str]]] = []

    def do_POST(self) -> None:
        wanted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["SecretId"]
        self.asked.append((wanted, self.headers["Authorization"].split("/")[2]))
        known = self.headers["X-Amz-Target"] == "secretsmanager.GetSecretValue" and wanted in self.answers
        missing = {"__type": "ResourceNotFoundException", "Message": "hidden hunter2"}
        body = json.dumps(self.answers[wanted] if known else missing).encode()
        self.send_response(200 if known else 400)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(autouse=True)
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Manager]]:
    """A Secrets Manager of this test's own; it is taken for AWS by whoever names a secret."""
    handler = type("_", (Manager,), {"answers": {}, "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    for name in (*(each.upper() for each in Settings.model_fields), "AWS_PROFILE", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDINVENTED")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "invented")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("DATAOPS_AWS_SECRET", ARN)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)
    _content.cache_clear()
    yield handler
    _content.cache_clear()
    server.shutdown()
    server.server_close()


def says(manager: type[Manager], content: Any) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    manager.answers[ARN] = {"ARN": ARN, "Name": "dataops", "SecretString": text}


def test_nothing_is_asked_where_no_secret_is_named(
    manager: type[Manager], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATAOPS_AWS_SECRET")
    assert Settings().model_fields_set == set()
    assert manager.asked == []


def test_what_nothing_else_sets_comes_from_the_secret_read_once(
    manager: type[Manager], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    says(
        manager,
        {
            "JWT_SECRET": "hunter2",
            "slack_bot_token": "from AWS",
            "MAX_INPUT_MB": 7,
            "TEAMS_APP_PASSWORD": "",
            "DATAOPS_POLICY": None,
            "something": {"else": 1},
        },
    )
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "SLACK_BOT_TOKEN").write_text("from a file")
    monkeypatch.setenv("DATAOPS_SECRETS_DIR", "secrets")
    (tmp_path / ".dataops").mkdir()
    (tmp_path / ".dataops" / "config.yaml").write_text("aws: {region: eu-west-1}")
    settings = load_settings()
    assert settings.jwt_secret is not None
    assert settings.jwt_secret.get_secret_value() == "hunter2"
    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == "from a file"
    assert settings.max_input_mb == 7
    assert (settings.teams_app_password, settings.dataops_policy) == (None, None)
    assert setting_origins() == {
        "dataops_secrets_dir": "environment",
        "dataops_aws_secret": "environment",
        "slack_bot_token": "file in DATAOPS_SECRETS_DIR",
        "aws_region": "~/.dataops/config.yaml",
        "jwt_secret": "AWS Secrets Manager",
        "max_input_mb": "AWS Secrets Manager",
    }
    assert manager.asked == [(ARN, "eu-west-1")]
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize("content", ['["hunter2"]', '"hunter2"', "hunter2", "", "{"])
def test_a_secret_that_is_no_object_is_told_without_being_shown(manager: type[Manager], content: str) -> None:
    says(manager, content)
    with pytest.raises(UserFacingError, match="is no JSON object of settings by name; correct it") as told:
        load_settings()
    assert "hunter2" not in f"{told.value} {told.value.__cause__!r} {told.value.__context__!r}"


def test_a_secret_in_bytes_is_told(manager: type[Manager]) -> None:
    manager.answers[ARN] = {"ARN": ARN, "SecretBinary": "aHVudGVyMg=="}
    with pytest.raises(UserFacingError, match="is no JSON object"):
        load_settings()


def test_a_value_that_cannot_work_is_named_and_not_shown(manager: type[Manager]) -> None:
    says(manager, {"JWT_SECRET": ["hunter2"], "MAX_INPUT_MB": "hunter3"})
    with pytest.raises(UserFacingError, match=r"MAX_INPUT_MB: .*JWT_SECRET: ") as told:
        load_settings()
    assert "hunter" not in f"{told.value} {told.value.__cause__}"


def test_a_secret_that_cannot_be_had_is_told_and_asked_for_again(manager: type[Manager]) -> None:
    with pytest.raises(
        UserFacingError, match=r"us-east-1 \(ResourceNotFoundException\); check DATAOPS_AWS_"
    ) as told:
        load_settings()
    assert "hunter2" not in str(told.value)
    says(manager, {"AWS_REGION": "eu-west-3"})
    assert load_settings().aws_region == "eu-west-3"


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:1", "Could not connect"),
        ("AWS_ENDPOINT_URL_SECRETS_MANAGER", "nonsense", "Invalid endpoint"),
        ("AWS_PROFILE", "missing", "could not be found"),
        ("AWS_REGION", "no region", "region"),
    ],
)
def test_what_aws_is_missing_is_told(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(UserFacingError, match=rf"cannot be read from AWS .*{said}.*check DATAOPS_AWS_SECRET"):
        load_settings()
