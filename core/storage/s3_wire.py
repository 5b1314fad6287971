"""What S3 answers, as the errors that stores raise."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from core.aws_problems import THROTTLED
from core.errors import StorageError, StoreUnavailable

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

ABSENT = frozenset({"NoSuchKey", "NoSuchUpload", "404"})
BUSY = THROTTLED | {"RequestTimeout"}


class WrittenMeanwhile(StorageError):  # noqa: N818 - it says what happened
    """Somebody else wrote the same key at the same time, and S3 does not say whether it is taken now."""


@contextmanager
def s3_answers(bucket: str) -> Iterator[None]:
    """Raise what botocore raises as StorageError, FileExistsError or FileNotFoundError."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        _told(error, bucket)
    except BotoCoreError as error:
        raise StoreUnavailable("S3 does not answer; try again in a moment.") from error


def _told(error: "ClientError", bucket: str) -> NoReturn:
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code == "PreconditionFailed":
        raise FileExistsError("the key is taken") from error
    if code == "ConditionalRequestConflict":
        raise WrittenMeanwhile("Somebody else writes the same in S3; try again in a moment.") from error
    if code in ABSENT:
        raise FileNotFoundError("there is no such object") from error
    if code in BUSY or status >= 500:
        raise StoreUnavailable("S3 cannot answer now; try again in a moment.") from error
    if code == "NoSuchBucket":
        raise StorageError(f"S3 has no bucket {bucket}; run dataops init-storage.") from error
    raise StorageError(f"S3 refuses the request ({code}); tell an admin of this bot.") from error
