"""A content that is encrypted belongs to its key."""

from pathlib import Path

import pytest

from core.artifacts.envelope import Envelope
from core.errors import StorageError
from core.storage.encrypted_blobs import EncryptedBlobs
from core.storage.folder_blobs import FolderBlobs
from core.storage.local_copies import LocalCopies
from tests.core.storage.test_blob_stores import KEY
from tests.servers import REGION

ONE, OTHER = (
    "artifacts/session_1/2026-11-21/artifact_file_1",
    "artifacts/session_2/2026-11-21/artifact_file_1",
)


def test_in_the_place_of_another_it_is_not_read(tmp_path: Path) -> None:
    resting = FolderBlobs(tmp_path / "blobs")
    blobs = EncryptedBlobs(resting, Envelope(KEY, None, REGION), LocalCopies(tmp_path / "opened", 100))
    blobs.write(ONE, [b"secret"])
    resting.write(OTHER, resting.read(ONE))
    assert blobs.path(ONE).read_bytes() == b"secret"
    with pytest.raises(StorageError, match="damaged"):
        blobs.path(OTHER)
    assert b"secret" not in resting.path(ONE).read_bytes()
