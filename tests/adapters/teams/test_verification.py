"""Whether a request comes from Teams: with our own keys in the place of Microsoft's."""

import base64
import time
from collections.abc import AsyncIterator
from typing import Any

import jwt
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.teams.anonymous import Anonymous
from adapters.teams.service_hosts import ServiceHosts
from adapters.teams.signing_keys import KeysUnavailableError, SigningKeys
from adapters.teams.verification import LONGEST, Claims, UnverifiedError, Verification
from tests.adapters.teams.connector.keys import SigningKey
from tests.adapters.teams.published_keys import PublishedKeys

APP = "c9e8c047-2a74-40a2-b28a-b162d5f5327c"
SERVICE = "https://smba.trafficmanager.net/amer/"
ACTIVITY = {"channelId": "msteams", "serviceUrl": SERVICE}

TEAMS = SigningKey("teams")
WEBCHAT = SigningKey("webchat", ("webchat",))
SILENT = SigningKey("silent", ())
STRANGER = SigningKey("teams", pair="of a stranger")


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    told: dict[str, Any] = {
        "serviceurl": SERVICE,
        "nbf": now - 60,
        "exp": now + 3600,
        "iss": "https://api.botframework.com",
        "aud": APP,
    }
    return {name: value for name, value in (told | changed).items() if value is not None}


def bearer(key: SigningKey = TEAMS, header: dict[str, Any] | None = None, **changed: Any) -> str:
    return f"Bearer {key.sign(claims(**changed), **(header or {}))}"


@pytest.fixture
async def published() -> AsyncIterator[PublishedKeys]:
    async with PublishedKeys(TEAMS, WEBCHAT, SILENT).open() as keys:
        yield keys


@pytest.fixture
def verification(published: PublishedKeys) -> Verification:
    return Verification(APP, SigningKeys(published.url), ServiceHosts())


async def check(
    verification: Verification | Anonymous, header: str | None, activity: dict[str, Any]
) -> Claims:
    """Who sent a request, as the route asks it: the token before the body is read."""
    return verification.admit(await verification.authenticate(header), activity)


async def refused(verification: Verification, header: str | None, **activity: Any) -> str:
    with pytest.raises(UnverifiedError) as caught:
        await check(verification, header, ACTIVITY | activity)
    return str(caught.value)


async def test_a_request_of_teams_says_for_whom_it_is_and_where_it_comes_from(
    verification: Verification,
) -> None:
    found = await check(verification, bearer(), ACTIVITY)
    assert (found.app_id, found.service_url) == (APP, SERVICE)
    assert found.values["iss"] == "https://api.botframework.com"
    assert "iss" not in repr(found)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_the_scheme_may_be_written_in_any_way(verification: Verification, scheme: str) -> None:
    assert await check(verification, bearer().replace("Bearer", scheme), ACTIVITY)


@pytest.mark.parametrize("told", [SERVICE, SERVICE.rstrip("/")])
async def test_a_slash_at_the_end_of_an_address_says_nothing(verification: Verification, told: str) -> None:
    assert await check(verification, bearer(), ACTIVITY | {"serviceUrl": told})


NOW = int(time.time())


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"aud": "another-app"}, "InvalidAudienceError"),
        ({"aud": [APP]}, "InvalidAudienceError"),
        ({"aud": f"api://{APP}"}, "InvalidAudienceError"),
        ({"aud": None}, "MissingRequiredClaimError"),
        ({"iss": "https://api.botframework.us"}, "InvalidIssuerError"),
        ({"iss": "https://api.botframework.com/"}, "InvalidIssuerError"),
        ({"iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"}, "InvalidIssuerError"),
        ({"iss": None}, "MissingRequiredClaimError"),
        ({"exp": NOW - 301}, "ExpiredSignatureError"),
        ({"exp": None}, "MissingRequiredClaimError"),
        ({"exp": "soon"}, "DecodeError"),
        ({"exp": 1e400}, "DecodeError"),
        ({"nbf": NOW + 900}, "ImmatureSignatureError"),
        ({"iat": NOW + 900}, "ImmatureSignatureError"),
        ({"serviceurl": None}, "no service address"),
        ({"serviceurl": None, "serviceUrl": SERVICE}, "no service address"),
        ({"serviceurl": 7}, "no service address"),
        ({"serviceurl": "https://smba.trafficmanager.net/emea/"}, "another service address"),
        ({"serviceurl": "https://evil.example/"}, "another service address"),
    ],
)
async def test_a_token_that_says_something_else_is_refused(
    verification: Verification, changed: dict[str, Any], why: str
) -> None:
    assert await refused(verification, bearer(**changed)) == why


