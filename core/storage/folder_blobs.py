"""Artifact contents as files under one folder."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


class FolderBlobs:
    """A blob store in a folder; keys are relative POSIX paths made by the artifact store."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, key: str, chunks: Iterable[bytes]) -> int:
        """Write to a temporary file beside the target and rename: readers see all of it or nothing."""
        target = self._target(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                for chunk in chunks:
                    stream.write(chunk)
                stream.flush()
                os.fsync(stream.fileno())
                size = stream.tell()
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return size

    def path(self, key: str) -> Path:
        """The file of a key; raises FileNotFoundError."""
        target = self._target(key)
        if not target.is_file():
            raise FileNotFoundError(key)
        return target

    def _target(self, key: str) -> Path:
        """The file of a key, never outside the folder."""
        target = (self.root / key).resolve()
        if self.root.resolve() not in target.parents:
            raise ValueError("a blob key must stay inside its folder")
        return target
