"""Everything that Teams knows: tenants, people, teams, conversations, and what the bot is there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.adapters.teams.connector.conversation import Conversation, Kind
from tests.adapters.teams.connector.identifiers import Identifiers
from tests.adapters.teams.connector.message import Message
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.person import Person
from tests.adapters.teams.connector.tenant import Team, Tenant
from tests.clock import Clock


@dataclass
class World:
    """The state of the fake; every part of it works on this one.

    ``hears_all`` is the consent of a team's owner (RSC) that brings the bot also what does not mention it.
    """

    clock: Clock
    hears_all: bool = False
    base_url: str = ""
    app_id: str = "11111111-2222-3333-4444-555555555555"
    app_password: str = "app~Password-1"
    bot_name: str = "DataOps"
    tenants: dict[str, Tenant] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    pictures: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.identifiers = Identifiers(self.clock)

    @property
    def bot(self) -> JSON:
        """The bot's account."""
        return {"id": f"28:{self.app_id}", "name": self.bot_name}

    def add_tenant(self, name: str) -> Tenant:
        identifier = self.identifiers.guid("tenant")
        tenant = Tenant(identifier, name, f"{self.base_url}/amer/{identifier}/")
        self.tenants[identifier] = tenant
        return tenant

    def add_person(self, name: str, tenant: Tenant, *, known: bool = True) -> Person:
        """Somebody new; one who is not known to Entra has no object id."""
        aad = self.identifiers.guid("person") if known else ""
        person = Person(self.identifiers.opaque("29:"), aad, name, tenant.id, tenant.domain)
        self.people[person.id] = person
        return person

    def add_guest(self, name: str, tenant: Tenant) -> Person:
        """Somebody whom a tenant has invited, with a mail address that looks like one of its own."""
        guest = self.add_person(name, tenant)
        guest.role = "guest"
        guest.sign_in = f"{guest.name.split()[0].lower()}_mail.example#EXT#@{tenant.domain}"
        return guest

    def add_team(self, name: str, tenant: Tenant, members: Sequence[Person]) -> Team:
        identifier = f"19:{self.identifiers.opaque('team-')}@thread.tacv2"
        group = self.identifiers.guid("group")
        team = Team(identifier, name, tenant, group, [person.id for person in members])
        self.teams[identifier] = team
        return team

    def add_channel(self, name: str, team: Team, *, bot: bool = True) -> Conversation:
        """A channel of a team; people of the team are in it."""
        identifier = f"19:{self.identifiers.guid('channel').replace('-', '')}@thread.tacv2"
        team.channels.append(identifier)
        return self._add(Conversation(identifier, "channel", team.tenant, name, team, bot=bot))

    def add_group(self, tenant: Tenant, members: Sequence[Person], *, bot: bool = True) -> Conversation:
        """A group chat."""
        identifier = f"19:{self.identifiers.guid('group chat').replace('-', '')}@thread.v2"
        return self._chat(identifier, "groupChat", tenant, members, bot=bot)

    def add_chat_of_two(self, one: Person, other: Person) -> Conversation:
        """A chat of two people: Teams calls it personal too, and no bot is ever in it."""
        identifier = f"19:{one.aad}_{other.aad}@unq.gbl.spaces"
        tenant = self.tenants[one.tenant]
        return self._chat(identifier, "personal", tenant, [one, other], bot=False)

    def personal(self, person: Person, *, bot: bool = True) -> Conversation:
        """The chat of a person with the bot; made where there is none."""
        for conversation in self.conversations.values():
            if conversation.kind == "personal" and person.id in conversation.people:
                return conversation
        tenant = self.tenants[person.tenant]
        return self._chat(self.identifiers.opaque("a:"), "personal", tenant, [person], bot=bot)

    def post(
        self, conversation: Conversation, sender: str, activity: JSON, root: str = "", only_for: str = ""
    ) -> Message:
        """Let a new message stand. Without a root it is a new post of a channel."""
        identifier = self.identifiers.message()
        message = Message(identifier, root or identifier, sender, activity, self.clock(), only_for)
        conversation.messages[identifier] = message
        return message

    def _chat(
        self, identifier: str, kind: Kind, tenant: Tenant, members: Sequence[Person], *, bot: bool
    ) -> Conversation:
        people = [person.id for person in members]
        return self._add(Conversation(identifier, kind, tenant, people=people, bot=bot))

    def _add(self, conversation: Conversation) -> Conversation:
        self.conversations[conversation.id] = conversation
        return conversation
