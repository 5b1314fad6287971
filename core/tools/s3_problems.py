"""What goes wrong with S3, as sentences for people."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from core.aws_problems import CREDENTIALS, is_unanswered, lacks_credentials
from core.errors import UserFacingError

if TYPE_CHECKING:
    from botocore.exceptions import BotoCoreError, ClientError


class S3Error(UserFacingError):
    """An object cannot be had now. ``reason`` says why, in words that fit into another sentence."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason[0].upper()}{reason[1:]}; {remedy}.")
        self.reason = reason


class S3UnreachableError(S3Error):
    """S3 does not answer, or says that it cannot at the moment."""

    def __init__(self) -> None:
        super().__init__("S3 cannot be reached", "try again in a moment, or attach the file")


@contextmanager
def s3_explained(address: str) -> Iterator[None]:
    """Raise what botocore raises as S3Error; ``address`` is what was asked for."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        raise _answered(error, address) from error
    except BotoCoreError as error:
        raise _not_asked(error) from error


def _answered(error: "ClientError", address: str) -> S3Error:
    """What an answer of S3 means; a HEAD has only its status."""
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in CREDENTIALS:
        return S3Error("the AWS credentials are not accepted", "ask an admin of this bot to renew them")
    if code == "InvalidObjectState":
        return S3Error(f"the object {address} is archived", "restore it in S3, then try again")
    if status == 404:
        return S3Error(f"there is no object {address}", "check the bucket and the key")
    if status in (401, 403):
        return S3Error(f"S3 does not let me read {address}", "ask an admin of this bot for access to it")
    if status >= 500 or status == 429 or code == "SlowDown":
        return S3UnreachableError()
    return S3Error(f"S3 refuses the request for {address} ({code or status})", "tell an admin of this bot")


def _not_asked(error: "BotoCoreError") -> S3Error:
    """Why no answer came."""
    if lacks_credentials(error):
        return S3Error("there are no AWS credentials", "ask an admin of this bot to set them up")
    if is_unanswered(error):
        return S3UnreachableError()
    return S3Error(f"S3 cannot be used as it is set up ({type(error).__name__})", "tell an admin of this bot")
