"""The keys that wrap data keys, as the AWS Encryption SDK takes them; loaded where something is encrypted."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from aws_encryption_sdk import (  # type: ignore[import-untyped]  # it has no types
    DiscoveryAwsKmsMasterKeyProvider,
    StrictAwsKmsMasterKeyProvider,
)
from aws_encryption_sdk.exceptions import InvalidKeyIdError  # type: ignore[import-untyped]
from aws_encryption_sdk.identifiers import (  # type: ignore[import-untyped]
    EncryptionKeyType,
    WrappingAlgorithm,
)
from aws_encryption_sdk.key_providers.base import (  # type: ignore[import-untyped]
    MasterKeyProvider,
    MasterKeyProviderConfig,
)
from aws_encryption_sdk.key_providers.kms import DiscoveryFilter  # type: ignore[import-untyped]
from aws_encryption_sdk.key_providers.raw import (  # type: ignore[import-untyped]
    RawMasterKey,
    WrappingKey,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

OWN = "dataops"


class AnyOf(MasterKeyProvider):  # type: ignore[misc]  # the library has no types
    """Opens with whichever of its keys has wrapped."""

    provider_id = "dataops-any"
    _config_class = MasterKeyProviderConfig
    vend_masterkey_on_decrypt = True

    def _new_master_key(self, key_id: bytes) -> Any:
        """It has no keys but its members'."""
        raise InvalidKeyIdError(f"unknown key: {key_id!r}")


def any_of(members: Sequence[Any]) -> Any:
    """A provider of several."""
    found = AnyOf()
    for member in members:
        found.add_master_key_provider(member)
    return found


def own_key(secret: bytes) -> Any:
    """A wrapping key made from a secret that has another use too; its id says nothing of it."""
    key = HKDF(SHA256(), 32, salt=None, info=b"dataops artifact contents").derive(secret)
    wrapping = WrappingKey(
        wrapping_algorithm=WrappingAlgorithm.AES_256_GCM_IV12_TAG16_NO_PADDING,
        wrapping_key=key,
        wrapping_key_type=EncryptionKeyType.SYMMETRIC,
    )
    return RawMasterKey(provider_id=OWN, key_id=sha256(key).hexdigest()[:16].encode(), wrapping_key=wrapping)


def kms_key(arn: str) -> Any:
    """This key of KMS."""
    return StrictAwsKmsMasterKeyProvider(key_ids=[arn])


def kms_keys_beside(arn: str) -> Any:
    """Every key of KMS in the account of this one: content outlives a change of the setting."""
    _, partition, _, _, account, _ = arn.split(":", 5)
    return DiscoveryAwsKmsMasterKeyProvider(
        discovery_filter=DiscoveryFilter(account_ids=[account], partition=partition)
    )
