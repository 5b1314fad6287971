"""Artifacts as the settings say: where contents rest, what is encrypted, how long they are kept."""

from datetime import timedelta

from core.artifact_store import ArtifactStore
from core.artifacts.contents import Encryption
from core.artifacts.keeping import Keeping
from core.settings import Settings
from core.storage.artifact_records import ArtifactRecords
from core.storage.blob_store import BlobStore
from core.storage.encrypted_blobs import EncryptedBlobs
from core.storage.local_copies import LocalCopies
from core.storage.opening import COPIES_BYTES, installed_stores
from core.storage.part_file import sweep

OPENED = 1 << 30
OPENED_SECONDS = 900
"""How much is kept decrypted, and for how long after it was read last."""


def open_artifacts(settings: Settings, records: ArtifactRecords, blobs: BlobStore) -> ArtifactStore:
    """The store; raises UserFacingError if something is to be encrypted and there is no key."""
    return ArtifactStore(records, blobs, keeping_of(settings, blobs))


def keeping_of(settings: Settings, blobs: BlobStore) -> Keeping:
    """How the settings say that contents are kept."""
    home = settings.dataops_home
    sweep(home / "spool")
    return Keeping(
        copies=LocalCopies(home / "copies", COPIES_BYTES) if settings.artifact_bucket else None,
        encryption=_encryption(settings, blobs),
        keep=timedelta(days=settings.dataops_keep_artifacts_days),
        spool=home / "spool",
    )


def by_settings() -> tuple[ArtifactRecords, BlobStore, Keeping]:
    """What a store without arguments works on."""
    settings, stores = installed_stores()
    return stores.artifacts, stores.blobs, keeping_of(settings, stores.blobs)


def _encryption(settings: Settings, blobs: BlobStore) -> Encryption | None:
    """Encryption for the classes that ask for it."""
    classes = frozenset(each.strip() for each in settings.dataops_encrypted_classes.split(",")) - {""}
    if not classes:
        return None
    from core.artifacts.envelope import Envelope

    keys = settings.dataops_encryption_key
    envelope = Envelope(
        keys.get_secret_value() if keys else None, settings.dataops_kms_key, settings.aws_region
    )
    opened = LocalCopies(settings.dataops_home / "opened", OPENED, OPENED_SECONDS)
    return Encryption(EncryptedBlobs(blobs, envelope, opened), classes)
