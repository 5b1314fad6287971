"""Places that keep packages: a folder, or a prefix in S3."""

import tempfile
from pathlib import Path
from typing import Protocol

from core.devkit.whole_file import write_whole
from core.errors import UserFacingError
from core.one_line import one_line
from core.tools.s3_location import S3Location, is_s3
from core.tools.s3_operations import S3Operations


class Registry(Protocol):
    """Files by their paths. Every method raises UserFacingError where the place does not do what is asked."""

    def address(self, path: str) -> str:
        """Where a file stands, for people."""
        ...

    def read(self, path: str) -> bytes | None:
        """A file's content; None where there is none."""
        ...

    def write(self, path: str, content: bytes) -> None:
        """Keep a file, in place of what is there."""
        ...


class FolderRegistry:
    """A folder of this machine, or one that is mounted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def address(self, path: str) -> str:
        """A path."""
        return str(self._folder / path)

    def read(self, path: str) -> bytes | None:
        """None where there is no file."""
        try:
            return (self._folder / path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UserFacingError(f"{self._folder / path} cannot be read ({error.strerror}).") from error

    def write(self, path: str, content: bytes) -> None:
        """The file is there whole, or as it was."""
        write_whole(self._folder / path, content)


class S3Registry:
    """A prefix of a bucket, with the AWS credentials of whoever types."""

    def __init__(self, prefix: str, s3: S3Operations | None = None) -> None:
        self._prefix = prefix.rstrip("/")
        S3Location.parse(f"{self._prefix}/a")  # refuses what is no place in S3
        self._s3 = s3 or S3Operations()

    def address(self, path: str) -> str:
        """``s3://bucket/prefix/path``."""
        return f"{self._prefix}/{path}"

    def read(self, path: str) -> bytes | None:
        """None where there is no object; the list says so also to whoever may not read."""
        address = self.address(path)
        if address not in self._s3.list_objects(address):
            return None
        with tempfile.TemporaryDirectory() as folder:
            self._s3.download_file(address, Path(folder) / "file")
            return (Path(folder) / "file").read_bytes()

    def write(self, path: str, content: bytes) -> None:
        """S3 shows an object whole, or not at all."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / Path(path).name
            file.write_bytes(content)
            self._s3.upload_file(file, self.address(path))


def open_registry(place: str) -> Registry:
    """The registry of an environment; raises UserFacingError for an address of another kind."""
    if is_s3(place):
        return S3Registry(place)
    if "://" in place:
        raise UserFacingError(
            f"'{one_line(place.partition('://')[0], 20)}' is no kind of registry; "
            "name a folder, or s3://bucket/prefix."
        )
    return FolderRegistry(Path(place).expanduser())
