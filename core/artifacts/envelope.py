"""Contents that are encrypted here, each with a key of its own that another key wraps."""

import io
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from core.artifacts.compression import damaged
from core.aws_client import aws_client
from core.encryption import open_cipher
from core.errors import StorageError, StoreUnavailable, UserFacingError

FRAME = 1 << 18
"""Bytes that are sealed, and checked, at once."""

CHUNK = 1 << 20

NO_KEY = (
    "Artifacts are to be encrypted (DATAOPS_ENCRYPTED_CLASSES), but there is no key for it; "
    "set DATAOPS_KMS_KEY or DATAOPS_ENCRYPTION_KEY."
)


class Envelope:
    """The message format of the AWS Encryption SDK: AES-256-GCM with key commitment, in frames.

    A key of KMS wraps the data keys, or else the first of ``keys`` (as DATAOPS_ENCRYPTION_KEY has them);
    each of them opens. Raises UserFacingError for what is no key. Safe for several threads.
    """

    def __init__(self, keys: str | None, kms_key: str | None, region: str) -> None:
        if not keys and not kms_key:
            raise UserFacingError(NO_KEY)
        if keys:
            open_cipher(keys)  # it says what is wrong with them
        self._keys = [urlsafe_b64decode(key.strip()) for key in keys.split(",")] if keys else []
        self._kms_key = kms_key
        self._region = region

    def seal(self, chunks: Iterable[bytes], context: Mapping[str, str]) -> Iterator[bytes]:
        """Encrypt; the context is not secret, and must be the same to open it."""
        from aws_encryption_sdk import Algorithm  # type: ignore[import-untyped]  # it has no types

        with _explained():
            stream = self._client.stream(
                mode="encrypt",
                source=_file(chunks),
                key_provider=self._sealing,
                encryption_context=dict(context),
                algorithm=Algorithm.AES_256_GCM_HKDF_SHA512_COMMIT_KEY,
                frame_length=FRAME,
            )
            yield from iter(lambda: stream.read(CHUNK), b"")

    def open(self, chunks: Iterable[bytes], context: Mapping[str, str]) -> Iterator[bytes]:
        """Decrypt; raises StorageError for what is cut, changed, another's, or of an unknown key.

        Only at the end it is known that nothing is missing.
        """
        with _explained():
            stream = self._client.stream(
                mode="decrypt",
                source=_file(chunks),
                key_provider=self._opening,
            )
            if dict(stream.header.encryption_context) != dict(context):
                raise damaged()
            yield from iter(lambda: stream.read(CHUNK), b"")
            if stream.source_stream.read(1):
                raise damaged()

    @cached_property
    def _client(self) -> Any:
        from aws_encryption_sdk import CommitmentPolicy, EncryptionSDKClient

        return EncryptionSDKClient(
            commitment_policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT,
        )

    @cached_property
    def _sealing(self) -> Any:
        """What wraps new data keys."""
        from core.artifacts.wrapping_keys import kms_key, own_key

        return kms_key(self._arn) if self._kms_key else own_key(self._keys[0])

    @cached_property
    def _opening(self) -> Any:
        """What may have wrapped a data key."""
        from core.artifacts.wrapping_keys import any_of, kms_keys_beside, own_key

        kms = [kms_keys_beside(self._arn)] if self._kms_key else []
        return any_of([*kms, *map(own_key, self._keys)])

    @cached_property
    def _arn(self) -> str:
        """The full name of KMS's key, which may be given by its id or alias."""
        client = aws_client("kms", self._region, connect=3, read=5, attempts=3)
        return str(client.describe_key(KeyId=self._kms_key)["KeyMetadata"]["Arn"])


class _Chunks(io.RawIOBase):
    """Chunks, read like a file."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk
        part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def _file(chunks: Iterable[bytes]) -> io.BufferedReader:
    """A file that gives as much as is asked for, as long as there is something."""
    return io.BufferedReader(_Chunks(chunks), FRAME)


@contextmanager
def _explained() -> Iterator[None]:
    """Say in a sentence what the library and KMS raise."""
    from aws_encryption_sdk.exceptions import (  # type: ignore[import-untyped]  # it has no types
        AWSEncryptionSDKClientError,
        DecryptKeyError,
    )
    from botocore.exceptions import BotoCoreError, ClientError
    from cryptography.exceptions import InvalidTag

    try:
        yield
    except DecryptKeyError as error:
        raise StorageError(
            "No key here opens that artifact; ask an admin of this bot for its key."
        ) from error
    except (AWSEncryptionSDKClientError, InvalidTag) as error:
        raise damaged() from error
    except ClientError as error:
        raise StorageError("KMS does not let its key be used; tell an admin of this bot.") from error
    except BotoCoreError as error:
        raise StoreUnavailable("KMS does not answer; try again in a moment.") from error
