"""Tables and bucket are made once as they should be; what is there already is told about and left alone."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from bots import storage_setup
from bots.storage_setup import EMBEDDED, run_init_storage, set_up
from core.aws_client import aws_client
from core.errors import UserFacingError
from core.settings import Settings
from core.storage.bucket import PREFIXES
from core.storage.tables import tables_of
from tests.bots.commandline import dataops
from tests.servers import REGION


def sentences(settings: Settings, *, dry_run: bool = False) -> list[str]:
    return [line.sentence for line in set_up(settings, dry_run=dry_run)]


def client(service: str) -> Any:
    return aws_client(service, REGION, connect=2, read=10, attempts=1)


@pytest.fixture
def fresh(aws: Settings) -> Settings:
    """Names of a table with an expiry, of one with indexes, and of a bucket, that nobody has."""
    mark = uuid4().hex[:8]
    return aws.model_copy(
        update={
            name: f"new-{name.replace('_', '-')}-{mark}"
            for name in Settings.model_fields
            if name == "artifact_bucket" or name.endswith("_table")
        }
    )


def test_what_is_missing_is_made_and_the_next_time_is_there(fresh: Settings) -> None:
    made = sentences(fresh)
    assert [line for line in made if "was created" not in line] == []
    assert len(made) == len(tables_of(fresh)) + 1
    again = sentences(fresh)
    assert again == [f"Table {table.name} is there." for table in tables_of(fresh)] + [
        f"Bucket {fresh.artifact_bucket} is there."
    ]


def test_what_is_made_is_protected(fresh: Settings) -> None:
    list(set_up(fresh, dry_run=False))
    tables, buckets, bucket = client("dynamodb"), client("s3"), fresh.artifact_bucket
    checkpoints = fresh.dataops_checkpoints_table
    assert tables.describe_table(TableName=checkpoints)["Table"]["DeletionProtectionEnabled"]
    expiry = tables.describe_time_to_live(TableName=checkpoints)["TimeToLiveDescription"]
    assert expiry["AttributeName"] == "ttl"
    assert buckets.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    assert all(buckets.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())
    rules = buckets.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert {rule["Filter"]["Prefix"]: rule["Expiration"].get("Days") for rule in rules} == {
        prefix: {"links/": 2, "checkpoints/": 8}.get(prefix) for prefix in PREFIXES
    }


def test_a_dry_run_changes_nothing(fresh: Settings) -> None:
    told = sentences(fresh, dry_run=True)
    assert [line for line in told if "it would be created" not in line] == []
    assert len(told) == len(tables_of(fresh)) + 1
    assert sentences(fresh, dry_run=True) == told


def test_the_key_of_the_settings_encrypts(fresh: Settings) -> None:
    key = client("kms").create_key()["KeyMetadata"]["Arn"]
    with_key = Settings(
        _env_file=None, artifact_bucket=fresh.artifact_bucket, aws_dynamodb_table=None, dataops_kms_key=key
    )
    list(set_up(with_key, dry_run=False))
    assert sentences(with_key) == [f"Bucket {fresh.artifact_bucket} is there."]
    other = with_key.model_copy(update={"dataops_kms_key": "alias/other"})
    assert "encrypts by another key than DATAOPS_KMS_KEY" in sentences(other)[0]


def test_a_region_of_its_own_is_told_to_s3(fresh: Settings) -> None:
    elsewhere = fresh.model_copy(update={"aws_region": "eu-central-1", "aws_dynamodb_table": None})
    list(set_up(elsewhere, dry_run=False))
    where = client("s3").get_bucket_location(Bucket=fresh.artifact_bucket)
    assert where["LocationConstraint"] == "eu-central-1"


def test_what_is_there_is_compared_and_left_alone(aws: Settings) -> None:
    told = sentences(aws)
    assert f"Table {aws.aws_dynamodb_table} is not protected from deletion; turn that on." in told
    assert f"Table {aws.aws_dynamodb_table} has no point-in-time recovery; turn that on." in told
    assert (
        f"Table {aws.dataops_checkpoints_table} does not expire by ttl; turn that on, or it only grows."
        in told
    )
    assert f"Bucket {aws.artifact_bucket} does not block public access; block all of it." in told
    assert f"Bucket {aws.artifact_bucket} keeps no versions; turn versioning on." not in told
    assert sum("has no lifecycle rule" in line for line in told) == len(PREFIXES)
    assert not any(line.wrong for line in set_up(aws, dry_run=False))
    assert sentences(aws) == told


def test_rules_and_versions_of_others_are_told_about(aws: Settings) -> None:
    buckets = client("s3")
    buckets.put_bucket_versioning(Bucket=aws.artifact_bucket, VersioningConfiguration={"Status": "Suspended"})
    foreign = {"ID": "all", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}}
    changed = foreign | {"ID": "dataops-links", "Filter": {"Prefix": "links/"}}
    rules = {"Rules": [foreign, changed]}
    buckets.put_bucket_lifecycle_configuration(Bucket=aws.artifact_bucket, LifecycleConfiguration=rules)
    told = sentences(aws)
    assert f"Bucket {aws.artifact_bucket} keeps no versions; turn versioning on." in told
    assert any("another lifecycle rule dataops-links" in line for line in told)
    assert any("1 further lifecycle rules" in line for line in told)
    assert len(buckets.get_bucket_lifecycle_configuration(Bucket=aws.artifact_bucket)["Rules"]) == 2


def test_a_table_of_another_shape_is_no_use(
    aws: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    swapped = aws.model_copy(
        update={
            "artifact_bucket": None,
            "aws_dynamodb_table": aws.dataops_users_table,
            "dataops_artifacts_table": aws.aws_dynamodb_table,
        }
    )
    monkeypatch.setattr(storage_setup, "load_settings", lambda: swapped)
    assert run_init_storage(dry_run=False) == 1
    said = capsys.readouterr().out
    assert f"Table {aws.dataops_users_table} has other keys than session_id; name another table." in said
    assert f"Table {aws.dataops_users_table} has no index by_user (user_id, created_at); add it." in said


def test_a_refusal_is_told_with_its_reason(aws: Settings) -> None:
    taken = aws.model_copy(update={"aws_dynamodb_table": None, "artifact_bucket": "no"})
    with pytest.raises(UserFacingError, match=r"AWS refuses the bucket no \(InvalidBucketName"):
        list(set_up(taken, dry_run=False))


def test_embedded_there_is_nothing_to_do(tmp_path: Path) -> None:
    done = dataops(tmp_path, "init-storage", "--dry-run")
    assert (done.returncode, done.stdout.strip()) == (0, EMBEDDED)
