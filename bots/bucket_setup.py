"""The bucket: made closed, versioned and encrypted, or compared with that."""

from collections.abc import Callable, Iterator
from typing import Any

from bots.setup_line import Line, aws_told
from core.aws_client import aws_client
from core.settings import Settings
from core.storage.bucket import CLOSED, checkpoint_days, encryption, lifecycle

GLOBAL_REGION = "us-east-1"
"""The one region that CreateBucket must not be told."""

ABSENT = (
    "NoSuchPublicAccessBlockConfiguration",
    "ServerSideEncryptionConfigurationNotFoundError",
    "NoSuchLifecycleConfiguration",
)
"""How S3 says that something was never set up."""


def set_up_bucket(settings: Settings, *, dry_run: bool) -> Iterator[Line]:
    """Make the bucket if it is missing, or tell how it differs. Raises UserFacingError."""
    name = settings.artifact_bucket
    if name is None:
        return
    with aws_told(f"the bucket {name}"):
        client = aws_client("s3", settings.aws_region, connect=5, read=20, attempts=4)
        if _there(client, name):
            lines = list(_differences(client, name, settings))
            yield from lines or [Line(f"Bucket {name} is there.")]
        elif dry_run:
            yield Line(f"Bucket {name} is missing; it would be created.")
        else:
            _create(client, name, settings)
            yield Line(
                f"Bucket {name} was created: closed, versioned, encrypted, with rules for what expires."
            )


def _there(client: Any, name: str) -> bool:
    from botocore.exceptions import ClientError

    try:
        client.head_bucket(Bucket=name)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return False
        raise
    return True


def _create(client: Any, name: str, settings: Settings) -> None:
    """Closed before anything else: nobody sees a bucket that is half set up."""
    where = {"LocationConstraint": settings.aws_region}
    usual = settings.aws_region == GLOBAL_REGION
    client.create_bucket(Bucket=name, **({} if usual else {"CreateBucketConfiguration": where}))
    client.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=CLOSED)
    client.put_bucket_encryption(
        Bucket=name, ServerSideEncryptionConfiguration=encryption(settings.dataops_kms_key)
    )
    client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    client.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration=_lifecycle(settings))


def _differences(client: Any, name: str, settings: Settings) -> Iterator[Line]:
    """What is better otherwise; the service works all the same."""
    if client.get_bucket_versioning(Bucket=name).get("Status") != "Enabled":
        yield Line(f"Bucket {name} keeps no versions; turn versioning on.")
    closed = _asked(lambda: client.get_public_access_block(Bucket=name)) or {}
    if closed.get("PublicAccessBlockConfiguration") != CLOSED:
        yield Line(f"Bucket {name} does not block public access; block all of it.")
    yield from _encryption(client, name, settings)
    yield from _rules(client, name, settings)


def _encryption(client: Any, name: str, settings: Settings) -> Iterator[Line]:
    found = _asked(lambda: client.get_bucket_encryption(Bucket=name)) or {}
    rules = found.get("ServerSideEncryptionConfiguration", {}).get("Rules", [])
    by = rules[0]["ApplyServerSideEncryptionByDefault"] if rules else {}
    wanted = encryption(settings.dataops_kms_key)["Rules"][0]["ApplyServerSideEncryptionByDefault"]
    if not by:
        yield Line(f"Bucket {name} has no default encryption; turn it on.")
    elif settings.dataops_kms_key is not None and by != wanted:
        yield Line(f"Bucket {name} encrypts by another key than DATAOPS_KMS_KEY; change one of them.")


def _lifecycle(settings: Settings) -> dict[str, Any]:
    return {"Rules": lifecycle(checkpoint_days(settings))}


def _rules(client: Any, name: str, settings: Settings) -> Iterator[Line]:
    found = _asked(lambda: client.get_bucket_lifecycle_configuration(Bucket=name)) or {}
    there = {rule.get("ID"): rule for rule in found.get("Rules", ())}
    wanted = {rule["ID"]: rule for rule in _lifecycle(settings)["Rules"]}
    for rule in wanted.values():
        known = there.get(rule["ID"])
        if known is None:
            yield Line(f"Bucket {name} has no lifecycle rule {rule['ID']}; add it (manifests/aws has it).")
        elif {part: known.get(part) for part in rule} != rule:
            yield Line(
                f"Bucket {name} has another lifecycle rule {rule['ID']}; compare it with manifests/aws."
            )
    foreign = len(there.keys() - wanted.keys())
    if foreign:
        yield Line(f"Bucket {name} has {foreign} further lifecycle rules; see that they spare what is ours.")


def _asked(call: Callable[[], Any]) -> dict[str, Any] | None:
    """What S3 answers; None for what was never set up."""
    from botocore.exceptions import ClientError

    try:
        return dict(call())
    except ClientError as error:
        if error.response["Error"]["Code"] in ABSENT:
            return None
        raise
