"""Settings from a secret in AWS Secrets Manager."""

from functools import cache
from typing import Any

from pydantic_settings import PydanticBaseSettingsSource

from core.aws_client import aws_client
from core.errors import UserFacingError

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 5, 10, 3


class AwsSecret(PydanticBaseSettingsSource):
    """``DATAOPS_AWS_SECRET``: a JSON object whose keys are settings, in upper or lower case.

    It is read in the region of ``AWS_REGION``, with credentials as boto3 finds them. The library's own source
    would wait minutes for a service that does not answer, and tell nobody why.
    """

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        """Look one field up; absent fields give None."""
        return self().get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        """All fields that the secret sets; nothing and null count as not set. Raises UserFacingError."""
        name = self.current_state.get("dataops_aws_secret")
        if not name:
            return {}
        region = self.current_state.get("aws_region") or self.settings_cls.model_fields["aws_region"].default
        fields = {key.lower(): value for key, value in _content(str(name), str(region)).items()}
        known = self.settings_cls.model_fields.keys()
        return {key: value for key, value in fields.items() if key in known and value not in (None, "")}


@cache
def _content(name: str, region: str) -> dict[str, Any]:
    """The secret as it was at the first look: a process keeps the settings that it began with."""
    import orjson  # only where there is such a secret: most starts do not need it

    try:
        content = orjson.loads(_fetched(name, region))
    except orjson.JSONDecodeError:
        content = None  # the error quotes the secret
    if not isinstance(content, dict):
        raise UserFacingError(
            f"The secret {name} in AWS Secrets Manager is no JSON object of settings by name; correct it."
        )
    return content


def _fetched(name: str, region: str) -> str:
    """The text of a secret; nothing for one in bytes."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        client = aws_client(
            "secretsmanager", region, connect=CONNECT_SECONDS, read=READ_SECONDS, attempts=ATTEMPTS
        )
        return str(client.get_secret_value(SecretId=name).get("SecretString", ""))
    except ClientError as error:
        raise _unreadable(name, region, error.response["Error"]["Code"]) from error
    except (BotoCoreError, ValueError) as error:  # ValueError: an endpoint or a region that cannot be one
        raise _unreadable(name, region, " ".join(str(error).split())) from error


def _unreadable(name: str, region: str, reason: str) -> UserFacingError:
    return UserFacingError(
        f"The secret {name} cannot be read from AWS Secrets Manager in {region} ({reason}); check "
        "DATAOPS_AWS_SECRET, AWS_REGION, and that the credentials allow secretsmanager:GetSecretValue."
    )
