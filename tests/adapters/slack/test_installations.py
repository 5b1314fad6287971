"""Grants at rest: encrypted, each for its own tenant, and readable with the right key alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import ValidationError

from adapters.slack.grant import Grant
from adapters.slack.installations import Installations, Unreadable
from core.encryption import open_cipher
from core.storage.database import Database

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "web.db")
    yield opened
    opened.close()


def grant(tenant: str = "T1", *, token: str = "xoxb-secret") -> Grant:  # noqa: S107 - an invented one
    return Grant(
        tenant=tenant,
        name="Acme",
        org_wide=False,
        bot_user="U1",
        bot="B1",
        app="A1",
        site="https://acme.slack.com/",
        installer="U0INSTALLER",
        installed_at=1_000_000.0,
        token=token,
        refresh_token="xoxe-secret",
        expires_at=1_043_200.0,
    )


def test_what_was_saved_is_found_again_and_replaced_and_removed(database: Database) -> None:
    store = Installations(database, open_cipher(OLD))
    store.save(grant())
    store.save(grant("T2"))
    store.save(grant(token="xoxb-next"))
    assert store.find("T1") == grant(token="xoxb-next")
    assert store.tenants() == ["T1", "T2"]
    store.remove("T1")
    assert (store.find("T1"), store.tenants()) == (None, ["T2"])


def test_the_files_hold_no_token_and_no_name(database: Database) -> None:
    Installations(database, open_cipher(OLD)).save(grant())
    content = b"".join(path.read_bytes() for path in database.path.parent.iterdir())
    assert b"slack_installations" in content
    for word in (b"xoxb-secret", b"xoxe-secret", b"Acme", b"U0INSTALLER"):
        assert word not in content


def test_nothing_shows_a_token() -> None:
    held = grant()
    broken = held.model_dump(mode="json") | {"expires_at": ["xoxb-secret"]}
    with pytest.raises(ValidationError) as told:
        Grant.model_validate(broken)
    for text in (repr(held), str(held), f"{held}", str(told.value)):
        assert "secret" not in text


def test_without_the_key_nothing_is_read_and_nothing_said_of_it(database: Database) -> None:
    Installations(database, open_cipher(OLD)).save(grant())
    with pytest.raises(Unreadable, match="T1 cannot be decrypted"):
        Installations(database, open_cipher(NEW)).find("T1")


def test_one_tenants_grant_does_not_serve_for_another(database: Database) -> None:
    store = Installations(database, open_cipher(OLD))
    store.save(grant())
    store.save(grant("T2"))
    database.write(
        "UPDATE slack_installations SET sealed = (SELECT sealed FROM slack_installations WHERE tenant = 'T2')"
    )
    with pytest.raises(Unreadable):
        store.find("T1")


def test_encrypting_anew_makes_the_old_key_needless_and_names_what_is_lost(database: Database) -> None:
    Installations(database, open_cipher(OLD)).save(grant())
    Installations(database, open_cipher(Fernet.generate_key().decode())).save(grant("T2"))
    assert Installations(database, open_cipher(f"{NEW},{OLD}")).encrypt_anew() == ["T2"]
    new = Installations(database, open_cipher(NEW))
    assert new.find("T1") == grant()
    assert new.tenants() == ["T1", "T2"]
    with pytest.raises(Unreadable):
        Installations(database, open_cipher(OLD)).find("T1")
