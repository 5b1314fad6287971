"""``docs/settings.md`` and ``.env.example``, written from the settings: ``python -m bots.settings_page``."""

from pathlib import Path

from pydantic import SecretStr

from bots.doctor import NOT_USED
from core.settings import Settings

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "settings.md"
EXAMPLE = ROOT / ".env.example"
HEAD = """# Settings

Environment variables, over `.env` in the current folder, over the `aws` part of `~/.dataops/config.yaml`
(`region`, `s3_bucket`). Nothing is required. `dataops doctor` shows what is set and tries each part.

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
    note = " *Not used by this release.*" if name in NOT_USED else ""
    return f"| `{name.upper()}` | {default} | {field.description}{note} |"


if __name__ == "__main__":
    PAGE.write_text(settings_page(), encoding="utf-8")
    EXAMPLE.write_text(env_example(), encoding="utf-8")
