"""The stores as the doctor tries them: each written to, read from, and left as it was."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from bots.cloud_probes import PROBE, use_bucket
from core.aws_client import aws_client
from core.errors import UserFacingError
from core.settings import Settings
from core.storage.database import Database
from core.storage.dynamodb_table import DynamoDB
from core.storage.opening import open_redis
from core.storage.tables import Table, tables_of

LIMIT = "one serving process at a time"


def _run_store(settings: Settings) -> str:
    database = Database(settings.dataops_home / "dataops.db")
    database.read("SELECT 1")
    database.close()
    probe = settings.dataops_home / ".probe"
    probe.write_bytes(PROBE)
    probe.unlink()
    embedded = settings.aws_dynamodb_table is None and settings.artifact_bucket is None
    what = "embedded, SQLite" if embedded else "runs in SQLite,"
    return f"{what} and files in {settings.dataops_home.resolve()}; {LIMIT}"


def _records(settings: Settings) -> str:
    """Each table by an item that is put where there is none, read and deleted."""
    tables = tables_of(settings)
    if not tables:
        return "SQLite, beside the runs (AWS_DYNAMODB_TABLE names a table of DynamoDB)"
    connection = DynamoDB(settings.aws_region)
    for table in tables:
        _tried(connection, table)
    return f"DynamoDB, region {settings.aws_region}: {', '.join(table.name for table in tables)}"


def _tried(connection: DynamoDB, table: Table) -> None:
    name = f"probe-{uuid4().hex}"
    keys = [table.key, *([table.sort] if table.sort else [])]
    opened = connection.table(table.name, *keys)
    key = [name] * len(keys)
    try:
        opened.insert(dict(zip(keys, key, strict=True)))
        if opened.get(*key) is None:
            raise UserFacingError(f"{table.name} does not give back what was put there; check its region.")
    finally:
        opened.delete(*key)


def _contents(settings: Settings) -> str:
    """The bucket by an object that is put, read and deleted with every version of it."""
    bucket = settings.artifact_bucket
    if bucket is None:
        return "files in DATAOPS_HOME (ARTIFACT_BUCKET names a bucket of S3)"
    with _told(f"the bucket {bucket}"):
        client = aws_client("s3", settings.aws_region, connect=3, read=10, attempts=2)
        use_bucket(client, settings, f"probe/{uuid4().hex}")
        return f"S3, bucket {bucket}: {_versions(client, bucket)}, {_encryption(client, bucket)}"


def _versions(client: Any, bucket: str) -> str:
    kept = client.get_bucket_versioning(Bucket=bucket).get("Status") == "Enabled"
    return "versions kept" if kept else "NO versions kept (dataops init-storage tells more)"


def _encryption(client: Any, bucket: str) -> str:
    from botocore.exceptions import ClientError

    try:
        found = client.get_bucket_encryption(Bucket=bucket)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ServerSideEncryptionConfigurationNotFoundError":
            raise
        return "NO default encryption"
    rule = found["ServerSideEncryptionConfiguration"]["Rules"][0]
    return f"encrypted ({rule['ApplyServerSideEncryptionByDefault']['SSEAlgorithm']})"


def _redis(settings: Settings) -> str:
    connection = open_redis(settings)
    if connection is None:
        return "none; sessions come from the records (REDIS_HOST names one)"
    from redis.exceptions import RedisError

    where = f"{settings.redis_host}:{settings.redis_port}"
    try:
        key = f"probe:{uuid4().hex}"
        connection.client.set(key, "1", ex=60)
        connection.client.delete(key)
    except (RedisError, OSError) as error:
        raise UserFacingError(
            f"Redis at {where} cannot be used ({type(error).__name__}: {error})."
        ) from error
    finally:
        connection.close()
    return (
        f"Redis at {where}, {'with' if settings.redis_tls else 'without'} TLS; without it things are slower"
    )


def _key(settings: Settings) -> str:
    """The key by something that it encrypts and decrypts."""
    if settings.dataops_kms_key is None:
        return "none; the bucket encrypts with its own (DATAOPS_KMS_KEY names one)"
    with _told("the key DATAOPS_KMS_KEY"):
        client = aws_client("kms", settings.aws_region, connect=3, read=10, attempts=2)
        hidden = client.encrypt(KeyId=settings.dataops_kms_key, Plaintext=PROBE)["CiphertextBlob"]
        shown = client.decrypt(KeyId=settings.dataops_kms_key, CiphertextBlob=hidden)["Plaintext"]
    if shown != PROBE:
        raise UserFacingError("the key DATAOPS_KMS_KEY does not decrypt what it encrypted.")
    return "encrypts and decrypts"


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Raise what AWS says as one sentence with its code."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code")
        raise UserFacingError(f"AWS refuses {what} ({code}); check its name and your rights.") from error
    except (BotoCoreError, ValueError) as error:
        raise UserFacingError(f"{what} cannot be reached ({type(error).__name__}).") from error


STORES: dict[str, Callable[[Settings], str]] = {
    "stores": _run_store,
    "records": _records,
    "contents": _contents,
    "redis": _redis,
    "key": _key,
}
"""The parts that keep something, by name."""
