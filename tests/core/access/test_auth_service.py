"""Tokens open only while they are whole, young, not revoked, and their person is somebody."""

import base64
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from structlog.testing import capture_logs

from core.access.auth_service import ACCESS_SECONDS
from core.access.credentials import Credentials
from core.access.one_time_codes import CODE_SECONDS
from core.access.policy import Policy
from core.access.token_audit import REFUSALS_SECONDS
from core.access.token_families import REFRESH_SECONDS
from core.access.token_pair import TokenPair
from core.access.token_signer import LEEWAY_SECONDS, LONGEST, BadToken, TokenSigner
from core.chat.profile import PersonProfile
from core.errors import AccessRefused, TokenRefused
from tests.clock import Clock
from tests.core.access.tokens import ADA, BEN, KEY, Office

SENTENCE = "This token is not good here; get a new one with dataops token."
NOT_GIVEN = "AAAA"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.database.close()


@pytest.fixture(scope="module")
def signed() -> tuple[TokenSigner, str]:
    signer = TokenSigner(SecretStr(KEY), "HS256", Clock())
    return signer, signer.sign("access", ADA, "family", 60)


def claims(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def forged(token: str, key: str = KEY, algorithm: str = "HS256", **changed: Any) -> str:
    """The claims of a token with others in their place (None: without), signed anew."""
    content = {name: value for name, value in (claims(token) | changed).items() if value is not None}
    return jwt.encode(content, key, algorithm)


def part(content: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def refused(office: Office, token: str) -> str:
    """The reason in the log for a token that is refused, in the one sentence and without being shown."""
    with capture_logs() as logs, pytest.raises(TokenRefused) as told:
        office.auth.validate_token(token)
    assert str(told.value) == SENTENCE
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__ or told.value.__context__ is None
    assert token not in f"{logs}" or not token
    return str(logs[-1]["reason"])


def test_a_token_says_who_calls_with_the_rights_of_this_moment(office: Office) -> None:
    pair = office.auth.issue(ADA)
    user = office.auth.validate_token(pair.access_token)
    assert (user.user_id, user.email, user.roles) == (ADA, "", ["developer"])
    assert user.has_permission("workflow.jil_parser.invoke")
    assert not user.has_permission("admin.cancel")
    office.policy = Policy(users={ADA: ["slack:T1:U1"]}, people={ADA: ["admin"]})
    assert office.auth.validate_token(pair.access_token).has_permission("admin.cancel")
    office.policy = Policy(people={BEN: ["user"]})
    assert refused(office, pair.access_token) == "not in the policy"
    with pytest.raises(TokenRefused):
        office.auth.refresh_token(pair.refresh_token)


def test_a_token_holds_a_name_and_times_and_no_rights(office: Office) -> None:
    pair = office.auth.issue(BEN)
    assert (pair.token_type, pair.expires_in) == ("Bearer", ACCESS_SECONDS)
    said = claims(pair.access_token)
    assert said.keys() == {"iss", "aud", "sub", "sid", "jti", "typ", "iat", "exp"}
    assert (said["sub"], said["typ"], said["exp"] - said["iat"]) == (BEN, "access", ACCESS_SECONDS)
    assert claims(pair.refresh_token)["jti"] != said["jti"]


def test_who_has_a_role_by_what_a_platform_vouches_for_is_somebody(office: Office) -> None:
    with pytest.raises(AccessRefused):
        office.auth.issue("slack:T1:U9")
    office.directory.learn_person("slack:T1:U9", PersonProfile(email="Eve@example.com"))
    user = office.auth.validate_token(office.auth.issue("slack:T1:U9").access_token)
    assert (user.email, user.roles, user.permissions) == ("eve@example.com", ["reader"], ["artifact.read"])


@pytest.mark.parametrize("person", ["", "nobody", "slack:T1:U3", "\ud800"])
def test_nobody_gets_a_token_or_a_code_who_is_not_in_the_policy(office: Office, person: str) -> None:
    for give in (office.auth.issue, office.auth.code):
        with pytest.raises(AccessRefused):
            give(person)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"aud": "another"}, "InvalidAudienceError"),
        ({"aud": ["dataops-api"]}, "InvalidAudienceError"),
        ({"iss": "another"}, "InvalidIssuerError"),
        ({"exp": 1_700_000_000}, "expired"),
        ({"iat": 1_800_000_100}, "from the future"),
        ({"exp": "1900000000"}, "claims: exp"),
        ({"exp": True}, "claims: exp"),
        ({"exp": 1e400}, "claims: exp"),
        ({"iat": "now"}, "claims: iat"),
        ({"sub": ""}, "claims: sub"),
        ({"sub": 7}, "InvalidSubjectError"),
        ({"jti": ["x"]}, "InvalidJTIError"),
        ({"typ": "admin"}, "claims: typ"),
        ({"typ": "refresh"}, "another kind"),
        ({"roles": ["admin"]}, "claims: roles"),
        ({"sid": "another"}, "revoked"),
        ({"sub": BEN}, "revoked"),
        *(({name: None}, "MissingRequiredClaimError") for name in ("iss", "aud", "sub", "sid", "jti", "typ")),
        *(({name: None}, "MissingRequiredClaimError") for name in ("iat", "exp")),
    ],
)
def test_a_token_with_other_claims_is_refused_even_under_the_right_key(
    office: Office, changed: dict[str, Any], reason: str
) -> None:
    token = office.auth.issue(ADA).access_token
    assert office.auth.validate_token(forged(token)).user_id == ADA
    try:
        other = forged(token, **changed)
    except TypeError:  # the library does not sign what is no text; others would
        other = jwt.PyJWS().encode(json.dumps(claims(token) | changed).encode(), KEY, "HS256")
    assert refused(office, other) == reason


