"""Failures of AWS on demand, as botocore raises them; the sentences come from the real tools."""

from typing import Literal

Fault = Literal[
    "throttled", "denied", "unreachable", "slow", "unavailable", "missing", "expired", "no credentials"
]
"""``missing`` is the bucket, table or model, ``expired`` the credentials; ``slow``: no answer in time."""

_ANSWERS: dict[str, dict[str, tuple[str, int]]] = {
    "throttled": {
        "s3": ("SlowDown", 503),
        "dynamodb": ("ProvisionedThroughputExceededException", 400),
        "bedrock": ("ThrottlingException", 429),
    },
    "denied": {
        "s3": ("AccessDenied", 403),
        "dynamodb": ("AccessDeniedException", 400),
        "bedrock": ("AccessDeniedException", 403),
    },
    "unavailable": {
        "s3": ("ServiceUnavailable", 503),
        "dynamodb": ("InternalServerError", 500),
        "bedrock": ("ServiceUnavailableException", 503),
    },
    "missing": {
        "s3": ("NoSuchBucket", 404),
        "dynamodb": ("ResourceNotFoundException", 400),
        "bedrock": ("ResourceNotFoundException", 404),
    },
    "expired": {
        "s3": ("ExpiredToken", 400),
        "dynamodb": ("ExpiredTokenException", 400),
        "bedrock": ("ExpiredTokenException", 403),
    },
}


class Faults:
    """What a fake service fails with, and for how many requests (``None``: until it is told otherwise)."""

    def __init__(self, service: str, fails: Fault | None = None, times: int | None = None) -> None:
        self._service = service
        self.fail(fails, times)

    def fail(self, fails: Fault | None, times: int | None = None) -> None:
        """Fail from now on; None: work."""
        self._fails, self._left = fails, times

    def strike(self, operation: str) -> None:
        """Fail this request, if it is to fail."""
        if self._fails is None or self._left == 0:
            return
        if self._left is not None:
            self._left -= 1
        raise _error(self._service, self._fails, operation)


def refused(operation: str, code: str, status: int) -> Exception:
    """An answer of AWS that says no."""
    from botocore.exceptions import ClientError

    answer = {"Error": {"Code": code, "Message": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    error: Exception = ClientError(answer, operation)
    return error


def _error(service: str, fault: Fault, operation: str) -> Exception:
    from botocore import exceptions

    address = f"https://{service}.fake.invalid"
    unanswered: dict[str, Exception] = {
        "unreachable": exceptions.EndpointConnectionError(endpoint_url=address),
        "slow": exceptions.ReadTimeoutError(endpoint_url=address),
        "no credentials": exceptions.NoCredentialsError(),
    }
    return unanswered.get(fault) or refused(operation, *_ANSWERS[fault][service])
