"""Links to files: with an address our own, else into the bucket, and never to what is encrypted."""

from pathlib import Path

import httpx
import pytest

from bots.file_links import FileLinks
from core.artifact_store import ArtifactStore
from core.artifacts.contents import Encryption
from core.artifacts.envelope import Envelope
from core.artifacts.keeping import Keeping
from core.artifacts.links import ArtifactLinks, Holder
from core.chat.surface import Deliverable
from core.settings import Settings
from core.storage.database import Database
from core.storage.encrypted_blobs import EncryptedBlobs
from core.storage.local_copies import LocalCopies
from core.tools.s3_operations import S3Operations
from tests.core.artifacts.stores import described, in_aws
from tests.core.storage.test_blob_stores import KEY
from tests.servers import REGION

ADA = Holder("chat:one:ada", "chat:one:finance")
LONG = "insert_job: A\n" * 5000


@pytest.fixture
def store(tmp_path: Path, aws: Settings) -> ArtifactStore:
    stored, copies = in_aws(tmp_path, aws), LocalCopies(tmp_path / "copies", 1 << 30)
    sealed = EncryptedBlobs(stored.blobs, Envelope(KEY, None, REGION), LocalCopies(tmp_path / "opened", 1))
    return ArtifactStore(stored.records, stored.blobs, Keeping(copies, Encryption(sealed, {"listing"})))


@pytest.fixture
def links(tmp_path: Path, aws: Settings, store: ArtifactStore) -> FileLinks:
    return FileLinks(
        ArtifactLinks(Database(tmp_path / "links.db")), store, None, S3Operations(settings=aws), 1 << 20
    )


def stored(store: ArtifactStore, content: str, **fields: str) -> Deliverable:
    artifact_id = store.store_artifact(content, described(**fields))
    return Deliverable(store.get_artifact(artifact_id), store.path(artifact_id))


@pytest.mark.parametrize(("content", "copies"), [("short", 0), (LONG, 1)])
def test_a_presigned_address_gives_the_plain_content(
    store: ArtifactStore, links: FileLinks, aws: Settings, content: str, copies: int
) -> None:
    (link,) = links.make([stored(store, content, name="a.txt")], ADA)
    answer = httpx.get(link.url)
    assert answer.text == content
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "Content-Encoding" not in answer.headers
    assert len(S3Operations(settings=aws).list_objects("links/")) == copies


def test_what_is_encrypted_has_no_address_and_it_is_said(store: ArtifactStore, links: FileLinks) -> None:
    secret = stored(store, LONG, name="secret.txt", kind="listing")
    open_ = stored(store, "x", name="open.txt")
    assert [link.label for link in links.make([secret, open_], ADA)] == ["open.txt"]
    assert "is encrypted" in links.reason(secret.artifact)
    assert "no address for links" in links.reason(open_.artifact)


def test_our_own_links_lead_to_everything(tmp_path: Path, store: ArtifactStore) -> None:
    own = FileLinks(ArtifactLinks(Database(tmp_path / "l.db")), store, "https://bot.example/", None, 1)
    secret = stored(store, "x", name="secret.txt", kind="listing")
    (link,) = own.make([secret], ADA)
    assert link.url.startswith("https://bot.example/f/")
