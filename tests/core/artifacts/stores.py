"""Artifact stores for tests, with their parts within reach."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.artifact import ArtifactMetadata
from core.artifact_store import ArtifactStore
from core.artifacts.keeping import Keeping
from core.settings import Settings
from core.storage.artifact_records import ArtifactRecords
from core.storage.blob_store import BlobStore
from core.storage.database import Database
from core.storage.dynamodb_artifact_records import DynamoDBArtifactRecords
from core.storage.dynamodb_table import DynamoDB
from core.storage.folder_blobs import FolderBlobs
from core.storage.local_copies import LocalCopies
from core.storage.ownership import MARKS
from core.storage.s3_blobs import S3Blobs
from core.storage.sqlite_artifact_records import SQLiteArtifactRecords
from tests.servers import REGION


@dataclass
class Stored:
    store: ArtifactStore
    records: ArtifactRecords
    blobs: BlobStore

    def keys(self) -> list[str]:
        """Of contents; the marks of those who write there are none."""
        return [key for key in self.blobs.keys("") if not key.startswith(MARKS)]


def described(**fields: Any) -> ArtifactMetadata:
    return ArtifactMetadata(**{"session_id": "session_1", "workflow_name": "jil_parser"} | fields)


@contextmanager
def embedded(folder: Path, keeping: Keeping | None = None) -> Iterator[Stored]:
    database = Database(folder / "dataops.db")
    records, blobs = SQLiteArtifactRecords(database), FolderBlobs(folder / "home")
    yield Stored(ArtifactStore(records, blobs, keeping), records, blobs)
    database.close()


def in_aws(folder: Path, aws: Settings) -> Stored:
    records = DynamoDBArtifactRecords(DynamoDB(REGION).table(aws.dataops_artifacts_table, "artifact_id"))
    copies = LocalCopies(folder / "copies", 1 << 30)
    blobs = S3Blobs(str(aws.artifact_bucket), REGION, copies)
    return Stored(ArtifactStore(records, blobs, Keeping(copies=copies)), records, blobs)
