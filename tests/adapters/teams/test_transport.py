"""What the transport makes of Teams' refusals and of a broken wire, and that it repeats nothing."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from threading import Thread
from threading import enumerate as threads
from typing import Any

import pytest
from botframework.connector.auth.managedidentity_app_credentials import ManagedIdentityAppCredentials
from botframework.connector.auth.managedidentity_service_client_credential_factory import (
    ManagedIdentityServiceClientCredentialsFactory,
)
from msal import TokenCache

from adapters.teams import botbuilder_transport
from adapters.teams.botbuilder import credentials
from adapters.teams.botbuilder_transport import BotBuilderTransport
from adapters.teams.service_hosts import ServiceHosts
from adapters.teams.transport import Gone, Limited, Refused, Unsent, Unsure
from tests.adapters.teams.connector import Connector, open_connector
from tests.adapters.teams.office import cloud_of
from tests.adapters.teams.wire import reference_of, transport_to

HELLO = {"type": "message", "text": "hello"}
Patch = pytest.MonkeyPatch


@pytest.fixture
async def teams(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Connector]:
    async with open_connector() as connector:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(connector.certificate))
        yield connector


async def test_a_message_is_sent_and_changed_with_one_token(teams: Connector) -> None:
    transport, reference = transport_to(teams), reference_of(teams)
    sent = await transport.send(reference, HELLO)
    await transport.update(reference, sent, {"type": "message", "text": "changed"})
    assert [post.text for post in teams.answers(teams.chat)] == ["changed"]
    assert teams.tokens.requests.count("token") == 1
    assert await transport.token()


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        ({"status": 429, "retry_after": 3}, Limited),
        ({"status": 412}, Limited),
        ({"status": 502}, Unsure),
        ({"status": 504}, Unsure),
        ({"status": 500}, Unsure),
        ({"reset": "before"}, Unsure),
        ({"reset": "after"}, Unsure),
        ({"status": 403, "error": "BotNotInConversationRoster"}, Gone),
        ({"status": 404, "error": "ConversationNotFound"}, Gone),
        ({"status": 400, "error": "BadArgument"}, Refused),
        ({"status": 403, "error": "ContentStreamNotAllowed"}, Refused),
    ],
)
async def test_what_goes_wrong_is_told_and_never_repeated(
    teams: Connector, fault: dict[str, Any], raised: type[Exception]
) -> None:
    transport, reference = transport_to(teams), reference_of(teams)
    stands = await transport.send(reference, HELLO)
    for name in ("send", "reply", "update", "delete"):
        teams.fail(name, times=1, **fault)
    before = len(teams.calls("send")) + len(teams.calls("reply"))
    with pytest.raises(raised):
        await transport.send(reference, HELLO)
    assert len(teams.calls("send")) + len(teams.calls("reply")) == before + 1
    updates = len(teams.calls("update"))
    with pytest.raises(raised):
        await transport.update(reference, stands, HELLO)
    assert len(teams.calls("update")) == updates + 1
    with pytest.raises(raised):
        await transport.delete(reference, stands)
    assert len(teams.calls("delete")) == 1


async def test_a_message_is_streamed_and_taken_away(teams: Connector) -> None:
    transport, reference = transport_to(teams), reference_of(teams)
    info = {"type": "streaminfo", "streamType": "streaming", "streamSequence": 1}
    stream = await transport.send(reference, {"type": "typing", "text": "One", "entities": [info]})
    assert teams.calls("stream")[0].args["entities"] == [info]
    last = {"type": "streaminfo", "streamType": "final", "streamId": stream}
    assert not await transport.send(reference, {"type": "message", "text": "One", "entities": [last]})
    await transport.delete(reference, stream)
    assert not teams.answers(teams.chat)
    with pytest.raises(Gone):
        await transport.delete(reference, stream)


async def test_how_long_to_wait_is_passed_on(teams: Connector) -> None:
    for name in ("send", "reply"):
        teams.fail(name, times=1, status=429, retry_after=7)
    with pytest.raises(Limited) as limited:
        await transport_to(teams).send(reference_of(teams), HELLO)
    assert limited.value.seconds == 7


async def test_the_bots_token_goes_to_no_foreign_service(teams: Connector) -> None:
    transport = transport_to(teams, ServiceHosts())
    with pytest.raises(Refused):
        await transport.send(reference_of(teams), HELLO)
    foreign = reference_of(teams, service_url="https://smba.trafficmanager.net.evil.example/")
    with pytest.raises(Refused):
        await transport_to(teams).send(foreign, HELLO)
    assert not teams.tokens.requests


async def test_people_are_told_with_all_that_teams_tells(teams: Connector) -> None:
    transport = transport_to(teams)
    thread = reference_of(teams, scope="channel", conversation=f"{teams.channel.id};messageid=1")
    for person in (teams.ada.id, teams.ada.aad):
        assert await transport.member(thread, person) == teams.ada.member()
    for number in range(60):
        teams.team.members.append(teams.world.add_person(f"Person {number}", teams.tenant).id)
    page = await transport.members(thread, 50)
    rest = await transport.members(thread, 50, page["continuationToken"])
    told = [*page["members"], *rest["members"]]
    assert told == [teams.world.people[each].member() for each in teams.team.members]
    assert rest["continuationToken"] is None


async def test_who_is_not_there_is_told_from_where_the_bot_is_not(teams: Connector) -> None:
    transport, reference = transport_to(teams), reference_of(teams)
    with pytest.raises(Gone) as stranger:
        await transport.member(reference, teams.eve.aad)
    assert stranger.value.code == "MemberNotFoundInConversation"
    teams.chat.bot = False
    with pytest.raises(Gone) as removed:
        await transport.member(reference, teams.ada.aad)
    assert removed.value.code == "BotNotInConversationRoster"


async def test_it_knows_whether_the_bot_is_in_a_conversation(teams: Connector) -> None:
    transport, reference = transport_to(teams), reference_of(teams)
    assert await transport.present(reference)
    thread = reference_of(teams, scope="channel", conversation=f"{teams.channel.id};messageid=1")
    assert await transport.present(thread)
    stranger = reference_of(teams, user="29:somebody-else")
    assert await transport.present(stranger)
    teams.chat.bot = False
    assert not await transport.present(reference)
    assert not await transport.present(stranger)
    assert not await transport.present(reference_of(teams, conversation="19:nowhere@thread.v2"))
    teams.fail("member", times=1, status=502)
    with pytest.raises(Unsure):
        await transport.present(reference)


async def test_the_token_is_known_before_anything_was_sent(teams: Connector) -> None:
    transport = transport_to(teams)
    token = await transport.token()
    await transport.send(reference_of(teams), HELLO)
    assert [call.token for call in teams.calls()] == [token]


def begun_since(before: set[Thread]) -> set[str]:
    """The door's threads, but for those of other tests."""
    return {each.name for each in set(threads()) - before if each.name.startswith("teams-")}