async def test_clocks_may_differ_by_some_minutes(verification: Verification) -> None:
    now = int(time.time())
    assert await check(verification, bearer(exp=now - 200, nbf=now + 200), ACTIVITY)


def unsigned(header: dict[str, Any], signature: bytes = b"") -> str:
    parts = (orjson.dumps(header), orjson.dumps(claims()), signature)
    return "Bearer " + ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


@pytest.mark.parametrize(
    "algorithm", ["none", "None", "NONE", "HS256", "RS512", "PS256", "ES256", "", None, 7]
)
@pytest.mark.parametrize("signature", [b"", b"x" * 32])
async def test_a_token_that_is_not_signed_is_refused(
    verification: Verification, algorithm: Any, signature: bytes
) -> None:
    await refused(verification, unsigned({"alg": algorithm, "kid": "teams", "typ": "JWT"}, signature))


async def test_a_public_key_is_no_shared_secret(verification: Verification) -> None:
    signed = jwt.api_jws.PyJWS(["HS256"])
    signed._algorithms["HS256"].prepare_key = lambda key: key  # type: ignore[method-assign]  # noqa: SLF001 - the library refuses to forge
    token = signed.encode(orjson.dumps(claims()), TEAMS.public_pem(), "HS256", {"kid": "teams"})
    assert await refused(verification, f"Bearer {token}") == "signed in another way"


async def test_the_right_name_does_not_make_the_right_key(verification: Verification) -> None:
    assert await refused(verification, bearer(STRANGER)) == "InvalidSignatureError"


@pytest.mark.parametrize("key_id", ["unknown", "", "../teams", "x" * 500])
async def test_an_unknown_key_is_refused(verification: Verification, key_id: str) -> None:
    assert await refused(verification, bearer(header={"kid": key_id})) == "signed with an unknown key"


async def test_a_token_that_names_no_key_is_refused(
    verification: Verification, published: PublishedKeys
) -> None:
    await refused(verification, unsigned({"alg": "RS256"}, b"x" * 256))
    await refused(verification, unsigned({"alg": "RS256", "kid": ["teams"]}, b"x" * 256))
    assert published.asked == 0


async def test_a_key_that_comes_with_the_token_is_not_used(verification: Verification) -> None:
    header = {"jwk": STRANGER.jwk(), "jku": "https://evil.example/keys", "kid": "stranger"}
    assert await refused(verification, bearer(STRANGER, header)) == "signed with an unknown key"


@pytest.mark.parametrize("key", [WEBCHAT, SILENT])
async def test_who_does_not_speak_for_teams_is_refused(verification: Verification, key: SigningKey) -> None:
    why = "whoever signed it does not speak for Teams"
    assert await refused(verification, bearer(key)) == why
    assert await refused(verification, bearer(key), channelId="webchat") == why


@pytest.mark.parametrize("channel", ["webchat", "emulator", "", None, ["msteams"], {}])
async def test_an_activity_of_another_channel_is_refused(verification: Verification, channel: Any) -> None:
    await refused(verification, bearer(), channelId=channel)


@pytest.mark.parametrize(
    "url", [None, "", 7, [], "https://evil.example/", "https://smba.trafficmanager.net/emea/"]
)
async def test_a_token_is_good_for_answers_to_one_address_only(verification: Verification, url: Any) -> None:
    await refused(verification, bearer(), serviceUrl=url)


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "http://127.0.0.1:9/", "https://x.trafficmanager.net/"]
)
async def test_a_foreign_address_is_refused_whoever_signed_it(verification: Verification, url: str) -> None:
    assert await refused(verification, bearer(serviceurl=url), serviceUrl=url) == "a foreign service address"


