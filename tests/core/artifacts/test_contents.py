"""Compressed and encrypted contents: transparent to readers, honest about links, refused if damaged."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from core.artifact_store import ArtifactStore, EncryptedArtifactStore
from core.artifacts.contents import Encryption
from core.artifacts.envelope import Envelope
from core.artifacts.keeping import Keeping
from core.artifacts.opening import open_artifacts
from core.aws_client import aws_client
from core.errors import StorageError, UserFacingError
from core.settings import Settings
from core.storage.encrypted_blobs import EncryptedBlobs
from core.storage.local_copies import LocalCopies
from tests.core.artifacts.stores import Stored, described, embedded, in_aws
from tests.core.storage.test_blob_stores import KEY
from tests.servers import REGION

LONG = "insert_job: A\n" * 5000


@pytest.fixture
def remote(tmp_path: Path, aws: Settings) -> Stored:
    return in_aws(tmp_path, aws)


@pytest.fixture(params=["embedded", "AWS"])
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stored]:
    """A store that encrypts everything."""
    if request.param == "AWS":
        plain = in_aws(tmp_path, request.getfixturevalue("aws"))
        yield Stored(encrypted(plain, tmp_path), plain.records, plain.blobs)
        return
    with embedded(tmp_path) as plain:
        yield Stored(encrypted(plain, tmp_path), plain.records, plain.blobs)


def encrypted(plain: Stored, folder: Path, keys: str = KEY) -> ArtifactStore:
    opened = LocalCopies(folder / "opened", 1 << 30)
    sealed = EncryptedBlobs(plain.blobs, Envelope(keys, None, REGION), opened)
    copies = LocalCopies(folder / "copies", 1 << 30)
    return EncryptedArtifactStore(plain.records, plain.blobs, Encryption(sealed), Keeping(copies=copies))


def at_rest(stored: Stored, artifact_id: str) -> bytes:
    return b"".join(stored.blobs.read(stored.store.get_artifact(artifact_id).key))


def test_what_gains_is_kept_compressed_and_read_plain(remote: Stored) -> None:
    artifact_id = remote.store.store_artifact(LONG, described(name="a.txt"))
    artifact = remote.store.get_artifact(artifact_id)
    assert (artifact.content.encoding, artifact.size_bytes) == ("gzip", len(LONG))
    assert len(at_rest(remote, artifact_id)) < len(LONG) / 10
    assert remote.store.get_artifact_content(artifact_id) == LONG
    assert remote.store.path(artifact_id).read_bytes() == LONG.encode()
    assert remote.store.address(artifact_id, 60) is None


@pytest.mark.parametrize(("name", "content"), [("a.png", LONG), ("a.txt", "short")])
def test_what_gains_nothing_is_kept_plain_and_handed_out_by_its_name(
    remote: Stored, name: str, content: str
) -> None:
    artifact_id = remote.store.store_artifact(content, described(name=name))
    assert at_rest(remote, artifact_id) == content.encode()
    address = remote.store.address(artifact_id, 60)
    assert address is not None
    answer = httpx.get(address)
    assert answer.content == content.encode()
    assert answer.headers["Content-Type"].startswith(remote.store.get_artifact(artifact_id).content_type)
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"


def test_in_the_folder_contents_are_read_where_they_rest(tmp_path: Path) -> None:
    with embedded(tmp_path) as stored:
        artifact_id = stored.store.store_artifact(LONG, described(name="a.txt"))
        assert stored.store.path(artifact_id) == stored.blobs.path(stored.store.get_artifact(artifact_id).key)
        assert stored.store.address(artifact_id, 60) is None


@pytest.mark.parametrize("content", [LONG, "short", ""])
def test_an_encrypted_content_is_read_plain_and_never_handed_out(stored: Stored, content: str) -> None:
    artifact_id = stored.store.store_artifact(content, described(name="a.txt"))
    kept = at_rest(stored, artifact_id)
    assert b"insert_job" not in kept
    assert content.encode()[:5] not in kept or not content
    assert stored.store.get_artifact_content(artifact_id) == content
    assert stored.store.get_artifact(artifact_id).size_bytes == len(content)
    assert stored.store.address(artifact_id, 60) is None


Damage = Callable[[bytes], bytes]
DAMAGES: dict[str, Damage] = {
    "cut": lambda kept: kept[:-1],
    "halved": lambda kept: kept[: len(kept) // 2],
    "changed": lambda kept: kept[:-40] + bytes([kept[-40] ^ 1]) + kept[-39:],
    "longer": lambda kept: kept + b"x",
    "empty": lambda _: b"",
    "plain": lambda _: LONG.encode(),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_content_is_refused(stored: Stored, tmp_path: Path, damage: Damage) -> None:
    artifact_id = stored.store.store_artifact(LONG, described(name="a.txt"))
    key, kept = stored.store.get_artifact(artifact_id).key, at_rest(stored, artifact_id)
    stored.blobs.delete(key)
    stored.blobs.write(key, [damage(kept)])
    with pytest.raises(StorageError, match="damaged"):
        stored.store.path(artifact_id)
    assert not any((tmp_path / "opened").iterdir())


def test_a_content_in_the_place_of_another_is_refused(stored: Stored) -> None:
    one, other = (stored.store.store_artifact(each, described(name="a.txt")) for each in ("one", "two"))
    key, foreign = stored.store.get_artifact(one).key, at_rest(stored, other)
    stored.blobs.delete(key)
    stored.blobs.write(key, [foreign])
    with pytest.raises(StorageError, match="damaged"):
        stored.store.path(one)


def test_a_plain_object_that_was_replaced_is_refused(remote: Stored) -> None:
    artifact_id = remote.store.store_artifact("short", described(name="a.txt"))
    key = remote.store.get_artifact(artifact_id).key
    remote.blobs.delete(key)
    remote.blobs.write(key, [b"shirt"])
    with pytest.raises(StorageError, match="damaged"):
        remote.store.get_artifact_content(artifact_id)


def test_a_shared_encrypted_content_is_read_in_the_other_session(stored: Stored) -> None:
    share = stored.store.share_artifact(
        stored.store.store_artifact("x", described(name="a.txt")), "session_2"
    )
    assert stored.store.get_artifact_content(share) == "x"


def test_without_its_key_a_content_is_not_opened(tmp_path: Path) -> None:
    with embedded(tmp_path) as plain:
        artifact_id = encrypted(plain, tmp_path).store_artifact("x", described(name="a.txt"))
        with pytest.raises(StorageError, match="no key is set up"):
            plain.store.path(artifact_id)
        foreign = encrypted(plain, tmp_path, keys="b3RoZXIga2V5cyBvcGVuIG5vdGhpbmcgb2YgbWluZSE=")
        with pytest.raises(StorageError, match="No key here opens"):
            foreign.path(artifact_id)


def test_the_settings_say_what_is_encrypted(tmp_path: Path) -> None:
    said = Settings(
        _env_file=None,
        dataops_home=tmp_path / "home",
        dataops_encrypted_classes="listing, debug",
        dataops_encryption_key=KEY,
    )
    with embedded(tmp_path) as plain:
        store = open_artifacts(said, plain.records, plain.blobs)
        kinds = (described(kind="listing"), described(artifact_type="debug"), described(kind="report"))
        artifacts = [store.get_artifact(store.store_artifact("x", each)) for each in kinds]
        assert [each.content.encrypted for each in artifacts] == [True, True, False]
        assert all(each.ttl for each in artifacts)
        assert [store.get_artifact_content(each.artifact_id) for each in artifacts] == ["x"] * 3
        keyless = said.model_copy(update={"dataops_encryption_key": None})
        with pytest.raises(UserFacingError, match="no key"):
            open_artifacts(keyless, plain.records, plain.blobs)


def test_a_key_of_kms_wraps_and_what_was_wrapped_before_stays_open(aws: Settings) -> None:
    kms = aws_client("kms", REGION, connect=2, read=5, attempts=1)
    first, second = (kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(2))
    own, by_first = Envelope(KEY, None, REGION), Envelope(KEY, first, REGION)
    sealed = [b"".join(each.seal([b"x"], {"key": "k"})) for each in (own, by_first)]
    rotated = Envelope(KEY, second, REGION)
    assert [b"".join(rotated.open([each], {"key": "k"})) for each in sealed] == [b"x", b"x"]
    with pytest.raises(StorageError, match="No key here"):
        b"".join(own.open([sealed[1]], {"key": "k"}))


def test_a_key_of_kms_that_is_not_there_is_told(aws: Settings) -> None:
    with pytest.raises(StorageError, match="KMS does not let its key be used"):
        list(Envelope(None, "alias/absent", REGION).seal([b"x"], {}))


def test_a_store_without_arguments_is_the_one_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATAOPS_HOME", str(tmp_path / "home"))
    artifact_id = ArtifactStore().store_artifact("x", session_id="s", workflow_name="w", name="a.txt")
    assert ArtifactStore().get_artifact_content(artifact_id) == "x"
    assert ArtifactStore().path(artifact_id).is_relative_to(tmp_path / "home")
