"""Keys: asked for once, asked again when they change, and never too often."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.teams import signing_keys
from adapters.teams.signing_keys import (
    FRESH_SECONDS,
    KEPT_SECONDS,
    LARGEST,
    METADATA,
    RETRY_SECONDS,
    KeysUnavailableError,
    SigningKeys,
)
from tests.adapters.teams.connector.keys import SigningKey
from tests.adapters.teams.published_keys import PublishedKeys
from tests.clock import Clock

FIRST, SECOND = SigningKey("first"), SigningKey("second")


@pytest.fixture
async def published() -> AsyncIterator[PublishedKeys]:
    async with PublishedKeys(FIRST).open() as keys:
        yield keys


@pytest.fixture
def clock() -> Clock:
    return Clock(1000.0)


@pytest.fixture
def keys(published: PublishedKeys, clock: Clock) -> SigningKeys:
    return SigningKeys(published.url, clock)


async def test_a_key_is_found_with_what_it_may_speak_for(keys: SigningKeys) -> None:
    found = await keys.find("first")
    assert found is not None
    assert "msteams" in found.endorsements


async def test_keys_are_asked_for_once_however_many_want_them(
    keys: SigningKeys, published: PublishedKeys
) -> None:
    await asyncio.gather(*(keys.find("first") for _ in range(20)))
    assert published.asked == 1


async def test_unknown_keys_are_asked_for_no_more_than_every_few_minutes(
    keys: SigningKeys, published: PublishedKeys, clock: Clock
) -> None:
    for number in range(50):
        assert await keys.find(f"other-{number}") is None
    assert published.asked == 1
    clock.now += RETRY_SECONDS
    assert await keys.find("other") is None
    assert published.asked == 2


async def test_a_new_key_is_found_without_waiting_for_the_next_day(
    keys: SigningKeys, published: PublishedKeys, clock: Clock
) -> None:
    assert await keys.find("first")
    clock.now += RETRY_SECONDS
    published.keys = [FIRST, SECOND]
    assert await keys.find("second")
    assert await keys.find("first")
    assert published.asked == 2


async def test_a_key_that_is_no_more_published_is_good_for_a_day_at_most(
    keys: SigningKeys, published: PublishedKeys, clock: Clock
) -> None:
    assert await keys.find("first")
    published.keys = [SECOND]
    clock.now += FRESH_SECONDS
    assert await keys.find("first")
    assert published.asked == 1
    clock.now += 1
    assert await keys.find("first"), "it is asked for behind whoever names it first"
    assert await keys.find("second")
    assert await keys.find("first") is None
    assert published.asked == 2


async def test_nobody_who_names_a_known_key_waits_for_the_daily_question(
    keys: SigningKeys, published: PublishedKeys, clock: Clock
) -> None:
    assert await keys.find("first")
    clock.now += FRESH_SECONDS + 1
    published.answering.clear()
    async with asyncio.timeout(2):
        for _ in range(20):
            assert await keys.find("first")
    published.answering.set()
    assert await keys.find("second") is None
    assert published.asked == 2


async def test_keys_that_nobody_hands_out_in_time_are_not_waited_for(
    keys: SigningKeys, published: PublishedKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_keys, "FETCH_SECONDS", 0.05)
    published.answering.clear()
    with pytest.raises(KeysUnavailableError):
        await keys.find("first")
    published.answering.set()


async def test_nothing_can_be_told_before_keys_were_had_once(
    keys: SigningKeys, published: PublishedKeys
) -> None:
    published.down = True
    for _ in range(2):
        with pytest.raises(KeysUnavailableError):
            await keys.find("first")


async def test_known_keys_stay_good_for_days_when_they_cannot_be_asked_for(
    keys: SigningKeys, published: PublishedKeys, clock: Clock
) -> None:
    assert await keys.find("first")
    published.down = True
    clock.now += KEPT_SECONDS
    assert await keys.find("first")
    with pytest.raises(KeysUnavailableError):
        await keys.find("a new one, perhaps")
    clock.now += RETRY_SECONDS
    with pytest.raises(KeysUnavailableError):
        await keys.find("first")
    published.down = False
    clock.now += RETRY_SECONDS
    assert await keys.find("first")


async def test_a_host_that_is_not_there_is_no_open_door() -> None:
    async with PublishedKeys(FIRST).open() as published:
        keys = SigningKeys(published.url, Clock(1000.0))
    with pytest.raises(KeysUnavailableError):
        await keys.find("first")


@pytest.mark.parametrize(
    "metadata",
    [
        *([], "x", {}, {"jwks_uri": None}, {"jwks_uri": "http://evil.example/keys"}),
        *({"jwks_uri": "file:///etc/passwd"}, {"jwks_uri": "http://login.botframework.com/keys"}),
        {"x": "y" * (LARGEST + 1)},
    ],
)
async def test_keys_are_taken_from_a_safe_place_only(
    keys: SigningKeys, published: PublishedKeys, metadata: Any
) -> None:
    published.answer["metadata"] = metadata
    with pytest.raises(KeysUnavailableError):
        await keys.find("first")
    assert published.asked == 0


async def test_an_address_that_names_somebody_is_not_asked(
    keys: SigningKeys, published: PublishedKeys
) -> None:
    address = published.url.replace("metadata", "keys").replace("127.0.0.1", "somebody@127.0.0.1")
    published.answer["metadata"] = {"jwks_uri": address}
    with pytest.raises(KeysUnavailableError):
        await keys.find("first")
    assert published.asked == 0


@pytest.mark.parametrize(
    "changed",
    [
        *({"kty": "oct", "k": "c2VjcmV0"}, {"use": "enc"}, {"kid": None}, {"n": "!"}, {"e": None}),
        *({"endorsements": None}, {"endorsements": "msteams"}, {"n": ""}, {"n": 7}),
    ],
)
async def test_a_key_that_is_not_well_made_is_none(
    keys: SigningKeys, published: PublishedKeys, changed: dict[str, Any]
) -> None:
    published.answer["keys"] = {"keys": [FIRST.jwk() | changed, "x", None, SECOND.jwk()]}
    assert await keys.find("second")
    assert await keys.find("first") is None


@pytest.mark.parametrize("answer", [[], {}, {"keys": None}, {"keys": []}, {"keys": [{}]}])
async def test_an_answer_without_keys_is_none(
    keys: SigningKeys, published: PublishedKeys, answer: Any
) -> None:
    published.answer["keys"] = answer
    with pytest.raises(KeysUnavailableError):
        await keys.find("first")


def test_the_keys_are_those_of_the_bot_framework() -> None:
    assert METADATA == "https://login.botframework.com/v1/.well-known/openidconfiguration"
