"""The tables of DynamoDB: made with protection and backups, or compared with what they should be."""

import time
from collections.abc import Iterator
from typing import Any

from bots.setup_line import Line, aws_told
from core.aws_client import aws_client
from core.settings import Settings
from core.storage.tables import Table, tables_of

TRIES = 15
PAUSE_SECONDS = 2.0
"""A new table can be backed up some seconds after it is there."""

INDEXES = ("LocalSecondaryIndexes", "GlobalSecondaryIndexes")


def set_up_tables(settings: Settings, *, dry_run: bool) -> Iterator[Line]:
    """Make the tables that are missing, and tell how the others differ. Raises UserFacingError."""
    tables = tables_of(settings)
    if not tables:
        return
    with aws_told("the tables"):
        client = aws_client("dynamodb", settings.aws_region, connect=5, read=20, attempts=4)
    for table in tables:
        with aws_told(f"the table {table.name}"):
            found = _described(client, table)
            if found is not None:
                yield from _compared(client, table, found)
            elif dry_run:
                yield Line(f"Table {table.name} is missing; it would be created.")
            else:
                _create(client, table)
                yield Line(f"Table {table.name} was created.")


def _described(client: Any, table: Table) -> dict[str, Any] | None:
    try:
        return dict(client.describe_table(TableName=table.name)["Table"])
    except client.exceptions.ResourceNotFoundException:
        return None


def _create(client: Any, table: Table) -> None:
    """On demand, protected from deletion, restorable to any second of 35 days."""
    client.create_table(**table.definition(), DeletionProtectionEnabled=True)
    client.get_waiter("table_exists").wait(TableName=table.name, WaiterConfig={"Delay": 2, "MaxAttempts": 90})
    if table.ttl is not None:
        expiry = {"Enabled": True, "AttributeName": table.ttl}
        client.update_time_to_live(TableName=table.name, TimeToLiveSpecification=expiry)
    _back_up(client, table)


def _back_up(client: Any, table: Table) -> None:
    for left in reversed(range(TRIES)):
        try:
            client.update_continuous_backups(
                TableName=table.name,
                PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
            )
        except client.exceptions.ContinuousBackupsUnavailableException:
            if not left:
                raise
            time.sleep(PAUSE_SECONDS)
        except client.exceptions.ClientError as error:
            if not _offers_none(error):
                raise
            return
        else:
            return


def _offers_none(error: Any) -> bool:
    """Whether this DynamoDB knows nothing of backups: Amazon's own for one machine does not."""
    return bool(error.response["Error"]["Code"] == "UnknownOperationException")


def _compared(client: Any, table: Table, found: dict[str, Any]) -> Iterator[Line]:
    lines = [*_faults(table, found), *_advice(client, table, found)]
    yield from lines or [Line(f"Table {table.name} is there.")]


def _faults(table: Table, found: dict[str, Any]) -> Iterator[Line]:
    """What keeps the service from working; nothing of it can be mended without making the table anew."""
    wanted = table.definition()
    types = {each["AttributeName"]: each["AttributeType"] for each in found["AttributeDefinitions"]}
    textual = all(types.get(each["AttributeName"]) == "S" for each in wanted["KeySchema"])
    if _keys(found) != _keys(wanted) or not textual:
        yield Line(
            f"Table {table.name} has other keys than {_named(wanted)}; name another table.", wrong=True
        )
    for kind in INDEXES:
        there = {index["IndexName"]: index for index in found.get(kind, ())}
        for index in wanted.get(kind, ()):
            name = f"index {index['IndexName']} ({_named(index)})"
            known = there.get(index["IndexName"])
            if known is None:
                yield Line(f"Table {table.name} has no {name}; add it.", wrong=True)
            elif _keys(known) != _keys(index) or known["Projection"]["ProjectionType"] != "ALL":
                yield Line(
                    f"Table {table.name} has another {name}, or not with whole items; make it anew.",
                    wrong=True,
                )


def _advice(client: Any, table: Table, found: dict[str, Any]) -> Iterator[Line]:
    """What is better otherwise."""
    if not found.get("DeletionProtectionEnabled", False):
        yield Line(f"Table {table.name} is not protected from deletion; turn that on.")
    if not _is_backed_up(client, table):
        yield Line(f"Table {table.name} has no point-in-time recovery; turn that on.")
    if table.ttl is None:
        return
    expiry = client.describe_time_to_live(TableName=table.name)["TimeToLiveDescription"]
    if expiry.get("AttributeName") != table.ttl or expiry["TimeToLiveStatus"] not in ("ENABLED", "ENABLING"):
        yield Line(f"Table {table.name} does not expire by {table.ttl}; turn that on, or it only grows.")


def _is_backed_up(client: Any, table: Table) -> bool:
    """Whether it is restorable, or nothing can make it so."""
    try:
        backups = client.describe_continuous_backups(TableName=table.name)["ContinuousBackupsDescription"]
    except client.exceptions.ClientError as error:
        if not _offers_none(error):
            raise
        return True
    recovery = backups.get("PointInTimeRecoveryDescription", {})
    return bool(recovery.get("PointInTimeRecoveryStatus") == "ENABLED")


def _keys(described: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((each["KeyType"], each["AttributeName"]) for each in described["KeySchema"])


def _named(described: dict[str, Any]) -> str:
    return ", ".join(each["AttributeName"] for each in described["KeySchema"])
