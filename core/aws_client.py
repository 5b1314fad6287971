"""Connections to AWS, as boto3 finds its credentials and endpoints."""

import os
from typing import Any


def aws_client(service: str, region: str, *, connect: float, read: float, attempts: int) -> Any:
    """A boto3 client that gives up after so many seconds and attempts; safe for several threads.

    boto3 is loaded here, where it is needed. Raises ValueError for an endpoint or a region that is none.
    """
    import boto3  # type: ignore[import-untyped]  # it has no types
    from botocore.config import Config

    own_endpoint = {"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"} & os.environ.keys()
    config = Config(
        connect_timeout=connect,
        read_timeout=read,
        retries={"mode": "standard", "total_max_attempts": attempts},
        max_pool_connections=25,
        signature_version="s3v4" if service == "s3" else None,  # the old one is refused by encrypted buckets
        s3={"addressing_style": "path"} if own_endpoint else None,  # such servers have one name
    )
    return boto3.session.Session().client(service, region_name=region, config=config)
