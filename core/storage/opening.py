"""The stores that the settings name: embedded ones, or those of a company."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from core.settings import Settings, load_settings
from core.storage.artifact_records import ArtifactRecords
from core.storage.blob_store import BlobStore
from core.storage.database import Database
from core.storage.dynamodb_artifact_records import DynamoDBArtifactRecords
from core.storage.dynamodb_executions import DynamoDBExecutions
from core.storage.dynamodb_sessions import DynamoDBSessionStore
from core.storage.dynamodb_snapshots import DynamoDBSnapshots
from core.storage.dynamodb_table import DynamoDB
from core.storage.dynamodb_users import DynamoDBUsers
from core.storage.execution_records import ExecutionRecords
from core.storage.folder_blobs import FolderBlobs
from core.storage.local_copies import LocalCopies
from core.storage.passing_texts import MemoryTexts, PassingTexts
from core.storage.redis_connection import RedisConnection
from core.storage.redis_sessions import RedisSessions
from core.storage.redis_texts import RedisTexts
from core.storage.s3_blobs import S3Blobs
from core.storage.session_archive import SessionArchive
from core.storage.session_store import SessionStore
from core.storage.snapshot_records import SnapshotRecords
from core.storage.sqlite_artifact_records import SQLiteArtifactRecords
from core.storage.sqlite_executions import SQLiteExecutions
from core.storage.sqlite_sessions import SQLiteSessionStore
from core.storage.sqlite_snapshots import SQLiteSnapshots
from core.storage.sqlite_users import SQLiteUsers
from core.storage.user_records import UserRecords

COPIES_BYTES = 10 << 30
"""The most that local copies of objects take on the disk."""


@dataclass(frozen=True, slots=True)
class Stores:
    """What is kept besides the runs: records, contents by key, and what a model said within the hour.

    ``lingers`` says whether a cache may still hold an earlier state of a session (its id).
    """

    sessions: SessionStore
    artifacts: ArtifactRecords
    snapshots: SnapshotRecords
    executions: ExecutionRecords
    users: UserRecords
    blobs: BlobStore
    archives: SessionArchive
    answers: PassingTexts
    lingers: Callable[[str], bool]
    close: Callable[[], None]


def open_stores(settings: Settings, database: Database) -> Stores:
    """Records in DynamoDB where a table is named, else in SQLite; contents in S3 where a bucket is, or files.

    Nothing is asked of a server yet. Raises StorageError for settings that cannot work.
    """
    blobs = open_blobs(settings)
    redis = open_redis(settings)
    records = _dynamodb(settings) if settings.aws_dynamodb_table else _sqlite(database)
    sessions, artifacts, snapshots, executions, users = records
    cached = None if redis is None else RedisSessions(sessions, redis, _space(settings))
    return Stores(
        sessions=cached or sessions,
        artifacts=artifacts,
        snapshots=snapshots,
        executions=executions,
        users=users,
        blobs=blobs,
        archives=SessionArchive(blobs),
        answers=MemoryTexts() if redis is None else RedisTexts(redis, _space(settings)),
        lingers=cached.lingers if cached else lambda _: False,
        close=redis.close if redis else lambda: None,
    )


def installed_stores() -> tuple[Settings, Stores]:
    """The settings of this installation and the stores they name, which close their database too."""
    settings = load_settings()
    database = Database(settings.dataops_home / "dataops.db")
    stores = open_stores(settings, database)

    def close() -> None:
        stores.close()
        database.close()

    return settings, replace(stores, close=close)


def open_blobs(settings: Settings) -> BlobStore:
    """Where contents rest."""
    if not settings.artifact_bucket:
        return FolderBlobs(settings.dataops_home)
    copies = LocalCopies(settings.dataops_home / "copies", COPIES_BYTES)
    return S3Blobs(settings.artifact_bucket, settings.aws_region, copies, settings.dataops_kms_key)


Records = tuple[SessionStore, ArtifactRecords, SnapshotRecords, ExecutionRecords, UserRecords]


def _sqlite(database: Database) -> Records:
    return (
        SQLiteSessionStore(database),
        SQLiteArtifactRecords(database),
        SQLiteSnapshots(database),
        SQLiteExecutions(database),
        SQLiteUsers(database),
    )


def _dynamodb(settings: Settings) -> Records:
    dynamodb = DynamoDB(settings.aws_region)
    sessions = str(settings.aws_dynamodb_table)
    return (
        DynamoDBSessionStore(dynamodb, sessions, settings.dataops_messages_table),
        DynamoDBArtifactRecords(dynamodb.table(settings.dataops_artifacts_table, "artifact_id")),
        DynamoDBSnapshots(dynamodb.table(settings.dataops_contexts_table, "snapshot_id")),
        DynamoDBExecutions(dynamodb.table(settings.dataops_executions_table, "run_id")),
        DynamoDBUsers(dynamodb.table(settings.dataops_users_table, "user_id")),
    )


def _space(settings: Settings) -> str:
    """What tells this deployment's keys from those of others that use the same Redis."""
    return settings.aws_dynamodb_table or "dataops"


def open_redis(settings: Settings) -> RedisConnection | None:
    """The connection, where a server is named; it is made when it is used first."""
    if not settings.redis_host:
        return None
    password = settings.redis_password
    return RedisConnection(
        settings.redis_host,
        settings.redis_port,
        password=password.get_secret_value() if password else None,
        tls=settings.redis_tls,
    )
