"""A fake of Microsoft's side of a Teams bot: the connector, the login and key services, the host of files.

It listens on this machine only and keeps everything in memory. What it refuses, it refuses in Microsoft's
words; where Teams' behaviour is not documented it is the stricter one, and says so where it stands.

    async with open_connector() as teams:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(teams.certificate))
        bot = start(teams.app_id, teams.app_password, teams.tenant.id, teams.login_url, teams.metadata_url)
        teams.app_url = f"{bot.address}/api/messages"
        said = await teams.say(teams.ada, teams.channel, "What is upstream of GL_POST?", mention=True)
        assert said.status == 200 and said.seconds < 10
        posts = await teams.until(lambda: teams.answers(teams.channel, said))
        pressed = await teams.press(teams.ada, posts[0], "Cancel")
        assert pressed.answer.text == "Cancelled."

How botbuilder 4.17.1 and msal 1.39 are pointed at it (each was run; read in the installed source)
--------------------------------------------------------------------------------------------------
``BotFrameworkAuthenticationFactory.create`` takes addresses in place of its constants as soon as one of them
is given, and then needs all of these:

    to_channel_from_bot_login_url=teams.login_url
    to_channel_from_bot_oauth_scope="https://api.botframework.com"
    to_bot_from_channel_token_issuer="https://api.botframework.com"
    to_bot_from_channel_open_id_metadata_url=teams.metadata_url
    to_bot_from_emulator_open_id_metadata_url=SOMETHING_ELSE
    credential_factory=PasswordServiceClientCredentialFactory(app_id, app_password, tenant.id)

(The emulator's must never be the same address: what is accepted with its keys need not name a serviceurl.)

- The token. msal takes https only and, for a host that is not Microsoft's, first asks
  login.microsoftonline.com about it (instance discovery; botbuilder passes no switch, ``validate_authority``
  reaches nothing). It does not ask for an authority that looks like B2C, hence
  ``https://127.0.0.1:PORT/<tenant>/b2c_1``. The certificate vouches for itself:
  ``REQUESTS_CA_BUNDLE=teams.certificate``. In the world the login URL is
  ``https://login.microsoftonline.com/<tenant>``, and the tenant is taken from the credential factory.
- Who builds ``msal.ConfidentialClientApplication`` alone may pass ``instance_discovery=False`` and
  ``authority=f"{teams.login_base}/<tenant>"``; the certificate is needed all the same.
- A managed identity: ``IDENTITY_ENDPOINT=teams.identity_endpoint`` (plain http is fine) and
  ``IDENTITY_HEADER=teams.tokens.identity_secret``. ``ManagedIdentityAppCredentials.global_token_cache``
  outlives a fake: replace it in a test.
- The keys are fetched with ``requests`` from ``metadata_url``; plain http is fine. They are kept for a day in
  ``JwtTokenExtractor.metadataCache``, by address; this fake has a new address each time.
- Both are fetched on the event loop of the caller, so the fake serves them in a thread. Each
  ``create_credentials`` makes a new msal application with an empty cache: botbuilder as it stands asks for
  the tenant and for a token on every turn. Keep the credentials, and get a token in a thread before a send.
- The connector is called at ``serviceUrl`` as it came (``teams.tenant.service_url``); requests run in an
  executor.

What botbuilder raises for a bad token, where 401 is due: ``PermissionError``, ``jwt.PyJWTError``, and also a
bare ``Exception`` (algorithm, endorsement), ``IndexError`` (unknown or missing key id: after new keys were
published it does not look again until a day is over), ``KeyError`` (no issuer), ``AttributeError`` (no
header) and ``requests.RequestException`` (an emulator's token).

What it raises for a refused call: ``ErrorResponseException`` with ``.response.status_code`` and ``.headers``
(``.error.error`` is None for a 401); ``ClientRequestError`` for a broken connection; ``DeserializationError``
for an error page that is no JSON (503, 504).

An update and a deletion, not a post, it repeats by itself: three times after 408, 5xx, 429 with Retry-After
and broken connections, with real waiting. ``connector_client.config.retry_policy`` turns that off: ``retries
= 0``, ``policy.status_forcelist = ()``, ``policy.respect_retry_after_header = False``.

Its ``ConversationAccount`` reads ``tenantID``; Teams writes ``tenantId``: take the tenant from the JSON.
"""

from tests.adapters.teams.connector.card import Button, Input
from tests.adapters.teams.connector.connector import Connector
from tests.adapters.teams.connector.conversation import Conversation
from tests.adapters.teams.connector.delivery import Act, Answer, Delivery
from tests.adapters.teams.connector.dialogs import Dialog
from tests.adapters.teams.connector.forgery import FORGERIES
from tests.adapters.teams.connector.person import Person
from tests.adapters.teams.connector.post import Post
from tests.adapters.teams.connector.pressing import Press
from tests.adapters.teams.connector.serving import open_connector
from tests.adapters.teams.connector.tenant import Tenant
from tests.clock import Clock

__all__ = [
    "FORGERIES",
    "Act",
    "Answer",
    "Button",
    "Clock",
    "Connector",
    "Conversation",
    "Delivery",
    "Dialog",
    "Input",
    "Person",
    "Post",
    "Press",
    "Tenant",
    "open_connector",
]
