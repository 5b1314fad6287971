"""The tables of DynamoDB: their keys and indexes, as they are created and as the templates describe them."""

from dataclasses import dataclass
from typing import Any

from core.settings import Settings


@dataclass(frozen=True, slots=True)
class Index:
    """Another way to find items. A ``local`` one has the table's partition key and is read consistently."""

    name: str
    key: str
    sort: str
    local: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """All keys are text. ``ttl`` is the attribute with the second (Unix time) at which DynamoDB removes."""

    name: str
    key: str
    sort: str | None = None
    indexes: tuple[Index, ...] = ()
    ttl: str | None = None

    def definition(self) -> dict[str, Any]:
        """What ``CreateTable`` takes, and CloudFormation: on-demand, every index with whole items."""
        keys = [name for name in (self.key, self.sort) if name]
        keys += [name for index in self.indexes for name in (index.key, index.sort)]
        return {
            "TableName": self.name,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [
                {"AttributeName": name, "AttributeType": "S"} for name in dict.fromkeys(keys)
            ],
            "KeySchema": _schema(self.key, self.sort),
            **self._indexes("LocalSecondaryIndexes", local=True),
            **self._indexes("GlobalSecondaryIndexes", local=False),
        }

    def _indexes(self, field: str, *, local: bool) -> dict[str, Any]:
        described = [
            {
                "IndexName": index.name,
                "KeySchema": _schema(index.key, index.sort),
                "Projection": {"ProjectionType": "ALL"},
            }
            for index in self.indexes
            if index.local is local
        ]
        return {field: described} if described else {}


def _schema(key: str, sort: str | None) -> list[dict[str, str]]:
    schema = [{"AttributeName": key, "KeyType": "HASH"}]
    return [*schema, {"AttributeName": sort, "KeyType": "RANGE"}] if sort else schema


BY_USER = Index("by_user", "user_id", "created_at")
BY_SESSION = Index("by_session", "session_id", "created_at")
BY_WORKFLOW = Index("by_workflow", "workflow_name", "created_at")
BY_POSITION = Index("by_position", "session_id", "position", local=True)


def tables_of(settings: Settings) -> list[Table]:
    """The tables that these settings use; none where records are kept in SQLite."""
    tables: list[Table] = []
    if settings.aws_dynamodb_table:
        tables += [
            Table(settings.aws_dynamodb_table, "session_id", indexes=(BY_USER,)),
            Table(settings.dataops_messages_table, "session_id", "message_id", (BY_POSITION,)),
            Table(settings.dataops_artifacts_table, "artifact_id", indexes=(BY_SESSION, BY_WORKFLOW)),
            Table(settings.dataops_contexts_table, "snapshot_id", indexes=(BY_SESSION,)),
            Table(settings.dataops_users_table, "user_id"),
            Table(settings.dataops_executions_table, "run_id", indexes=(BY_USER, BY_WORKFLOW)),
        ]
    if settings.dataops_checkpoints_table:
        tables.append(Table(settings.dataops_checkpoints_table, "PK", "SK", ttl="ttl"))
    return tables
