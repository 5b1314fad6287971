"""What setting up the storage has to say."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from core.errors import UserFacingError


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence; ``wrong``: the service cannot work so."""

    sentence: str
    wrong: bool = False


@contextmanager
def aws_told(what: str) -> Iterator[None]:
    """Raise what AWS says as UserFacingError: whoever sets the storage up is to read it."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        told = error.response.get("Error", {})
        said = f"{told.get('Code')}: {' '.join(str(told.get('Message')).split())[:300]}"
        raise UserFacingError(f"AWS refuses {what} ({said}); correct that, then run this again.") from error
    except (BotoCoreError, ValueError) as error:
        raise UserFacingError(f"AWS cannot be asked about {what} ({error}); check AWS_REGION.") from error
