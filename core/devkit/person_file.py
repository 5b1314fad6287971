"""A part of the file in which a person says things once for all their workflows."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from core.errors import UserFacingError
from core.settings import CONFIG_FILE

Part = TypeVar("Part", bound=BaseModel)


def read_part(name: str, kind: type[Part]) -> Part:
    """What stands under a name in ``~/.dataops/config.yaml``; nothing said is the part's own defaults.

    Raises UserFacingError for what cannot be read.
    """
    import yaml

    try:
        path = CONFIG_FILE.expanduser()
        content: object = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None
        section = content.get(name) if isinstance(content, dict) else None
        return kind.model_validate(section or {})
    except RuntimeError:  # the account has no home
        return kind()
    except (yaml.YAMLError, ValidationError, ValueError, OSError) as error:
        raise UserFacingError(f"{CONFIG_FILE} cannot be read; correct its part '{name}'.") from error
