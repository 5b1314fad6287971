"""Where each setting came from."""

from typing import Any

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from core.settings import Settings

ORIGINS = {
    "EnvSettingsSource": "environment",
    "DotEnvSettingsSource": ".env",
    "SecretFiles": "file in DATAOPS_SECRETS_DIR",
    "PersonalFile": "~/.dataops/config.yaml",
    "AwsSecret": "AWS Secrets Manager",
}
"""The sources of the settings, in words."""


def setting_origins() -> dict[str, str]:
    """The origin of every setting that is set, by its name, and never a value.

    Raises what reading the settings raises.
    """
    origins: dict[str, str] = {}

    class Traced(Settings):
        """The settings once more, with a last source that looks at what the others gave."""

        @classmethod
        def settings_customise_sources(
            cls, settings_cls: type[BaseSettings], *sources: Any, **named: Any
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            given = super().settings_customise_sources(settings_cls, *sources, **named)
            return (*given, _Witness(settings_cls, origins))

    Traced()
    return origins


class _Witness(PydanticBaseSettingsSource):
    """Sets nothing, and notes who set what."""

    def __init__(self, settings_cls: type[BaseSettings], origins: dict[str, str]) -> None:
        super().__init__(settings_cls)
        self._origins = origins

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        """Never a value."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """Nothing; the first source that gives a value is the one that counts."""
        for source, values in self.settings_sources_data.items():
            for name in values:
                self._origins.setdefault(name, ORIGINS.get(source, source))
        return {}
