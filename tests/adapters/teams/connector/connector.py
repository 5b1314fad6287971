"""The fake as tests use it: one object with everything that people do, see and can set."""

from pathlib import Path

from aiohttp import ClientSession

from tests.adapters.teams.connector.consenting import Consenting
from tests.adapters.teams.connector.courier import Courier
from tests.adapters.teams.connector.dialogs import Dialogs
from tests.adapters.teams.connector.envelopes import Envelopes
from tests.adapters.teams.connector.file_host import FileHost
from tests.adapters.teams.connector.forgery import Forger
from tests.adapters.teams.connector.issued import Issued
from tests.adapters.teams.connector.key_ring import KeyRing
from tests.adapters.teams.connector.keys import SigningKey
from tests.adapters.teams.connector.lifecycle import Lifecycle
from tests.adapters.teams.connector.looking import Looking
from tests.adapters.teams.connector.meter import Meter
from tests.adapters.teams.connector.pressing import Pressing
from tests.adapters.teams.connector.signing import Signer
from tests.adapters.teams.connector.talk import Talk
from tests.adapters.teams.connector.token_service import TokenService
from tests.adapters.teams.connector.world import World
from tests.adapters.teams.graph_service.service import GraphService
from tests.adapters.wire.call_log import CallLog
from tests.adapters.wire.faults import Faults


class Connector:
    """Two tenants: in the first ``ada`` and ``bob`` with a ``team``, its ``channel``, a ``group`` chat and
    Ada's ``chat`` with the bot; in the other one ``eve`` with ``other_team`` and ``other_channel``. The bot
    is in all.

    More is added through ``world``. The verbs are those of Talk, Pressing, Consenting, Dialogs, Lifecycle,
    Forger, Looking, Faults and CallLog; each is described there.
    """

    def __init__(
        self, world: World, session: ClientSession, *, strict: bool, faults: Faults, log: CallLog
    ) -> None:
        self.world = world
        self.clock = world.clock
        self.faults, self.log = faults, log
        self.keys, stranger = KeyRing(), SigningKey("key-of-a-stranger")
        self.issued = Issued(world, SigningKey("key-of-entra"))
        self.meter = Meter(world.clock) if strict else None
        self.files = FileHost(world, faults, log)
        self.graph = GraphService(world, self.issued, faults, log, self.files)
        self.tokens = TokenService(world, self.keys, self.issued, faults)
        self.signer = Signer(world, self.keys)
        self.courier = Courier(session, self.signer)
        self.envelopes = Envelopes(world)
        self.login_base, self.metadata_base, self.certificate = "", "", Path()
        self._bind_people(stranger)
        self._bind_tests()

    def set_up(self) -> None:
        """The tenants as every test finds them; made when the addresses are known."""
        world = self.world
        self.tenant, self.other_tenant = world.add_tenant("contoso"), world.add_tenant("fabrikam")
        self.tokens.home = self.tenant.id
        self.ada = world.add_person("Ada Lovelace", self.tenant)
        self.bob = world.add_person("Bob Kahn", self.tenant)
        self.eve = world.add_person("Eve Moneypenny", self.other_tenant)
        self.team = world.add_team("Data Engineering", self.tenant, [self.ada, self.bob])
        self.channel = world.add_channel("night-batch", self.team)
        self.group = world.add_group(self.tenant, [self.ada, self.bob])
        self.chat = world.personal(self.ada)
        self.other_team = world.add_team("Loads", self.other_tenant, [self.eve])
        self.other_channel = world.add_channel("loads", self.other_team)

    def _bind_people(self, stranger: SigningKey) -> None:
        """What people do, and what attackers do."""
        parts = (self.world, self.envelopes, self.courier)
        talk = Talk(*parts, self.files)
        self.say, self.slash, self.edit = talk.say, talk.slash, talk.edit
        self.delete, self.restore, self.react = talk.delete, talk.restore, talk.react
        pressing = Pressing(*parts)
        self.press, self.stop = pressing.press, pressing.stop
        self.consent = Consenting(*parts, self.files).consent
        dialogs, life = Dialogs(*parts), Lifecycle(*parts)
        self.message_action, self.submit = dialogs.message_action, dialogs.submit
        self.install, self.remove, self.block = life.install, life.remove, life.block
        self.member_added, self.member_removed = life.member_added, life.member_removed
        self.change_channel, self.change_team = life.change_channel, life.change_team
        forger = Forger(*parts, self.keys, self.signer, stranger)
        self.forge, self.from_foreign_service = forger.forge, forger.from_foreign_service

    def _bind_tests(self) -> None:
        """What tests look at and set."""
        look = Looking(self.world)
        self.messages, self.answers, self.message = look.messages, look.answers, look.message
        self.fail, self.hold, self.heal = self.faults.fail, self.faults.hold, self.faults.heal
        self.calls, self.until = self.log.calls, self.log.until
        self.redeliver, self.post = self.courier.redeliver, self.courier.post
        self.expire_tokens, self.rotate_keys = self.issued.expire, self.keys.rotate

    @property
    def app_id(self) -> str:
        return self.world.app_id

    @property
    def app_password(self) -> str:
        return self.world.app_password

    @property
    def metadata_url(self) -> str:
        """Where the keys are announced with which tokens of Teams are checked."""
        return f"{self.metadata_base}/{self.tokens.path}/v1/.well-known/openidconfiguration"

    @property
    def login_url(self) -> str:
        """The authority that msal asks for the bot's own token, in the app's tenant."""
        return f"{self.login_base}/{self.tenant.id}/b2c_1"

    @property
    def identity_endpoint(self) -> str:
        """What ``IDENTITY_ENDPOINT`` is where the app has a managed identity."""
        return f"{self.metadata_base}/msi/token"

    @property
    def service_hosts(self) -> frozenset[str]:
        """The only hosts that tokens of the bot may go to, with their ports."""
        return frozenset({self.world.base_url.removeprefix("http://")})

    @property
    def file_hosts(self) -> frozenset[str]:
        """The hosts of files, with their ports."""
        return frozenset({self.files.base_url.removeprefix("http://")})

    @property
    def complaints(self) -> list[str]:
        """Markup that Teams took from the bot and does not render."""
        return self.world.complaints

    @property
    def app_url(self) -> str:
        """The bot's messaging endpoint; setting it is what an admin does in Azure."""
        return self.courier.app_url

    @app_url.setter
    def app_url(self, url: str) -> None:
        self.courier.app_url = url
