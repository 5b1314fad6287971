"""The fake of Teams against the library that Microsoft wrote: botbuilder and, below it, msal."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msal
import pytest
from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import (
    Activity,
    ChannelAccount,
    ConversationParameters,
    ConversationReference,
    ErrorResponseException,
)
from botframework.connector.auth import (
    BotFrameworkAuthenticationFactory,
    ClaimsIdentity,
    ManagedIdentityServiceClientCredentialsFactory,
    PasswordServiceClientCredentialFactory,
)
from botframework.connector.auth.managedidentity_app_credentials import (
    ManagedIdentityAppCredentials,
)
from msrest.exceptions import ClientRequestError

from tests.adapters.teams.connector import FORGERIES, Connector, open_connector

pytestmark = pytest.mark.fakes

SCOPE = "https://api.botframework.com"

Turn = Callable[[Any], Awaitable[None]]


@dataclass
class Bot:
    """The least bot there is: a route around ``process_activity``, as the real one has."""

    teams: Connector
    adapter: Any
    heard: list[Any] = field(default_factory=list)
    refused: list[Exception] = field(default_factory=list)

    async def turn(self, context: Any) -> None:
        self.heard.append(context.activity)
        await context.send_activity(f"echo {context.activity.text}")

    async def handle(self, request: web.Request) -> web.Response:
        activity = Activity().deserialize(await request.json())
        try:
            await self.adapter.process_activity(request.headers.get("Authorization", ""), activity, self.turn)
        except Exception as error:  # noqa: BLE001 - every way of refusing is looked at
            self.refused.append(error)
            return web.Response(status=401)
        return web.Response()

    async def resume(self, reference: Any, turn: Turn) -> None:
        """A turn that nobody began."""
        await self.adapter.continue_conversation(reference, turn, self.teams.app_id)

    async def client(self, *, once: bool = True) -> Any:
        """A client of the connector; ``once`` leaves repeating to others."""
        identity = ClaimsIdentity({"aud": self.teams.app_id}, True)
        factory = self.adapter.bot_framework_authentication.create_connector_factory(identity)
        client = await factory.create(self.teams.tenant.service_url)
        if once:
            client.config.retry_policy.retries = 0
            client.config.retry_policy.policy.status_forcelist = ()
            client.config.retry_policy.policy.respect_retry_after_header = False
        return client


def adapter(teams: Connector, credentials: Any = None) -> Any:
    known = PasswordServiceClientCredentialFactory(teams.app_id, teams.app_password, teams.tenant.id)
    return CloudAdapter(
        BotFrameworkAuthenticationFactory.create(
            to_channel_from_bot_login_url=teams.login_url,
            to_channel_from_bot_oauth_scope=SCOPE,
            to_bot_from_channel_token_issuer=SCOPE,
            to_bot_from_channel_open_id_metadata_url=teams.metadata_url,
            to_bot_from_emulator_open_id_metadata_url=f"{teams.metadata_base}/emulator",
            credential_factory=credentials or known,
        )
    )


@pytest.fixture
async def bot(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    async with open_connector() as teams, serving(teams, monkeypatch) as bot:
        yield bot


@asynccontextmanager
async def serving(teams: Connector, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(teams.certificate))
    bot = Bot(teams, adapter(teams))
    application = web.Application()
    application.add_routes([web.post("/api/messages", bot.handle)])
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    teams.app_url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
    try:
        yield bot
    finally:
        await runner.cleanup()


def message(text: str = "hello", **more: Any) -> Any:
    return Activity(type="message", text=text, **more)


async def test_a_mention_in_a_channel_is_answered_in_its_thread(bot: Bot) -> None:
    teams = bot.teams
    said = await teams.say(teams.ada, teams.channel, "hello", mention=True)
    assert (said.status, bot.refused) == (200, [])
    assert 0 < said.seconds < 10
    thread = [post.text for post in teams.messages(teams.channel, said)]
    assert thread == ["<at>DataOps</at> hello", "echo <at>DataOps</at> hello"]
    assert [post.id for post in teams.messages(teams.channel)] == [said.id]


async def test_botbuilder_reads_what_teams_sends(bot: Bot) -> None:
    teams = bot.teams
    await teams.say(teams.ada, teams.channel, "hello", mention=True)
    (heard,) = bot.heard
    assert TurnContext.remove_recipient_mention(heard).strip() == "hello"
    assert heard.from_property.aad_object_id == teams.ada.aad
    assert heard.timestamp.timestamp() == pytest.approx(teams.clock(), abs=0.001)
    assert heard.local_timestamp == heard.timestamp
    assert heard.local_timezone == "America/Los_Angeles"
    assert heard.channel_data["team"]["id"] == teams.team.id


async def test_a_chat_is_answered_in_the_chat_and_tenants_are_apart(bot: Bot) -> None:
    teams = bot.teams
    await teams.say(teams.ada, teams.chat, "mine")
    await teams.say(teams.bob, teams.group, "ours", mention=True)
    await teams.say(teams.eve, teams.other_channel, "theirs", mention=True)
    assert [post.text for post in teams.answers(teams.chat)] == ["echo mine"]
    assert [post.text for post in teams.answers(teams.group)] == ["echo <at>DataOps</at> ours"]
    assert [each.service_url for each in bot.heard] == [
        teams.tenant.service_url,
        teams.tenant.service_url,
        teams.other_tenant.service_url,
    ]


async def test_a_conversation_is_continued_from_its_reference(bot: Bot) -> None:
    teams = bot.teams
    said = await teams.say(teams.ada, teams.channel, "hello", mention=True)
    stored = TurnContext.get_conversation_reference(bot.heard[0]).serialize()
    reference = ConversationReference().deserialize(stored)
    sent: list[Any] = []

    async def later(context: Any) -> None:
        sent.append(await context.send_activity(message("first")))
        await context.update_activity(
            message("changed", id=sent[0].id, conversation=context.activity.conversation)
        )
        gone = await context.send_activity(message("gone"))
        await context.delete_activity(gone.id)

    await bot.resume(reference, later)
    post = teams.answers(teams.channel, said)[-1]
    assert (post.id, post.text, post.edits) == (sent[0].id, "changed", 1)


async def test_a_new_chat_and_a_new_post_are_made(bot: Bot) -> None:
    teams, client = bot.teams, await bot.client()
    parameters = ConversationParameters(
        members=[ChannelAccount(id=teams.bob.id)],
        channel_data={"tenant": {"id": teams.tenant.id}},
    )
    made = await client.conversations.create_conversation(parameters)
    assert made.id == teams.world.personal(teams.bob).id
    assert (await client.conversations.create_conversation(parameters)).id == made.id

    parameters = ConversationParameters(
        is_group=True, activity=message("news"), channel_data={"channel": {"id": teams.channel.id}}
    )
    posted = await client.conversations.create_conversation(parameters)
    assert posted.id == f"{teams.channel.id};messageid={posted.activity_id}"
    assert [post.text for post in teams.messages(teams.channel)] == ["news"]


async def test_members_are_read(bot: Bot) -> None:
    teams, client = bot.teams, await bot.client()
    page = await client.conversations.get_conversation_paged_members(teams.channel.id)
    assert [each.id for each in page.members] == [teams.ada.id, teams.bob.id]
    one = await client.conversations.get_conversation_member(teams.group.id, teams.bob.id)
    assert (one.name, one.additional_properties["email"]) == ("Bob Kahn", "bob@contoso.example")


async def test_a_refusal_is_an_error_with_its_status_and_code(bot: Bot) -> None:
    teams, client = bot.teams, await bot.client()
    with pytest.raises(ErrorResponseException) as caught:
        await client.conversations.send_to_conversation("19:nowhere@thread.v2", message())
    assert caught.value.response.status_code == 404
    assert caught.value.error.error.code == "ConversationNotFound"
    teams.fail("send", status=429, retry_after=7)
    with pytest.raises(ErrorResponseException) as caught:
        await client.conversations.send_to_conversation(teams.chat.id, message())
    assert caught.value.response.headers["Retry-After"] == "7"
    teams.expire_tokens()
    with pytest.raises(ErrorResponseException) as caught:
        await client.conversations.send_to_conversation(teams.chat.id, message())
    assert caught.value.response.status_code == 401


async def test_a_reset_leaves_open_whether_a_message_stands(bot: Bot) -> None:
    teams, client = bot.teams, await bot.client()
    teams.fail("send", reset="after")
    with pytest.raises(ClientRequestError):
        await client.conversations.send_to_conversation(teams.chat.id, message("once"))
    assert [post.text for post in teams.answers(teams.chat)] == ["once"]


async def test_an_update_is_not_repeated_where_that_is_turned_off(bot: Bot) -> None:
    teams, client = bot.teams, await bot.client()
    sent = await client.conversations.send_to_conversation(teams.chat.id, message())
    for status in (502, 429):
        teams.fail("update", status=status, retry_after=60)
        with pytest.raises(ErrorResponseException):
            await client.conversations.update_activity(teams.chat.id, sent.id, message("changed"))
    teams.fail("update", reset="before")
    with pytest.raises(ClientRequestError):
        await client.conversations.update_activity(teams.chat.id, sent.id, message("changed"))
    assert len(teams.calls("update")) == 3


@pytest.mark.parametrize("kind", sorted(FORGERIES))
async def test_no_forged_token_gets_through(bot: Bot, kind: str) -> None:
    said = await bot.teams.forge(kind, bot.teams.ada, bot.teams.chat)
    assert (said.status, bot.heard, len(bot.refused)) == (401, [], 1)


async def test_a_forgery_says_what_a_true_message_says(bot: Bot) -> None:
    """What is refused is the token: the same activity with a good one is heard."""
    teams = bot.teams
    forged = await teams.forge("expired", teams.ada, teams.chat)
    forged.deliveries[0].headers = None
    assert (await teams.redeliver(forged)).status == 200
    assert [each.text for each in bot.heard] == ["help"]


async def test_botbuilder_believes_a_foreign_service(bot: Bot) -> None:
    """Its own check does not help there: whoever answers has to know the hosts of Teams."""
    teams = bot.teams
    claims = await adapter(teams).bot_framework_authentication.authenticate_request(
        Activity(channel_id="msteams", service_url="https://attacker.example/"),
        teams.signer.headers("https://attacker.example/")["Authorization"],
    )
    assert claims.claims_identity.is_authenticated


async def test_a_new_key_is_good_for_a_bot_that_did_not_look_before(bot: Bot) -> None:
    teams = bot.teams
    teams.rotate_keys()
    assert (await teams.say(teams.ada, teams.chat, "hello")).status == 200
    teams.rotate_keys()
    assert (await teams.say(teams.ada, teams.chat, "again")).status == 401
    assert isinstance(bot.refused[0], IndexError)


@pytest.mark.parametrize(
    ("app", "secret", "tenant", "code"),
    [
        ("app", "wrong", "own", "AADSTS7000215"),
        ("99999999-0000-0000-0000-000000000000", "secret", "own", "AADSTS700016"),
        ("app", "secret", "other", "AADSTS700016"),
        ("app", "secret", "unknown", "AADSTS90002"),
    ],
)
async def test_no_token_for_a_wrong_secret_app_or_tenant(
    bot: Bot, app: str, secret: str, tenant: str, code: str
) -> None:
    teams = bot.teams
    tenants = {"own": teams.tenant.id, "other": teams.other_tenant.id, "unknown": "nowhere"}
    authority = teams.login_url.replace(teams.tenant.id, tenants[tenant])
    client = teams.app_id if app == "app" else app
    factory = PasswordServiceClientCredentialFactory(
        client, teams.app_password if secret == "secret" else secret, tenants[tenant]
    )
    credentials = await factory.create_credentials(client, SCOPE, authority, False)
    with pytest.raises(PermissionError, match=code):
        credentials.get_access_token()


async def test_msal_alone_needs_no_disguise(bot: Bot) -> None:
    teams = bot.teams
    application = msal.ConfidentialClientApplication(
        teams.app_id,
        client_credential=teams.app_password,
        authority=f"{teams.login_base}/{teams.tenant.id}",
        instance_discovery=False,
    )
    answer = application.acquire_token_for_client(scopes=[f"{SCOPE}/.default"])
    teams.issued.check(f"Bearer {answer['access_token']}")


async def test_a_managed_identity_gets_a_token(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    teams = bot.teams
    monkeypatch.setenv("IDENTITY_ENDPOINT", teams.identity_endpoint)
    monkeypatch.setenv("IDENTITY_HEADER", teams.tokens.identity_secret)
    monkeypatch.setattr(ManagedIdentityAppCredentials, "global_token_cache", msal.TokenCache())
    bot.adapter = adapter(teams, ManagedIdentityServiceClientCredentialsFactory(teams.app_id))
    await teams.say(teams.ada, teams.chat, "hello")
    assert [post.text for post in teams.answers(teams.chat)] == ["echo hello"]