def test_a_token_under_another_key_or_algorithm_is_refused(office: Office) -> None:
    token = office.auth.issue(ADA).access_token
    head, body, signature = token.split(".")
    none = part({"alg": "none", "typ": "JWT"})
    assert refused(office, forged(token, key="x" * 64)) == "InvalidSignatureError"
    assert refused(office, forged(token, algorithm="HS512")) == "InvalidAlgorithmError"
    for alg in ("none", "None", "nOnE", "", None, "RS256", ["HS256"]):
        for signed in ("", signature):
            assert refused(office, f"{part({'alg': alg})}.{body}.{signed}") == "InvalidAlgorithmError"
    assert refused(office, f"{none}.{body}") == "DecodeError"
    assert refused(office, f"{head}.{body}.") == "InvalidSignatureError"
    assert (
        refused(office, f"{head}.{part(claims(token) | {'sub': BEN})}.{signature}") == "InvalidSignatureError"
    )
    assert refused(office, f"{part({'alg': 'HS256', 'crit': ['x'], 'x': 1})}.{body}.{signature}") == (
        "InvalidTokenError"
    )


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "\ud800", "ä.b.c", "x" * (LONGEST + 1), "\x00"])
def test_what_is_no_token_is_refused(office: Office, token: str) -> None:
    assert refused(office, token) in ("DecodeError", "no token")


def test_a_header_that_nests_deeply_is_refused(office: Office) -> None:
    head = base64.urlsafe_b64encode(b"[" * 2400).rstrip(b"=").decode()
    assert refused(office, f"{head}.e30.{NOT_GIVEN}") in ("DecodeError", "RecursionError")


@given(st.text(max_size=60), st.integers(0, 500))
def test_no_change_of_a_token_is_taken(signed: tuple[TokenSigner, str], text: str, place: int) -> None:
    signer, token = signed
    changed = token[:place] + text + token[place + 1 :]
    if changed == token:
        assert signer.read(changed).sub == ADA
    else:
        with pytest.raises(BadToken):
            signer.read(changed)


def test_a_token_ends_with_its_time(office: Office) -> None:
    pair = office.auth.issue(ADA)
    office.clock.now += ACCESS_SECONDS + LEEWAY_SECONDS - 1
    assert office.auth.validate_token(pair.access_token)
    office.clock.now += 1
    assert refused(office, pair.access_token) == "expired"
    assert office.auth.validate_token(office.auth.refresh_token(pair.refresh_token).access_token)


