"""The template makes what ``dataops init-storage`` makes, and allows what the service does."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import botocore.session
import pytest
import yaml
from botocore import xform_name

from bots.bucket_setup import set_up_bucket
from bots.storage_template import HEAD, NAMES, PAGE, page, template
from core.aws_client import aws_client
from core.settings import Settings
from core.storage.bucket import lifecycle
from core.storage.tables import tables_of
from tests.servers import REGION

ROOT = Path(__file__).parents[2]
OURS = [
    *(ROOT / "core" / "storage").glob("*.py"),
    ROOT / "core" / "artifacts" / "envelope.py",
    ROOT / "bots" / "cloud_probes.py",
    ROOT / "bots" / "stores_doctor.py",
]
CALLS: dict[str, dict[str, str]] = {
    "dynamodb": {},
    "s3": {
        "list_objects_v2": "ListBucket",
        "list_object_versions": "ListBucketVersions",
        "get_bucket_encryption": "GetEncryptionConfiguration",
        "create_multipart_upload": "PutObject",
        "upload_part": "PutObject",
        "complete_multipart_upload": "PutObject",
        "head_object": "GetObject",
        "delete_objects": "DeleteObjectVersion",
    },
    "kms": {},
}
"""Calls that are allowed under another name than their own."""

ELSEWHERE = {
    "dynamodb:BatchWriteItem",
    "kms:GenerateDataKey",
    "s3:GetLifecycleConfiguration",
    "s3:PutObjectTagging",
}
"""What libraries do for us: the checkpointer's writes, and S3 and the encryption SDK with a key."""


def test_it_is_written_from_the_tables_and_rules() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m bots.storage_template"
    assert yaml.safe_load(page()) == template()
    assert page().startswith(HEAD)


def test_every_table_of_the_settings_is_in_it() -> None:
    named: dict[str, Any] = {setting: name for setting, (_, name) in NAMES.items()}
    resources, parameters = template()["Resources"], template()["Parameters"]
    for table in tables_of(Settings(_env_file=None, **named)):
        (resource,) = [resource for resource, name in NAMES.values() if name == table.name]
        properties = resources[resource]["Properties"]
        assert parameters[properties["TableName"]["Ref"]]["Default"] == table.name
        assert {**properties, "TableName": table.name}.items() >= table.definition().items()
        assert properties.get("TimeToLiveSpecification", {}).get("AttributeName") == table.ttl
        assert resources[resource]["DeletionPolicy"] == "Retain"


def test_the_rules_of_the_bucket_are_those_that_are_set_up() -> None:
    days = str(template()["Parameters"]["CheckpointDays"]["Default"])
    rules = template()["Resources"]["Bucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    said = str(rules).replace("${CheckpointDays}", days)
    for rule in lifecycle(int(days)):
        (found,) = [each for each in rules if each["Prefix"] == rule["Filter"]["Prefix"]]
        assert rule["ID"] in said
        assert found["NoncurrentVersionExpiration"] == rule["NoncurrentVersionExpiration"]
        assert found["AbortIncompleteMultipartUpload"] == rule["AbortIncompleteMultipartUpload"]
        kept = found.get("ExpirationInDays")
        assert (int(days) if isinstance(kept, dict) else kept) == rule["Expiration"].get("Days")


def test_the_checkpointer_finds_its_rule_and_needs_no_right_to_change_it(aws: Settings) -> None:
    list(set_up_bucket(aws.model_copy(update={"artifact_bucket": "checkpoints-of-a-test"}), dry_run=False))
    client = aws_client("s3", REGION, connect=2, read=10, attempts=1)
    before = client.get_bucket_lifecycle_configuration(Bucket="checkpoints-of-a-test")["Rules"]
    seconds = int((aws.dataops_question_days + 1) * 24 * 3600)
    import_module("langgraph_checkpoint_aws").DynamoDBSaver(
        table_name=str(aws.dataops_checkpoints_table),
        region_name=REGION,
        ttl_seconds=seconds,
        s3_offload_config={"bucket_name": "checkpoints-of-a-test", "key_prefix": "checkpoints"},
    )
    after = client.get_bucket_lifecycle_configuration(Bucket="checkpoints-of-a-test")["Rules"]
    assert [rule["ID"] for rule in after] == [rule["ID"] for rule in before]


def calls_of(service: str) -> set[str]:
    """The operations of a service that our code names."""
    operations = botocore.session.get_session().get_service_model(service).operation_names
    known = {xform_name(name): name for name in operations}
    text = "\n".join(path.read_text(encoding="utf-8") for path in OURS)
    named = set(re.findall(r'"([a-z0-9_]+)"', text)) | set(re.findall(r"client\.([a-z0-9_]+)\(", text))
    return {f"{service}:{CALLS[service].get(name, known[name])}" for name in named & known.keys()}


def allowed() -> set[str]:
    statements: list[Any] = template()["Resources"]["UsePolicy"]["Properties"]["PolicyDocument"]["Statement"]
    plain = [each.get("Fn::If", [None, each])[1] for each in statements]
    assert all("*" not in action for each in plain for action in each["Action"])
    return {action for each in plain for action in each["Action"]}


def test_the_policy_allows_what_is_done_and_nothing_more() -> None:
    done = {call for service in CALLS for call in calls_of(service)} | ELSEWHERE
    assert sorted(allowed()) == sorted(done)


@pytest.mark.manifests
def test_cloudformation_takes_it() -> None:
    from cfnlint import ManualArgs, lint_file

    assert [
        str(match) for match in lint_file(PAGE, config=ManualArgs(regions=["us-east-1", "eu-central-1"]))
    ] == []