@pytest.mark.parametrize(
    "header",
    [
        *(
            None,
            "",
            " ",
            "Bearer",
            "Bearer ",
            "Bearer x",
            "Bearer a.b",
            "Bearer a.b.c",
            "Bearer a.b.c.d",
            "Basic a.b.c",
        ),
        *(
            "a.b.c",
            "Bearer  a.b.c",
            "Bearer a.b.c ",
            "Bearer \ud800.b.c",
            "Bearer é.b.c",
            "Bearer ..",
            "Bearer a.b.c\n",
        ),
        "Bearer " + "a" * LONGEST,
        "Bearer " + base64.urlsafe_b64encode(b"[" * 4000).decode().rstrip("=") + ".e30.e30",
        "Bearer " + base64.urlsafe_b64encode(b'{"a":' * 1100).decode().rstrip("=") + ".e30.e30",
    ],
)
async def test_what_is_no_token_is_refused_without_asking_anybody(
    verification: Verification, published: PublishedKeys, header: str | None
) -> None:
    await refused(verification, header)
    assert published.asked == 0


async def test_a_token_of_any_size_is_no_token(verification: Verification) -> None:
    assert await refused(verification, bearer(filler="x" * LONGEST)) == "no header"


@given(st.text(st.characters(), max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_text_is_taken_for_a_token(verification: Verification, text: str) -> None:
    await refused(verification, text)
    await refused(verification, f"Bearer {text}")


@given(st.integers(0, 2_000), st.integers(0, 63))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_token_with_another_letter_is_refused(
    verification: Verification, place: int, letter: int
) -> None:
    token = bearer(nbf=NOW, exp=NOW + 3600).removeprefix("Bearer ")
    at = place % (len(token) - 1)  # the last letter of a signature has bits that say nothing
    other = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[letter]
    if token[at] != other:
        await refused(verification, f"Bearer {token[:at]}{other}{token[at + 1 :]}")


async def test_a_new_key_is_taken_and_an_old_one_refused_in_time(published: PublishedKeys) -> None:
    now = 1000.0
    verification = Verification(APP, SigningKeys(published.url, lambda: now), ServiceHosts())
    await check(verification, bearer(), ACTIVITY)
    newer = SigningKey("newer")
    published.keys = [newer]
    now += 300
    assert await check(verification, bearer(newer), ACTIVITY)
    assert await refused(verification, bearer()) == "signed with an unknown key"


async def test_without_keys_nothing_is_let_in(verification: Verification, published: PublishedKeys) -> None:
    published.down = True
    with pytest.raises(KeysUnavailableError):
        await check(verification, bearer(), ACTIVITY)


@pytest.mark.parametrize("app_id", ["", " "])
def test_a_bot_without_an_app_id_cannot_be_asked(app_id: str) -> None:
    with pytest.raises(ValueError, match="app id"):
        Verification(app_id, SigningKeys(), ServiceHosts())


LOCAL = {"channelId": "msteams", "serviceUrl": "http://127.0.0.1:56150/_connector"}


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:56150/_connector", "http://localhost:1/", "http://[::1]:1/x"]
)
async def test_on_one_machine_a_bot_may_listen_to_anybody(url: str) -> None:
    found = await check(Anonymous(), None, LOCAL | {"serviceUrl": url})
    assert (found.app_id, found.service_url, found.values) == ("", url, {})


@pytest.mark.parametrize(
    "changed",
    [
        {"serviceUrl": SERVICE},
        {"serviceUrl": "http://127.0.0.1.evil.example/"},
        {"serviceUrl": "http://127.0.0.1@evil.example/"},
        {"serviceUrl": None},
        {"channelId": "webchat"},
    ],
)
async def test_such_a_bot_answers_on_this_machine_only(changed: dict[str, Any]) -> None:
    with pytest.raises(UnverifiedError):
        await check(Anonymous(), bearer(), LOCAL | changed)
