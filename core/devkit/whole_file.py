"""Writing a file so that it is there whole, or as it was."""

import os
import tempfile
from pathlib import Path

from core.errors import UserFacingError


def write_whole(path: Path, content: bytes) -> None:
    """Make the folders and write the file; raises UserFacingError where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
            Path(temporary).chmod(0o644)  # others read what is handed on; a temporary file is its owner's
            Path(temporary).replace(path)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        raise UserFacingError(f"{path} cannot be written ({error.strerror or error}).") from error
