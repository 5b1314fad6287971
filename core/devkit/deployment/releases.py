"""Which packages of a workflow were handed on, and which of them counts."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from core.errors import UserFacingError


class Releases(BaseModel):
    """The record beside the packages.

    ``files`` are all that were ever handed on, with the SHA-256 of their content. ``deployed`` are those that
    counted one after the other; the last of them counts. A rollback takes that one away.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    files: dict[str, str] = Field(default_factory=dict)
    deployed: tuple[str, ...] = ()

    @property
    def current(self) -> str | None:
        """The one that counts."""
        return self.deployed[-1] if self.deployed else None

    def after(self, file: str, digest: str) -> Self:
        """The record once a package is handed on; raises UserFacingError if its name is that of another."""
        if self.files.get(file, digest) != digest:
            raise UserFacingError(
                f"{file} is there already with another content, and what was handed on stays as it is; "
                "raise version in get_metadata() and config.yaml."
            )
        deployed = self.deployed if file == self.current else (*self.deployed, file)
        return self.model_copy(update={"files": {**self.files, file: digest}, "deployed": deployed})

    def before(self) -> Self:
        """The record after a rollback; raises UserFacingError where there is nothing to go back to."""
        if len(self.deployed) < 2:
            raise UserFacingError(
                "There is no version before this one, so that there is nothing to go back to."
            )
        return self.model_copy(update={"deployed": self.deployed[:-1]})
