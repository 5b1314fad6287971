"""The fakes behave as the services do, and fail as they do, on demand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args
from uuid import uuid4

import pytest
from boto3.dynamodb.conditions import Key  # type: ignore[import-untyped]  # it has no types

from core.aws_client import aws_client
from core.devkit.fake_bedrock import FakeBedrock
from core.devkit.fake_dynamodb import FakeDynamoDB
from core.devkit.fake_s3 import FakeS3
from core.devkit.faults import Fault
from core.errors import UserFacingError
from core.settings import Settings
from core.storage.tables import Index, Table
from core.tools.bedrock_problems import BedrockError, BedrockUnreachableError
from core.tools.dynamodb_operations import DynamoDBOperations
from core.tools.dynamodb_problems import DynamoDBError, DynamoDBUnreachableError
from core.tools.s3_operations import S3Operations
from core.tools.s3_problems import S3Error, S3UnreachableError
from tests.servers import REGION

FAULTS: tuple[Fault, ...] = get_args(Fault)
PASSING = {"throttled", "unreachable", "slow", "unavailable"}


def outcome(work: Callable[[], Any]) -> Any:
    """What came of it, a sentence included."""
    try:
        return work()
    except UserFacingError as error:
        return type(error), str(error)


def s3_story(s3: S3Operations, bucket: str, folder: Path) -> list[Any]:
    """Everything that the tool does, and what came of it."""
    (folder / "up.txt").write_text("up")
    s3.write_json("a/rows.json", {"rows": 5})
    s3.upload_file(folder / "up.txt", "a/up.txt")
    s3.upload_file(folder / "up.txt", f"s3://{bucket}/b.txt")
    down = s3.download_file("a/up.txt", folder / "down.txt")
    return [
        s3.read_json("a/rows.json"),
        s3.read_text("a/up.txt"),
        (folder / "down.txt").read_text(),
        (down.size, down.version, down.location.key),
        s3.list_objects("a/"),
        s3.list_objects(f"s3://{bucket}/"),
        s3.look("b.txt").size,
        s3.look("b.txt").version == down.version,
        outcome(lambda: s3.read_text("nothing")),
        outcome(lambda: s3.look("nothing")),
        outcome(lambda: s3.read_json("b.txt")),
    ]


def test_fake_s3_does_what_s3_does(aws: Settings, tmp_path: Path) -> None:
    bucket = str(aws.artifact_bucket)
    real, fake = S3Operations(bucket, aws), FakeS3(bucket=bucket)
    assert s3_story(fake, bucket, tmp_path) == s3_story(real, bucket, tmp_path)
    assert fake.objects[f"s3://{bucket}/b.txt"] == b"up"
    assert f"{bucket}" in fake.presign("b.txt")


def dynamodb_story(table: str, db: DynamoDBOperations) -> list[Any]:
    """Everything that the tool does, and what came of it."""
    loads = [{"job": "GL", "day": day, "state": "late", "rows": day * 1.5} for day in (3, 1, 20, 100)]
    db.batch_put(table, loads)
    db.put_item(table, {"job": "AP", "day": 1, "hosts": {"a", "b"}})
    job = Key("job").eq("GL")
    return [
        db.get_item(table, {"job": "GL", "day": 3}),
        db.get_item(table, {"job": "GL", "day": 4}),
        db.query(table, {"job": "GL"}),
        db.query(table, {"job": "GL", "day": 20}),
        *(
            db.query(table, job & day)
            for day in (Key("day").gt(3), Key("day").lte(3), Key("day").between(2, 20))
        ),
        db.query(table, Key("state").eq("late") & Key("day").gte(20), index="by_state"),
        db.query(table, {"state": "late"}, index="by_state"),
        db.batch_get(table, [{"job": "AP", "day": 1}, {"job": "GL", "day": 100}, {"job": "GL", "day": 7}]),
        db.delete_item(table, {"job": "AP", "day": 1}),
        db.delete_item(table, {"job": "AP", "day": 1}),
        outcome(lambda: db.get_item("nothing", {"job": "GL"})),
        outcome(lambda: db.get_item(table, {"job": "GL"})),
        outcome(lambda: db.put_item(table, {"job": "GL"})),
        outcome(lambda: db.query(table, Key("day").eq(1))),
        outcome(lambda: db.batch_put(table, [{"job": "GL", "day": 1}] * 2)),
    ]


def test_fake_dynamodb_does_what_dynamodb_does(aws: Settings) -> None:
    name = f"loads_{uuid4().hex[:8]}"
    definition = Table(name, "job", "day", (Index("by_state", "state", "day"),)).definition()
    for attribute in definition["AttributeDefinitions"]:
        if attribute["AttributeName"] == "day":
            attribute["AttributeType"] = "N"
    aws_client("dynamodb", REGION, connect=2, read=10, attempts=2).create_table(**definition)
    fake = FakeDynamoDB({name: ["job", "day"], f"{name}/by_state": ["state", "day"]})
    assert dynamodb_story(name, fake) == dynamodb_story(name, DynamoDBOperations(aws))
    assert len(fake.items(name)) == 4


def test_an_index_that_is_not_there_is_refused() -> None:
    fake = FakeDynamoDB({"loads": ["job", "day"]})
    with pytest.raises(DynamoDBError, match="ValidationException"):
        fake.query("loads", {"state": "late"}, index="by_state")


def test_texts_of_a_sort_key_are_found_by_their_beginning() -> None:
    fake = FakeDynamoDB({"loads": ["job", "day"]})
    fake.batch_put("loads", [{"job": "GL", "day": day} for day in ("2026-11-02", "2026-10-31")])
    found = fake.query("loads", Key("job").eq("GL") & Key("day").begins_with("2026-11"))
    assert [item["day"] for item in found] == ["2026-11-02"]


def test_a_fake_begins_with_what_it_is_given() -> None:
    fake = FakeS3({"a.txt": "text", "s3://other/b.bin": b"\x00"})
    assert fake.read_text("a.txt") == "text"
    assert fake.list_objects("s3://other/") == ["s3://other/b.bin"]


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_a_sentence_of_the_real_tool(fault: Fault) -> None:
    tools: list[tuple[Callable[[], Any], type, type]] = [
        (lambda: FakeS3({"a": "b"}, fails=fault).read_text("a"), S3Error, S3UnreachableError),
        (
            lambda: FakeDynamoDB({"loads": ["job"]}, fails=fault).get_item("loads", {"job": "GL"}),
            DynamoDBError,
            DynamoDBUnreachableError,
        ),
        (lambda: FakeBedrock(["x"], fails=fault).invoke("say it"), BedrockError, BedrockUnreachableError),
        (
            lambda: list(FakeBedrock(["x"], fails=fault).stream("say it")),
            BedrockError,
            BedrockUnreachableError,
        ),
    ]
    for work, error, passing in tools:
        with pytest.raises(error) as raised:
            work()
        assert isinstance(raised.value, passing) == (fault in PASSING)
        assert str(raised.value)[0].isupper()
        assert "fake.invalid" not in str(raised.value)


def test_a_fault_ends_after_its_times_and_when_it_is_told_to() -> None:
    s3, db, model = (
        FakeS3({"a": "b"}, fails="throttled", times=2),
        FakeDynamoDB({"loads": ["job"]}, fails="denied", times=1),
        FakeBedrock(["x", "y"], fails="slow", times=1),
    )
    for work, failures in (
        (lambda: s3.read_text("a"), 2),
        (lambda: db.put_item("loads", {"job": "GL"}), 1),
        (lambda: model.invoke("it"), 1),
    ):
        for _ in range(failures):
            with pytest.raises(UserFacingError):
                work()
        work()
    assert model.asked == ["it"]
    for fake in (s3, db, model):
        fake.fail("unreachable")
        fake.fail(None)
    assert (s3.read_text("a"), db.get_item("loads", {"job": "GL"}), model.invoke("it")) == (
        "b",
        {"job": "GL"},
        "y",
    )


def test_what_a_fake_keeps_no_environment_can_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAX_INPUT_MB", "-5")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    assert FakeS3({"a": "b"}).read_text("a") == "b"


def test_the_fake_model_gives_its_responses_in_order_and_knows_the_prompts() -> None:
    model = FakeBedrock(["one two", "three"])
    assert "".join(model.stream("first")) == "one two"
    assert model.invoke("second", model="claude-sonnet-4") == "three"
    assert model.asked == ["first", "second"]
    with pytest.raises(AssertionError, match="asked 3 times"):
        model.invoke("third")
