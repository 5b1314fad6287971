"""What a person has said once for all their workflows: ``defaults`` in ``~/.dataops/config.yaml``."""

from pydantic import BaseModel, ConfigDict

from core.devkit.person_file import read_part


class Defaults(BaseModel):
    """The template and the author of new workflows; nothing where nothing is said."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    template: str | None = None
    author: str | None = None


def load_defaults() -> Defaults:
    """Raises UserFacingError for a file that cannot be read."""
    return read_part("defaults", Defaults)
