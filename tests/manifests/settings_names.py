"""Which names of environment variables mean something to the service."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.settings import Settings

OF_AWS = {"AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
"""What boto3 reads by itself."""


def accepted(environment: Mapping[str, str], secrets: Path) -> Settings:
    """The settings of such an environment with this folder of secrets; raises for what cannot work."""
    chosen: dict[str, Any] = {name.lower(): value for name, value in environment.items() if value}
    return Settings(_env_file=None, **(chosen | {"dataops_secrets_dir": secrets}))


def unknown(names: set[str]) -> set[str]:
    """The names that are no setting."""
    return {name for name in names - OF_AWS if name.lower() not in Settings.model_fields}
