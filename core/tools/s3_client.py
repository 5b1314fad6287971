"""The connection to S3, as boto3 finds its credentials and endpoint."""

import os
from typing import Any

from core.tools.s3_problems import S3Error


def s3_client(region: str, *, connect: int, read: int, attempts: int) -> Any:
    """A client that gives up after so many seconds and attempts; boto3 is loaded where S3 is used."""
    import boto3  # type: ignore[import-untyped]  # it has no types
    from botocore.config import Config

    own_endpoint = {"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"} & os.environ.keys()
    config = Config(
        connect_timeout=connect,
        read_timeout=read,
        retries={"mode": "standard", "total_max_attempts": attempts},
        signature_version="s3v4",  # presigned links would have the old one, which encrypted buckets refuse
        s3={"addressing_style": "path"} if own_endpoint else None,  # such servers have one name
    )
    try:
        return boto3.session.Session().client("s3", region_name=region, config=config)
    except ValueError as error:  # an endpoint that is no address
        raise S3Error("S3 cannot be used as it is set up", "check AWS_ENDPOINT_URL_S3") from error
