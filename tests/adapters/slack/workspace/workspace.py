"""The fake as tests use it: one object with everything that people do, see and can set."""

from collections.abc import Iterable

from aiohttp import ClientSession

from tests.adapters.slack.workspace.app_home import AppHome
from tests.adapters.slack.workspace.courier import Courier
from tests.adapters.slack.workspace.envelopes import Envelopes
from tests.adapters.slack.workspace.forms import Forms
from tests.adapters.slack.workspace.lifecycle import Lifecycle
from tests.adapters.slack.workspace.looking import Looking
from tests.adapters.slack.workspace.message_events import MessageEvents
from tests.adapters.slack.workspace.meter import Meter, Violation
from tests.adapters.slack.workspace.pressing import Pressing
from tests.adapters.slack.workspace.response_urls import Responded, ResponseUrls
from tests.adapters.slack.workspace.signing import Signer
from tests.adapters.slack.workspace.socket_mode import SocketMode
from tests.adapters.slack.workspace.talk import Talk
from tests.adapters.slack.workspace.world import World
from tests.adapters.wire.call_log import CallLog
from tests.adapters.wire.faults import Faults


class Workspace:
    """A workspace with two people and a channel in which the app is a member.

    ``team``, ``ada``, ``bob`` and ``channel`` are their ids; more are added through ``world``. The verbs are
    those of Talk, Pressing, Forms, AppHome, Lifecycle, Looking, Faults, CallLog and SocketMode; each is
    described there.
    """

    def __init__(
        self,
        world: World,
        session: ClientSession,
        *,
        scopes: Iterable[str],
        subscriptions: Iterable[str],
        strict: bool,
    ) -> None:
        self.world = world
        self.clock = world.clock
        self.agent = world.agent
        self._set_up(frozenset(scopes))
        self.faults, self.log = Faults(), CallLog()
        self.meter = Meter(world.clock) if strict else None
        self.signer = Signer(world.signing_secret)
        self.sockets = SocketMode(world)
        self.courier = Courier(session, self.signer, self.sockets)
        self.envelopes = Envelopes(world, set(subscriptions))
        self.response_urls = ResponseUrls(world, self.faults, self.log)
        self._bind_people()
        self._bind_tests()

    def _set_up(self, scopes: frozenset[str]) -> None:
        """The workspace as every test finds it."""
        team = self.world.add_team("Acme")
        self.install = self.world.install(team)
        self.bot_token = self.world.grant(team, scopes).token
        self.app_token = self.world.grant_app(team).token
        self.team = team.id
        self.ada = self.world.add_person("ada", team.id, is_admin=True).id
        self.bob = self.world.add_person("bob", team.id).id
        members = (self.ada, self.bob, self.install.bot_user)
        self.channel = self.world.add_channel("night-batch", team.id, members=members).id
        self.world.oauth.team, self.world.oauth.user = team.id, self.ada

    def _bind_people(self) -> None:
        """What people do."""
        parts = (self.world, self.envelopes, self.courier)
        talk = Talk(self.world, MessageEvents(*parts))
        self.say, self.mention, self.dm, self.share_file = talk.say, talk.mention, talk.dm, talk.share_file
        self.edit, self.delete, self.bot_says, self.echo = talk.edit, talk.delete, talk.bot_says, talk.echo
        self.share_external = talk.share_external
        pressing, forms = Pressing(*parts, self.response_urls), Forms(*parts)
        self.command, self.press = pressing.command, pressing.press
        self.message_shortcut, self.submit, self.close = pressing.message_shortcut, forms.submit, forms.close
        home, life = AppHome(*parts), Lifecycle(*parts)
        self.open_home, self.context_changed = home.open_home, home.context_changed
        self.bot_added, self.bot_removed = life.bot_added, life.bot_removed
        self.member_left, self.channel_archive = life.member_left, life.channel_archive
        self.app_uninstalled, self.tokens_revoked = life.app_uninstalled, life.tokens_revoked
        self.team_access_revoked = life.team_access_revoked
        self.app_rate_limited, self.verify_url = life.app_rate_limited, life.verify_url
        self.vanish = life.vanish

    def _bind_tests(self) -> None:
        """What tests look at and set."""
        look = Looking(self.world)
        self.messages, self.message, self.ephemerals = look.messages, look.message, look.ephemerals
        self.files, self.views, self.home = look.files, look.views, look.home
        self.reactions, self.status = look.reactions, look.status
        self.fail, self.hold, self.heal = self.faults.fail, self.faults.hold, self.faults.heal
        self.calls, self.until = self.log.calls, self.log.until
        self.redeliver, self.post = self.courier.redeliver, self.courier.post
        self.connected, self.disconnect = self.sockets.connected, self.sockets.disconnect
        self.drop = self.sockets.drop

    @property
    def base_url(self) -> str:
        """Where everything is served: ``http://127.0.0.1:PORT``."""
        return self.world.base_url

    @property
    def api_url(self) -> str:
        """What ``SLACK_API_URL`` is set to."""
        return f"{self.world.base_url}/api/"

    @property
    def signing_secret(self) -> str:
        return self.world.signing_secret

    @property
    def app_url(self) -> str:
        """The app's request URL; setting it is what an admin does. An open socket goes before it."""
        return self.courier.app_url

    @app_url.setter
    def app_url(self, url: str) -> None:
        self.courier.app_url = url

    @property
    def violations(self) -> list[Violation]:
        """The calls that were one too many, where the workspace is strict."""
        if self.meter is None:
            raise RuntimeError("only a strict workspace counts")
        return self.meter.violations

    @property
    def responded(self) -> list[Responded]:
        """What was posted to response_urls."""
        return self.response_urls.responded
