"""What a person has said once for all their workflows: ``defaults`` in ``~/.dataops/config.yaml``."""

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from core.errors import UserFacingError
from core.settings import CONFIG_FILE


class Defaults(BaseModel):
    """The template and the author of new workflows; nothing where nothing is said."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    template: str | None = None
    author: str | None = None


def load_defaults() -> Defaults:
    """Raises UserFacingError for a file that cannot be read."""
    import yaml

    try:
        path = CONFIG_FILE.expanduser()
        content: Any = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None
        section = content.get("defaults") if isinstance(content, dict) else None
        return Defaults.model_validate(section or {})
    except RuntimeError:  # the account has no home
        return Defaults()
    except (yaml.YAMLError, ValidationError, ValueError, OSError) as error:
        raise UserFacingError(f"{CONFIG_FILE} cannot be read; correct its part 'defaults'.") from error