def test_a_family_ends_when_nobody_renewed_it(office: Office) -> None:
    pair = office.auth.issue(ADA)
    office.clock.now += REFRESH_SECONDS - 1
    fresh = office.auth.refresh_token(pair.refresh_token)
    office.clock.now += REFRESH_SECONDS
    with capture_logs(), pytest.raises(TokenRefused):
        office.auth.refresh_token(fresh.refresh_token)


def test_an_access_token_renews_nothing(office: Office) -> None:
    pair = office.auth.issue(ADA)
    with capture_logs(), pytest.raises(TokenRefused):
        office.auth.refresh_token(pair.access_token)
    assert refused(office, pair.refresh_token) == "another kind"


def test_a_refresh_token_that_comes_again_ends_all_that_came_of_it(office: Office) -> None:
    first, other = office.auth.issue(ADA), office.auth.issue(ADA)
    second = office.auth.refresh_token(first.refresh_token)
    third = office.auth.refresh_token(second.refresh_token)
    assert office.auth.validate_token(first.access_token)
    with capture_logs() as logs, pytest.raises(TokenRefused):
        office.auth.refresh_token(first.refresh_token)
    assert (logs[0]["event"], logs[0]["log_level"]) == ("refresh_token_used_again", "warning")
    assert first.refresh_token not in f"{logs}"
    for pair in (first, second, third):
        assert refused(office, pair.access_token) == "revoked"
    with capture_logs(), pytest.raises(TokenRefused):
        office.auth.refresh_token(third.refresh_token)
    assert office.auth.validate_token(other.access_token)


def test_of_many_at_once_one_renews(office: Office) -> None:
    used = office.auth.issue(ADA).refresh_token

    def renew(_: int) -> TokenPair | None:
        try:
            return office.auth.refresh_token(used)
        except TokenRefused:
            return None

    with capture_logs(), ThreadPoolExecutor(4) as pool:
        renewed = [pair for pair in pool.map(renew, range(8)) if pair is not None]
    assert len(renewed) == 1
    assert refused(office, renewed[0].access_token) == "revoked"


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_revoking_either_token_ends_both(office: Office, kind: str) -> None:
    pair, other = office.auth.issue(ADA), office.auth.issue(ADA)
    office.auth.revoke(getattr(pair, kind))
    assert refused(office, pair.access_token) == "revoked"
    with capture_logs(), pytest.raises(TokenRefused):
        office.auth.refresh_token(pair.refresh_token)
    assert office.auth.validate_token(other.access_token)
    with capture_logs(), pytest.raises(TokenRefused):
        office.auth.revoke(forged(other.access_token, key="x" * 64))


def test_all_of_a_person_is_revoked_at_once(office: Office) -> None:
    mine, code = [office.auth.issue(ADA) for _ in range(2)], office.auth.code(ADA)
    theirs = office.auth.issue(BEN)
    assert office.auth.revoke_all(ADA) == 2
    assert [refused(office, pair.access_token) for pair in mine] == ["revoked"] * 2
    with capture_logs(), pytest.raises(TokenRefused):
        office.auth.authenticate(Credentials(code=SecretStr(code)))
    assert office.auth.validate_token(theirs.access_token).user_id == BEN


def why_not(office: Office, code: str) -> str:
    """The reason in the log for a code that gets no tokens."""
    with capture_logs() as logs, pytest.raises(TokenRefused, match="dataops token"):
        office.auth.authenticate(Credentials(code=SecretStr(code)))
    return str(logs[-1]["reason"])


def test_a_code_is_good_once_for_five_minutes_and_for_somebody(office: Office) -> None:
    code, late, gone = office.auth.code(ADA), office.auth.code(ADA), office.auth.code(BEN)
    pair = office.auth.authenticate(Credentials(code=SecretStr(code)))
    assert office.auth.validate_token(pair.access_token).user_id == ADA
    assert [why_not(office, bad) for bad in (code, "", "\ud800", late[:-1])] == ["code"] * 4
    office.clock.now += CODE_SECONDS - 1
    office.policy = Policy(users={ADA: []}, people={ADA: ["user"]})
    assert why_not(office, gone) == "not in the policy"
    office.clock.now += 1
    assert why_not(office, late) == "code"


