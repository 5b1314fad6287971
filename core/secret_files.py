"""Settings from a folder with one file each, as Docker and Kubernetes mount secrets."""

from pathlib import Path
from typing import Any

from pydantic_settings import PydanticBaseSettingsSource

from core.errors import UserFacingError


class SecretFiles(PydanticBaseSettingsSource):
    """The files of ``DATAOPS_SECRETS_DIR`` that are named like a setting, in upper or lower case.

    The library's own source says with a warning, which nobody sees, that there is no such folder.
    """

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        """Look one field up; absent fields give None."""
        return self().get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        """All fields that have a file; an empty one counts as none. Raises UserFacingError."""
        folder = self.current_state.get("dataops_secrets_dir")
        return self._read(Path(folder).expanduser()) if folder else {}

    def _read(self, folder: Path) -> dict[str, Any]:
        known = self.settings_cls.model_fields
        try:
            files = [path for path in sorted(folder.iterdir()) if path.name.lower() in known]
            texts = {path.name.lower(): path.read_text(encoding="utf-8").strip() for path in files}
        except OSError as error:
            raise UserFacingError(
                f"{error.filename} cannot be read ({error.strerror}); check DATAOPS_SECRETS_DIR."
            ) from error
        except UnicodeDecodeError:
            raise UserFacingError(
                f"A file in {folder} is no UTF-8 text; check DATAOPS_SECRETS_DIR."
            ) from None  # its cause quotes the file
        return {name: text for name, text in texts.items() if text}
