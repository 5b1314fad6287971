"""The servers themselves: Redis of the distribution, Amazon's DynamoDB Local, and S3 and KMS of ministack."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from tests.integration.server import Server
from tests.servers import REGION

ROOT = Path(__file__).parents[2]
DYNAMODB = ROOT / ".venv" / "dynamodb"
MINISTACK = ROOT / ".venv" / "ministack"
LAUNCHER = Path(__file__).parent / "dynamodb" / "OnLoopback.java"


def missing() -> list[str]:
    """What is not installed, with what installs it."""
    there = {
        "redis-server (make system-packages)": which("redis-server"),
        "java (make system-packages)": which("java"),
        "DynamoDB Local (make .venv/dynamodb.installed)": any(DYNAMODB.glob("DynamoDBLocal-*.jar")),
        "ministack (make .venv/ministack.installed)": (MINISTACK / "ministack").is_dir(),
    }
    return [name for name, found in there.items() if not found]


@contextmanager
def real_aws(folder: Path) -> Iterator[dict[str, str]]:
    """Variables by which boto3 finds both, as somebody whom ministack knows: it checks their signatures."""
    with ministack(folder / "ministack") as rest, dynamodb_local(folder / "dynamodb") as dynamodb:
        yield {
            "AWS_ENDPOINT_URL": rest.address,
            "AWS_ENDPOINT_URL_DYNAMODB": dynamodb.address,
            **_access_key(rest.address),
        }


def _access_key(address: str) -> dict[str, str]:
    import boto3  # type: ignore[import-untyped]  # it has no types

    anybody = boto3.session.Session("invented", "invented", region_name=REGION)
    people = anybody.client("iam", endpoint_url=address)
    people.create_user(UserName="tests")
    key = people.create_access_key(UserName="tests")["AccessKey"]
    return {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}


@contextmanager
def redis_server(folder: Path) -> Iterator[Server]:
    """A Redis that keeps nothing on the disk, as a cache."""
    command = ("redis-server", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--port")
    with _started("redis-server", folder, lambda port: (*command, str(port))) as server:
        yield server


@contextmanager
def dynamodb_local(folder: Path, *, on_disk: bool = False) -> Iterator[Server]:
    """A DynamoDB in memory, or in the folder: then it has after a kill what it had before."""
    options = ("-dbPath", folder) if on_disk else ("-inMemory",)
    java = ("java", f"-Djava.library.path={DYNAMODB}", "-Xmx512m", "-cp", f"{DYNAMODB}/*", LAUNCHER)
    with _started(
        "DynamoDB Local", folder, lambda port: (*java, "-sharedDb", *options, "-port", str(port))
    ) as server:
        yield server


@contextmanager
def ministack(folder: Path) -> Iterator[Server]:
    """S3 that holds presigned links to their end and their signature, and KMS."""
    with _started(
        "ministack",
        folder,
        lambda _: (sys.executable, "-m", "ministack"),
        lambda port: {
            "PYTHONPATH": str(MINISTACK),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(port),
        },
    ) as server:
        yield server


@contextmanager
def _started(
    name: str,
    folder: Path,
    command: Callable[[int], tuple[str | Path, ...]],
    variables: Callable[[int], dict[str, str]] = lambda _: {},
) -> Iterator[Server]:
    server = Server(name, folder, command, variables)
    server.start()
    try:
        yield server
    finally:
        server.stop()
