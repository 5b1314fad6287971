"""What goes wrong with Amazon Bedrock, as sentences for people."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from core.aws_problems import CREDENTIALS, is_unanswered, lacks_credentials
from core.errors import UserFacingError

if TYPE_CHECKING:
    from botocore.exceptions import BotoCoreError, ClientError


class BedrockError(UserFacingError):
    """A model cannot be asked now. ``reason`` says why, in words that fit into another sentence."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason[0].upper()}{reason[1:]}; {remedy}.")
        self.reason = reason


class BedrockUnreachableError(BedrockError):
    """The model does not answer, or takes no more questions at the moment."""

    def __init__(self, reason: str = "the model did not answer") -> None:
        super().__init__(reason, "try again in a moment")


BUSY = frozenset({"ThrottlingException", "ServiceQuotaExceededException", "ModelNotReadyException"})


@contextmanager
def bedrock_explained(model: str) -> Iterator[None]:
    """Raise what botocore raises as BedrockError; ``model`` is the one that is asked."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        raise _answered(error, model) from error
    except BotoCoreError as error:
        raise _not_asked(error) from error


def _answered(error: "ClientError", model: str) -> BedrockError:
    """What an answer of Bedrock means."""
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in CREDENTIALS:
        return BedrockError("the AWS credentials are not accepted", "ask an admin of this bot to renew them")
    if code == "AccessDeniedException":
        return BedrockError(
            f"Bedrock does not let me use {model}", "ask an admin of this bot for access to it"
        )
    if code == "ResourceNotFoundException":
        return BedrockError(f"Bedrock has no model {model}", "check the name and the region")
    if code in BUSY or status == 429:
        return BedrockUnreachableError("the model takes no more questions at the moment")
    if status >= 500:
        return BedrockUnreachableError()
    return BedrockError(f"Bedrock refuses the question ({code or status})", "tell an admin of this bot")


def _not_asked(error: "BotoCoreError") -> BedrockError:
    """Why no answer came."""
    if lacks_credentials(error):
        return BedrockError("there are no AWS credentials", "ask an admin of this bot to set them up")
    if is_unanswered(error):
        return BedrockUnreachableError()
    return BedrockError(
        f"Bedrock cannot be used as it is set up ({type(error).__name__})", "tell an admin of this bot"
    )
