"""What goes wrong with DynamoDB, as sentences for people."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from core.aws_problems import CREDENTIALS, THROTTLED, is_unanswered, lacks_credentials
from core.errors import UserFacingError

if TYPE_CHECKING:
    from botocore.exceptions import BotoCoreError, ClientError


class DynamoDBError(UserFacingError):
    """An item cannot be had or kept now. ``reason`` says why, in words that fit into another sentence."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason[0].upper()}{reason[1:]}; {remedy}.")
        self.reason = reason


class DynamoDBUnreachableError(DynamoDBError):
    """DynamoDB does not answer, or says that it cannot or takes no more at the moment."""

    def __init__(self, reason: str = "DynamoDB cannot be reached") -> None:
        super().__init__(reason, "try again in a moment")


FORBIDDEN = frozenset({"AccessDenied", "AccessDeniedException"})


@contextmanager
def dynamodb_explained(table: str) -> Iterator[None]:
    """Raise what botocore raises as DynamoDBError; ``table`` is what was asked."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        raise _answered(error, table) from error
    except BotoCoreError as error:
        raise _not_asked(error, table) from error


def busy() -> DynamoDBUnreachableError:
    """It takes no more, also after it was asked again."""
    return DynamoDBUnreachableError("DynamoDB takes no more at the moment")


def _answered(error: "ClientError", table: str) -> DynamoDBError:
    """What an answer of DynamoDB means."""
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in CREDENTIALS:
        return DynamoDBError("the AWS credentials are not accepted", "ask an admin of this bot to renew them")
    if code == "ResourceNotFoundException":
        return DynamoDBError(f"DynamoDB has no table {table}", "check the name, the index and the region")
    if code in FORBIDDEN:
        remedy = "ask an admin of this bot for access to it"
        return DynamoDBError(f"DynamoDB does not let me use {table}", remedy)
    if code in THROTTLED:
        return busy()
    if status >= 500:
        return DynamoDBUnreachableError()
    return DynamoDBError(
        f"DynamoDB refuses the request for {table} ({code or status})", "tell an admin of this bot"
    )


def _not_asked(error: "BotoCoreError", table: str) -> DynamoDBError:
    """Why no answer came."""
    from botocore.exceptions import ParamValidationError

    if lacks_credentials(error):
        return DynamoDBError("there are no AWS credentials", "ask an admin of this bot to set them up")
    if is_unanswered(error):
        return DynamoDBUnreachableError()
    if isinstance(error, ParamValidationError):
        return DynamoDBError(
            f"what was asked of the table {table} is no request", "tell an admin of this bot"
        )
    return DynamoDBError(
        f"DynamoDB cannot be used as it is set up ({type(error).__name__})", "tell an admin of this bot"
    )
