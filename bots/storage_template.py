"""``manifests/aws/storage.yaml``: what ``dataops init-storage`` makes, as CloudFormation, and who may use it.

``python -m bots.storage_template`` writes it anew.
"""

from pathlib import Path
from typing import Any

import yaml

from core.settings import Settings
from core.storage.bucket import CLOSED, PREFIXES, checkpoint_days, lifecycle
from core.storage.tables import Table, tables_of

PAGE = Path(__file__).parent.parent / "manifests" / "aws" / "storage.yaml"

HEAD = """\
# Written by python -m bots.storage_template; the same as dataops init-storage makes.
# Nothing in it is deleted with the stack. Attach the policy to the role that the service runs under.
"""

NAMES = {
    "aws_dynamodb_table": ("SessionsTable", "dataops_sessions"),
    "dataops_messages_table": ("MessagesTable", "dataops_messages"),
    "dataops_artifacts_table": ("ArtifactsTable", "dataops_artifacts"),
    "dataops_contexts_table": ("ContextsTable", "dataops_contexts"),
    "dataops_users_table": ("UsersTable", "dataops_users"),
    "dataops_executions_table": ("ExecutionsTable", "dataops_executions"),
    "dataops_checkpoints_table": ("CheckpointsTable", "dataops_checkpoints"),
}
"""Each setting with a table's name: the resource, and the name unless one is given."""

TABLE_ACTIONS = ("BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan")
BUCKET_ACTIONS = (
    "GetBucketVersioning",
    "GetEncryptionConfiguration",
    "GetLifecycleConfiguration",
    "ListBucket",
    "ListBucketVersions",
)
OBJECT_ACTIONS = (
    "AbortMultipartUpload",
    "DeleteObject",
    "DeleteObjectVersion",
    "GetObject",
    "PutObject",
    "PutObjectTagging",
)
KEY_ACTIONS = ("Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey")

KEEP = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
HAS_KEY = "HasKey"
MARK = checkpoint_days(Settings.model_construct())
"""The days that the parameter CheckpointDays has unless others are given."""

NO_VALUE = "AWS::NoValue"


def template() -> dict[str, Any]:
    """The template as CloudFormation reads it."""
    named: dict[str, Any] = {setting: resource for setting, (resource, _) in NAMES.items()}
    tables = tables_of(Settings.model_construct(**named))
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "DataOps Agent: tables and bucket of its records, and a policy to use them",
        "Parameters": _parameters(),
        "Conditions": {HAS_KEY: {"Fn::Not": [{"Fn::Equals": [{"Ref": "KmsKeyArn"}, ""]}]}},
        "Resources": {
            **{table.name: _table(table) for table in tables},
            "Bucket": _bucket(),
            "UsePolicy": _policy([table.name for table in tables]),
        },
        "Outputs": {"PolicyArn": {"Value": {"Ref": "UsePolicy"}}},
    }


def page() -> str:
    """The file's text."""
    return HEAD + yaml.safe_dump(template(), sort_keys=False, width=110)


def _parameters() -> dict[str, Any]:
    described = Settings.model_fields
    parameters: dict[str, Any] = {
        f"{resource}Name": {
            "Type": "String",
            "Default": name,
            "Description": f"{setting.upper()}: {described[setting].description}"[:200],
        }
        for setting, (resource, name) in NAMES.items()
    }
    parameters["BucketName"] = {"Type": "String", "Description": "ARTIFACT_BUCKET: bucket of all contents."}
    parameters["CheckpointDays"] = {
        "Type": "Number",
        "Default": MARK,
        "MinValue": 1,
        "Description": "One more than DATAOPS_QUESTION_DAYS: how long a large checkpoint is kept.",
    }
    parameters["KmsKeyArn"] = {
        "Type": "String",
        "Default": "",
        "AllowedPattern": "^$|^arn:.+:kms:.+:key/.+$",
        "Description": "DATAOPS_KMS_KEY as an ARN; empty: S3 encrypts with its own key.",
    }
    return parameters


def _table(table: Table) -> dict[str, Any]:
    expiry = {"TimeToLiveSpecification": {"Enabled": True, "AttributeName": table.ttl}} if table.ttl else {}
    return {
        "Type": "AWS::DynamoDB::Table",
        **KEEP,
        "Properties": {
            **table.definition(),
            "TableName": {"Ref": f"{table.name}Name"},
            "DeletionProtectionEnabled": True,
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
            **expiry,
        },
    }


def _bucket() -> dict[str, Any]:
    by_key = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": {"Ref": "KmsKeyArn"}}
    default = {"Fn::If": [HAS_KEY, by_key, {"SSEAlgorithm": "AES256"}]}
    return {
        "Type": "AWS::S3::Bucket",
        **KEEP,
        "Properties": {
            "BucketName": {"Ref": "BucketName"},
            "PublicAccessBlockConfiguration": dict(CLOSED),
            "VersioningConfiguration": {"Status": "Enabled"},
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [
                    {
                        "ServerSideEncryptionByDefault": default,
                        "BucketKeyEnabled": {"Fn::If": [HAS_KEY, True, {"Ref": NO_VALUE}]},
                    }
                ]
            },
            "LifecycleConfiguration": {"Rules": [_rule(rule) for rule in lifecycle(MARK)]},
        },
    }


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    """A rule of S3 in CloudFormation's own words."""
    days = rule["Expiration"].get("Days")
    checkpoints = str(rule["ID"]).replace(f"-{MARK}d", "-${CheckpointDays}d")
    return {
        "Id": {"Fn::Sub": checkpoints} if days == MARK else rule["ID"],
        "Status": rule["Status"],
        "Prefix": rule["Filter"]["Prefix"],
        "AbortIncompleteMultipartUpload": {
            "DaysAfterInitiation": rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"]
        },
        "NoncurrentVersionExpiration": dict(rule["NoncurrentVersionExpiration"]),
        **_expiry(days),
    }


def _expiry(days: int | None) -> dict[str, Any]:
    if days is None:
        return {"ExpiredObjectDeleteMarker": True}
    return {"ExpirationInDays": {"Ref": "CheckpointDays"} if days == MARK else days}


def _policy(tables: list[str]) -> dict[str, Any]:
    arns = [{"Fn::GetAtt": [table, "Arn"]} for table in tables]
    indexes = [{"Fn::Sub": f"${{{table}.Arn}}/index/*"} for table in tables]
    objects = [{"Fn::Sub": f"${{Bucket.Arn}}/{prefix}*"} for prefix in PREFIXES]
    key = _allowed("Key", "kms", KEY_ACTIONS, [{"Ref": "KmsKeyArn"}])
    statements = [
        _allowed("Tables", "dynamodb", TABLE_ACTIONS, arns + indexes),
        _allowed("Bucket", "s3", BUCKET_ACTIONS, [{"Fn::GetAtt": ["Bucket", "Arn"]}]),
        _allowed("Objects", "s3", OBJECT_ACTIONS, objects),
        {"Fn::If": [HAS_KEY, key, {"Ref": NO_VALUE}]},
    ]
    return {
        "Type": "AWS::IAM::ManagedPolicy",
        "Properties": {
            "Description": "What DataOps Agent does with its tables, its bucket and its key",
            "PolicyDocument": {"Version": "2012-10-17", "Statement": statements},
        },
    }


def _allowed(sid: str, service: str, actions: tuple[str, ...], resources: list[Any]) -> dict[str, Any]:
    allowed = [f"{service}:{action}" for action in actions]
    return {"Sid": sid, "Effect": "Allow", "Action": allowed, "Resource": resources}


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
