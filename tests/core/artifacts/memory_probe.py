"""A process that stores and reads a large content in a folder and in S3; says how many bytes it grew by."""

import resource
import sys
from collections.abc import Iterator
from pathlib import Path

from core.artifact_store import ArtifactStore
from core.artifacts.contents import Encryption
from core.artifacts.envelope import Envelope
from core.artifacts.keeping import Keeping
from core.storage.database import Database
from core.storage.encrypted_blobs import EncryptedBlobs
from core.storage.folder_blobs import FolderBlobs
from core.storage.local_copies import LocalCopies
from core.storage.s3_blobs import S3Blobs
from core.storage.sqlite_artifact_records import SQLiteArtifactRecords
from tests.core.storage.test_blob_stores import KEY
from tests.servers import REGION


def content(megabytes: int) -> Iterator[bytes]:
    for number in range(megabytes):
        yield number.to_bytes(4) * (1 << 18)


def stores(folder: Path, bucket: str) -> Iterator[ArtifactStore]:
    records = SQLiteArtifactRecords(Database(folder / "dataops.db"))
    copies = LocalCopies(folder / "copies", 1)
    s3, files = S3Blobs(bucket, REGION, copies), FolderBlobs(folder / "home")
    for blobs in (s3, files):
        sealed = EncryptedBlobs(blobs, Envelope(KEY, None, REGION), LocalCopies(folder / "opened", 1))
        encryption = Encryption(sealed, {"secret"})
        yield ArtifactStore(
            records, blobs, Keeping(copies if blobs is s3 else None, encryption, None, folder)
        )


def use(store: ArtifactStore, kind: str, name: str, megabytes: int) -> None:
    fields = {"session_id": "s", "workflow_name": "w", "kind": kind, "name": name}
    artifact_id = store.store_artifact(content(megabytes), fields)
    assert store.path(artifact_id).stat().st_size == megabytes << 20
    store.forget_artifacts([artifact_id])


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def main(folder: Path, bucket: str, megabytes: int) -> None:
    s3, files = stores(folder, bucket)
    ways = [(s3, "secret", "a.txt"), (files, "file", "a")]
    for way in ways:
        use(*way, 9)
    before = peak()
    for way in ways:
        use(*way, megabytes)
    sys.stdout.write(str(peak() - before))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
