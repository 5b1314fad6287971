"""A workflow's ``config.yaml``."""

from pathlib import Path
from typing import Any

from core.errors import UserFacingError
from core.one_line import one_line


def read_config(folder: Path) -> dict[str, Any]:
    """What it says; nothing where there is none. Raises UserFacingError for what cannot be read."""
    import yaml

    path = folder / "config.yaml"
    if not path.is_file():
        return {}
    try:
        content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise UserFacingError(f"{path} cannot be read ({one_line(str(error), 200)}).") from error
    if not isinstance(content or {}, dict):
        raise UserFacingError(f"{path} holds no names with values.")
    _check_lists(path, content or {})
    return content or {}


def _check_lists(path: Path, content: dict[str, Any]) -> None:
    """Raise UserFacingError where a list should stand, and none does."""
    for key in ("parameters", "dependencies"):
        if not isinstance(content.get(key) or [], list):
            raise UserFacingError(f"{path}: {key} is no list.")
