"""DynamoDB through boto3, on a server of this machine."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from boto3.dynamodb.conditions import Key  # type: ignore[import-untyped]  # it has no types
from hypothesis import given, settings
from hypothesis import strategies as st

from core.aws_client import aws_client
from core.errors import UserFacingError
from core.settings import Settings
from core.storage.tables import Index, Table
from core.tools.dynamodb_operations import DynamoDBOperations
from core.tools.dynamodb_problems import DynamoDBError, DynamoDBUnreachableError
from core.tools.dynamodb_values import from_wire, to_wire
from tests.dynamodb_answers import SECRET, Answer, Answers, open_answers
from tests.servers import REGION

BY_STATE = Index("by_state", "state", "day")


@pytest.fixture
def table(aws: Settings) -> str:
    """A table of somebody's own."""
    table = Table(f"loads_{uuid4().hex[:8]}", "job", "day", (BY_STATE,))
    aws_client("dynamodb", REGION, connect=2, read=10, attempts=2).create_table(**table.definition())
    return table.name


@pytest.fixture
def operations(aws: Settings) -> DynamoDBOperations:
    return DynamoDBOperations(aws)


def load(day: str, job: str = "LOAD_GL", **more: Any) -> dict[str, Any]:
    return {"job": job, "day": day, **more}


def test_an_item_comes_back_as_it_was_put(operations: DynamoDBOperations, table: str) -> None:
    item = load(
        "2026-11-02",
        rows=12_345_678_901_234_567_890,
        seconds=1.5,
        late=False,
        note=None,
        mark=b"\x00\xff",
        steps=[{"name": "sort", "cost": 0.1}, 3],
        hosts={"a", "b"},
        sizes={1, 2.5},
    )
    operations.put_item(table, item)
    found = operations.get_item(table, load("2026-11-02"))
    assert found == item
    assert found is not None
    assert (type(found["rows"]), type(found["seconds"]), type(found["mark"])) == (int, float, bytes)
    assert operations.get_item(table, load("2026-11-03")) is None


def test_a_deleted_item_is_gone(operations: DynamoDBOperations, table: str) -> None:
    operations.put_item(table, load("2026-11-02"))
    assert operations.delete_item(table, load("2026-11-02"))
    assert not operations.delete_item(table, load("2026-11-02"))
    assert operations.get_item(table, load("2026-11-02")) is None


def test_items_are_found_by_their_key(operations: DynamoDBOperations, table: str) -> None:
    for day in ("03", "01", "02"):
        operations.put_item(table, load(day, state="late" if day == "02" else "done"))
    operations.put_item(table, load("01", job="OTHER"))

    def days(condition: Any, **more: Any) -> list[str]:
        return [item["day"] for item in operations.query(table, condition, **more)]

    assert days({"job": "LOAD_GL"}) == ["01", "02", "03"]
    assert days(load("02")) == ["02"]
    assert days(Key("job").eq("LOAD_GL") & Key("day").gt("01")) == ["02", "03"]
    assert days({"state": "done"}, index="by_state") == ["01", "03"]
    assert days({"job": "nobody's"}) == []


def test_many_items_are_put_and_had_at_once(operations: DynamoDBOperations, table: str) -> None:
    operations.batch_put(table, [load(f"{day:03}", row=day) for day in range(130)])
    keys = [load(f"{day:03}") for day in (129, *range(128), 7, 500)]
    assert [item["row"] for item in operations.batch_get(table, keys)] == [129, *range(128)]
    operations.batch_put(table, [])
    assert operations.batch_get(table, []) == []


def test_more_than_may_be_read_is_not(aws: Settings, table: str) -> None:
    operations = DynamoDBOperations(aws.model_copy(update={"max_input_mb": 1}))
    for day in ("01", "02", "03"):
        operations.put_item(table, load(day, text="x" * 390_000))
    with pytest.raises(DynamoDBError, match="than the 1 MB I may read at once; ask for less"):
        operations.query(table, {"job": "LOAD_GL"})


@pytest.mark.parametrize("prefix", ["", "arn:aws:dynamodb:us-east-1:123456789012:table/"])
def test_the_tables_of_the_service_are_not_for_workflows(
    operations: DynamoDBOperations, aws: Settings, prefix: str
) -> None:
    asked: list[Callable[[str], Any]] = [
        lambda name: operations.query(name, {"session_id": "s"}),
        lambda name: operations.batch_get(name, [{"session_id": "s"}]),
        lambda name: operations.put_item(name, {"session_id": "s"}),
    ]
    for ask in asked:
        with pytest.raises(DynamoDBError, match="is this service's own; name another one"):
            ask(f"{prefix}{aws.aws_dynamodb_table}")


def test_what_cannot_be_done_is_one_sentence(operations: DynamoDBOperations, table: str) -> None:
    asked: list[tuple[Callable[[], Any], str]] = [
        (lambda: operations.get_item("missing", {"job": "x"}), "DynamoDB has no table missing; check"),
        (lambda: operations.get_item(table, {"job": "x"}), "refuses the request for loads_"),
        (lambda: operations.get_item("a b\n", {"job": "x"}), "That is no name of a table"),
        (lambda: operations.put_item(table, load("1", when=object())), "does not keep such a value"),
        (lambda: operations.query(table, {}), "say what its key is"),
        (lambda: operations.query(table, {"job": "x"}, index="i"), "asked of the table .* is no request"),
    ]
    for ask, sentence in asked:
        with pytest.raises(UserFacingError, match=sentence):
            ask()


