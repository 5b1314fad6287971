"""The packages of one workflow in a registry: the files, and the record beside them."""

from hashlib import sha256

from pydantic import ValidationError

from core.devkit.deployment.registry import Registry
from core.devkit.deployment.releases import Releases
from core.errors import UserFacingError

RECORD = "deployments.json"


class Shelf:
    """Of two people who deploy one workflow in the same second, the later one's record stays."""

    def __init__(self, workflow: str, registry: Registry) -> None:
        self._workflow = workflow
        self._registry = registry

    def address(self, file: str) -> str:
        """Where a file of this workflow stands."""
        return self._registry.address(self._path(file))

    def releases(self) -> Releases:
        """The record; raises UserFacingError for one that somebody has changed by hand."""
        content = self._registry.read(self._path(RECORD))
        try:
            return Releases.model_validate_json(content) if content is not None else Releases()
        except ValidationError as error:
            raise UserFacingError(
                f"{self.address(RECORD)} is no record of deployments; correct it."
            ) from error

    def put(self, file: str, content: bytes) -> None:
        """Keep a package. It counts once the record says so: a failure before that changes nothing."""
        self._registry.write(self._path(file), content)

    def record(self, releases: Releases) -> None:
        """From now on the last one counts."""
        self._registry.write(self._path(RECORD), releases.model_dump_json(indent=2).encode() + b"\n")

    def require(self, file: str, releases: Releases) -> None:
        """Raise UserFacingError unless a package is there as it was handed on."""
        content = self._registry.read(self._path(file))
        if content is None or sha256(content).hexdigest() != releases.files.get(file):
            raise UserFacingError(f"{self.address(file)} is not there as it was handed on; deploy it again.")

    def _path(self, file: str) -> str:
        return f"{self._workflow}/{file}"