@pytest.fixture
def deaf() -> Iterator[str]:
    """An address that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"https://127.0.0.1:{server.getsockname()[1]}/tenant/b2c_1"


@pytest.mark.parametrize("fault", [{"status": 503}, {"status": 400}, {"reset": "before"}])
async def test_without_a_token_nothing_is_sent_and_that_is_known(
    teams: Connector, fault: dict[str, Any]
) -> None:
    teams.fail("token", times=None, **fault)
    transport, reference = transport_to(teams), reference_of(teams)
    with pytest.raises(Unsent):
        await transport.send(reference, HELLO)
    with pytest.raises(Unsent):
        await transport.token()
    assert not teams.calls()


async def test_a_secret_that_is_wrong_is_no_reason_to_break(teams: Connector) -> None:
    teams.world.app_password = "renewed~Password-2"
    transport = transport_to(teams)
    teams.world.app_password = "renewed~Password-3"
    with pytest.raises(Unsent):
        await transport.send(reference_of(teams), HELLO)


async def test_a_login_that_hangs_is_given_up(teams: Connector, monkeypatch: Patch, deaf: str) -> None:
    monkeypatch.setattr(credentials, "TOKEN_SECONDS", 0.05)
    transport = transport_to(teams, login_url=deaf)
    before = set(threads())
    calls = (transport.send(reference_of(teams), HELLO) for _ in range(20))
    lost = await asyncio.gather(*calls, return_exceptions=True)
    assert {type(each) for each in lost} == {Unsent}
    assert begun_since(before) == {"teams-token_0"}


async def test_where_nobody_listens_nothing_was_sent(teams: Connector) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = f"http://127.0.0.1:{server.getsockname()[1]}/amer/"
    with pytest.raises(Unsent):
        await transport_to(teams).send(reference_of(teams, service_url=closed), HELLO)


async def test_a_connector_that_hangs_holds_a_few_threads_for_a_while(
    teams: Connector, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(botbuilder_transport, "AT_ONCE", 3)
    before = set(threads())
    transport, reference = transport_to(teams), reference_of(teams)
    stands = await transport.send(reference, HELLO)
    with teams.hold("update"):
        with monkeypatch.context() as soon:
            soon.setattr(botbuilder_transport, "SEND_SECONDS", 2)
            hanging = [asyncio.ensure_future(transport.update(reference, stands, HELLO)) for _ in range(3)]
            while len(teams.calls("update")) < 3:
                await asyncio.sleep(0)  # until all threads are taken
            soon.setattr(botbuilder_transport, "SEND_SECONDS", 0.05)
            waiting = (transport.update(reference, stands, HELLO) for _ in range(2))
            unsent = await asyncio.gather(*waiting, return_exceptions=True)
            unsure = await asyncio.gather(*hanging, return_exceptions=True)
        assert [type(each) for each in unsent] == [Unsent] * 2
        assert [type(each) for each in unsure] == [Unsure] * 3
        assert len(teams.calls("update")) == 3
        ours = {"teams-token_0", *(f"teams-connector_{number}" for number in range(3))}
        assert begun_since(before) == ours
        await transport.send(reference, HELLO)
    assert len(teams.answers(teams.chat)) == 2


async def test_a_managed_identity_has_a_token_too(teams: Connector, monkeypatch: Patch) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", teams.identity_endpoint)
    monkeypatch.setenv("IDENTITY_HEADER", teams.tokens.identity_secret)
    monkeypatch.setattr(ManagedIdentityAppCredentials, "global_token_cache", TokenCache())
    cloud = cloud_of(teams)
    given = (ManagedIdentityServiceClientCredentialsFactory(teams.app_id), cloud.service_hosts)
    transport = BotBuilderTransport(teams.app_id, *given, **cloud.addresses)
    await transport.send(reference_of(teams), HELLO)
    assert [post.text for post in teams.answers(teams.chat)] == ["hello"]
    monkeypatch.setattr(ManagedIdentityAppCredentials, "global_token_cache", TokenCache())
    monkeypatch.setenv("IDENTITY_HEADER", "another")
    with pytest.raises(Unsent):
        await BotBuilderTransport(teams.app_id, *given, **cloud.addresses).token()