def test_no_secret_is_kept_or_shown_and_what_is_over_is_swept(office: Office) -> None:
    pair, code = office.auth.issue(ADA), office.auth.code(BEN)
    secrets = (pair.access_token, pair.refresh_token, code, claims(pair.access_token)["sid"], KEY)
    shown = f"{office.kept} {pair!r} {pair} {Credentials(code=SecretStr(code))!r} {office.auth!r}"
    assert [secret for secret in secrets if secret in shown] == []
    assert BEN in office.kept
    office.clock.now += CODE_SECONDS
    office.auth.sweep()
    assert BEN not in office.kept
    assert "'ada'" in office.kept
    office.clock.now += REFRESH_SECONDS
    office.auth.sweep()
    assert "'ada'" not in office.kept


def test_another_process_takes_the_same_tokens(office: Office, tmp_path: Path) -> None:
    pair = office.auth.issue(ADA)
    beside = Office(tmp_path)
    assert beside.auth.validate_token(pair.access_token).user_id == ADA
    beside.auth.revoke(pair.access_token)
    beside.database.close()
    assert refused(office, pair.access_token) == "revoked"


def on_record(office: Office) -> list[tuple[str, str, bool]]:
    """Permission, person and decision of each line, oldest first."""
    return [(line.permission, line.person, line.allowed) for line in office.lines()]


def test_what_becomes_of_tokens_is_on_record_without_a_token(office: Office) -> None:
    pair = office.auth.authenticate(Credentials(code=SecretStr(office.auth.code(ADA))))
    fresh = office.auth.refresh_token(pair.refresh_token)
    office.auth.revoke(fresh.access_token)
    refused(office, fresh.access_token)
    office.auth.revoke_all(BEN)
    with pytest.raises(AccessRefused):
        office.auth.issue("nobody\ud800\n")
    assert on_record(office) == [
        ("token.create", ADA, True),
        ("token.refresh", ADA, True),
        ("token.revoke", ADA, True),
        ("token.refused", ADA, False),
        ("token.revoke", BEN, True),
        ("token.create", "nobody", False),
    ]
    given, renewed, revoked, again, every, _ = [line.subject for line in office.lines()]
    assert given == renewed == revoked
    assert (len(given), again, every) == (16, "revoked", "all")
    written = f"{office.lines()}"
    for each in (pair, fresh):
        assert claims(each.access_token)["sid"] not in written
        assert each.access_token.rpartition(".")[2] not in written


def test_a_stolen_refresh_token_is_on_record_as_the_end_of_what_came_of_it(office: Office) -> None:
    first = office.auth.issue(ADA)
    office.auth.refresh_token(first.refresh_token)
    with capture_logs(), pytest.raises(TokenRefused):
        office.auth.refresh_token(first.refresh_token)
    assert [line.subject for line in office.lines()][-1] == "used before"
    assert on_record(office)[-2:] == [("token.revoke", ADA, True), ("token.refused", ADA, False)]


def test_whoever_sends_what_is_no_token_fills_no_audit(office: Office) -> None:
    token = office.auth.issue(ADA).access_token
    for _ in range(3):
        refused(office, "a.b.c")
        refused(office, forged(token, key="x" * 64))
        why_not(office, "no code")
    reasons = ["DecodeError", "InvalidSignatureError", "code"]
    assert [line.subject for line in office.lines()][1:] == reasons
    assert {line.person for line in office.lines()[1:]} == {""}
    office.clock.now += REFUSALS_SECONDS
    refused(office, "a.b.c")
    assert [line.subject for line in office.lines()][1:] == [*reasons, "DecodeError"]


def test_so_many_kinds_of_refusals_in_a_minute_are_enough(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.access.token_audit.MOST", 3)
    token = office.auth.issue(ADA).access_token
    for number in range(5):
        refused(office, forged(token, sub=f"somebody {number}"))
    assert [line.person for line in office.lines()] == [ADA, *(f"somebody {number}" for number in range(3))]
    office.clock.now += REFUSALS_SECONDS
    refused(office, forged(token, sub="somebody else"))
    assert on_record(office)[-1] == ("token.refused", "somebody else", False)