@pytest.mark.parametrize(
    "value",
    [
        10**38 + 1,
        Decimal("1e-200"),
        float("nan"),
        float("-inf"),
        Decimal("-Infinity"),
        "\ud800",
        set(),
        {1: 2},
    ],
    ids=repr,
)
def test_what_dynamodb_does_not_keep_is_told_without_the_value(value: Any) -> None:
    with pytest.raises(UserFacingError, match="DynamoDB does not keep such a value") as failure:
        to_wire({"value": [value]})
    assert repr(value) not in str(failure.value)


NUMBERS = st.integers(-(10**38) + 1, 10**38 - 1) | st.floats(1e-125, 1e125) | st.floats(-1e125, -1e-125)
SCALARS = st.none() | st.booleans() | st.text() | NUMBERS | st.binary()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
) | st.sets(st.text(), min_size=1)


@settings(max_examples=50)
@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_values_come_back(item: dict[str, Any]) -> None:
    assert comparable(from_wire(to_wire(item))) == comparable(item)


def comparable(value: Any) -> Any:
    """Floats that are whole come back as int, whose value as a float is the same."""
    if isinstance(value, dict):
        return {name: comparable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [comparable(each) for each in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e38:
        return int(Decimal(repr(value)))
    return value


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    """What DynamoDB answers; nobody waits before asking again."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    with open_answers(monkeypatch) as answers:
        yield answers


@pytest.fixture
def scripted(answers: Answers) -> DynamoDBOperations:
    return DynamoDBOperations(Settings(_env_file=None))


ITEM = {"PutRequest": {"Item": {"job": {"S": "b"}}}}
KEY = {"Keys": [{"job": {"S": "b"}}]}
JOBS = [{"job": "a"}, {"job": "b"}]


def test_what_was_left_undone_is_asked_for_again(answers: Answers, scripted: DynamoDBOperations) -> None:
    answers.given = [(200, {"UnprocessedItems": {"loads": [ITEM]}}), (200, {"UnprocessedItems": {}})]
    scripted.batch_put("loads", JOBS)
    assert [len(asked["RequestItems"]["loads"]) for asked in answers.asked] == [2, 1]
    answers.asked.clear()
    first: Answer = (200, {"Responses": {"loads": [{"job": {"S": "a"}}]}, "UnprocessedKeys": {"loads": KEY}})
    none: Answer = (200, {"Responses": {}, "UnprocessedKeys": {"loads": KEY}})
    answers.given = [first, none, (200, {"Responses": {"loads": [{"job": {"S": "b"}}]}})]
    assert scripted.batch_get("loads", JOBS) == JOBS
    assert len(answers.asked) == 3


def test_however_many_answers_it_takes_as_long_as_each_gives_something(
    answers: Answers, scripted: DynamoDBOperations
) -> None:
    keys = [{"job": f"{number:02}"} for number in range(20)]
    given = [{"loads": [{"job": {"S": key["job"]}}]} for key in keys]
    answers.given = [(200, {"Responses": each, "UnprocessedKeys": {"loads": KEY}}) for each in given]
    answers.given[-1] = (200, {"Responses": given[-1]})
    assert scripted.batch_get("loads", keys) == keys
    assert answers.asked[0]["RequestItems"]["loads"]["ConsistentRead"]


def test_what_is_left_undone_again_and_again_is_told(answers: Answers, scripted: DynamoDBOperations) -> None:
    answers.given = [
        (200, {"Responses": {}, "UnprocessedItems": {"loads": [ITEM]}, "UnprocessedKeys": {"loads": KEY}})
    ]
    for call in (scripted.batch_put, scripted.batch_get):
        answers.asked.clear()
        with pytest.raises(DynamoDBUnreachableError, match="takes no more at the moment; try again"):
            call("loads", JOBS)
        assert len(answers.asked) == 8


@pytest.mark.parametrize(
    ("status", "code", "sentence"),
    [
        (400, "AccessDeniedException", "DynamoDB does not let me use loads; ask an admin"),
        (400, "UnrecognizedClientException", "The AWS credentials are not accepted; ask an admin"),
        (400, "ThrottlingException", "DynamoDB takes no more at the moment; try again"),
        (500, "InternalServerError", "DynamoDB cannot be reached; try again"),
        (400, "ValidationException", "DynamoDB refuses the request for loads (ValidationException); tell"),
    ],
)
def test_what_goes_wrong_is_one_sentence(
    answers: Answers, scripted: DynamoDBOperations, status: int, code: str, sentence: str
) -> None:
    answers.given = [(status, {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": SECRET})]
    with pytest.raises(DynamoDBError) as failure:
        scripted.get_item("loads", {"job": "a"})
    assert str(failure.value).startswith(sentence)
    assert SECRET not in str(failure.value)
    assert len(answers.asked) == (4 if "try again" in sentence else 1)


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "There are no AWS credentials"),
        ({"AWS_ENDPOINT_URL_DYNAMODB": "no address"}, "DynamoDB cannot be used as it is set up"),
        ({"AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:9"}, "DynamoDB cannot be reached"),
    ],
)
def test_what_is_not_set_up_is_told(
    answers: Answers, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], sentence: str
) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", "/nowhere")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(DynamoDBError, match=sentence):
        DynamoDBOperations(Settings(_env_file=None)).get_item("loads", {"job": "a"})


def test_boto3_is_not_loaded_before_it_is_used() -> None:
    code = (
        "import sys; from core.tools.dynamodb_operations import DynamoDBOperations; DynamoDBOperations(); "
        "sys.exit('botocore' in sys.modules or 'core.settings' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
