"""The bucket: what stands in it and how long, as it is set up and as the template describes it."""

import math
from typing import Any

from core.settings import Settings

PREFIXES = ("archives/", "artifacts/", "checkpoints/", "contexts/", "links/", "owners/", "probe/")
"""Where the service keeps anything. The rules touch nothing else: a bucket may have other users."""

UPLOAD_DAYS = 1
VERSION_DAYS = 30
LINK_DAYS = 2


def checkpoint_days(settings: Settings) -> int:
    """Days that a large checkpoint is kept: one more than anybody waits for an answer."""
    return math.ceil(settings.dataops_question_days + 1)


def lifecycle(checkpoint_days: int) -> list[dict[str, Any]]:
    """The rules as S3 takes them: broken-off uploads, replaced versions and what a crash left go."""
    days = {"links/": LINK_DAYS, "checkpoints/": checkpoint_days}
    return [
        {
            "ID": rule_id(prefix, checkpoint_days),
            "Status": "Enabled",
            "Filter": {"Prefix": prefix},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": UPLOAD_DAYS},
            "NoncurrentVersionExpiration": {"NoncurrentDays": VERSION_DAYS},
            "Expiration": {"Days": days[prefix]} if prefix in days else {"ExpiredObjectDeleteMarker": True},
        }
        for prefix in PREFIXES
    ]


def rule_id(prefix: str, checkpoint_days: Any) -> str:
    """The id of a prefix's rule. The checkpointer looks for its own by this one, and else makes one."""
    if prefix == "checkpoints/":
        return f"checkpoints-ttl-expiration-{checkpoint_days}d"
    return f"dataops-{prefix.rstrip('/')}"


def encryption(kms_key: str | None) -> dict[str, Any]:
    """The default encryption as S3 takes it: with a key of KMS, or with S3's own."""
    if kms_key is None:
        return {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
    by = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": kms_key}
    return {"Rules": [{"ApplyServerSideEncryptionByDefault": by, "BucketKeyEnabled": True}]}


CLOSED = {
    "BlockPublicAcls": True,
    "BlockPublicPolicy": True,
    "IgnorePublicAcls": True,
    "RestrictPublicBuckets": True,
}
"""No object can be made public."""
