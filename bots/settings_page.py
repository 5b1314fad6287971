"""``docs/settings.md`` and ``.env.example``, written from the settings."""

from pathlib import Path

from pydantic import SecretStr

from core.settings import Settings

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "settings.md"
EXAMPLE = ROOT / ".env.example"
HEAD = """# Settings

Nothing is required. `dataops doctor` shows what is set and where from (never a secret), and tries each part.
Every setting is taken from the first of these that has it:

1. the environment
2. `.env` in the current folder
3. `DATAOPS_SECRETS_DIR`: a folder with one file a setting, named like it (`JWT_SECRET`), as Docker and
   Kubernetes mount secrets
4. the `aws` part of `~/.dataops/config.yaml` (`region`, `s3_bucket`)
5. `DATAOPS_AWS_SECRET`: the name or ARN of a secret in AWS Secrets Manager that is a JSON object, such as
   `{"JWT_SECRET": "…", "SLACK_BOT_TOKEN": "…"}`; read once, when a process starts, in `AWS_REGION`, with
   credentials as boto3 finds them, which need `secretsmanager:GetSecretValue`

What is empty counts as not set. Where a folder or secret is named that cannot be read, nothing starts, and a
sentence says why.

| variable | default | meaning |
| --- | --- | --- |
"""


def settings_page() -> str:
    """The page as it should be."""
    rows = [_row(name) for name in Settings.model_fields]
    return HEAD + "\n".join(rows) + "\n"


def env_example() -> str:
    """The example as it should be: every variable, commented out, with its default."""
    lines = ["# Copy to .env and take the # away from what you set. Nothing is required."]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else field.default
        lines += ["", f"# {field.description}", f"# {name.upper()}={default}"]
    return "\n".join(lines) + "\n"


def _row(name: str) -> str:
    field = Settings.model_fields[name]
    default = (
        "" if field.default in (None, "") or isinstance(field.default, SecretStr) else f"`{field.default}`"
    )
    return f"| `{name.upper()}` | {default} | {field.description} |"
