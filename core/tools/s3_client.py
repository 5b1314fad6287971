"""The connection to S3, as boto3 finds its credentials and endpoint."""

from typing import Any

from core.aws_client import aws_client
from core.tools.s3_problems import S3Error


def s3_client(region: str, *, connect: int, read: int, attempts: int) -> Any:
    """A client that gives up after so many seconds and attempts."""
    try:
        return aws_client("s3", region, connect=connect, read=read, attempts=attempts)
    except ValueError as error:  # an endpoint that is no address
        raise S3Error("S3 cannot be used as it is set up", "check AWS_ENDPOINT_URL_S3") from error
