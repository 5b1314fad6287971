"""One activity, as far as all kinds of them are alike."""

from dataclasses import dataclass

from adapters.teams.arrivals.reference import Reference, Scope
from adapters.teams.arrivals.shapes import Account, Activity, ChannelData, Named, NamedChannel, required
from core.chat.cleaning import tidy
from core.chat.inbound import Actor
from core.chat.said import Said
from core.chat.thread_ref import ChannelRef, ThreadRef

PLATFORM = "teams"
NAME_LENGTH = 80

BOTS_OWN = "29:"
"""How the ids begin that people have for one bot alone."""

_ROOT = ";messageid="
_SCOPES: dict[str | None, Scope] = {"personal": "personal", "groupChat": "group", "channel": "channel"}
_CHANNEL_SUFFIXES = ("@thread.tacv2", "@thread.skype")


@dataclass(frozen=True, slots=True)
class Delivery:
    """For whom something was delivered, and where it happened."""

    activity: Activity
    tenant: str

    @classmethod
    def of(cls, activity: Activity) -> "Delivery":
        """Raises ValueError for an activity of no tenant."""
        told = activity.channel_data.tenant if activity.channel_data else None
        named = (told or Named()).id or activity.conversation.tenant_id
        return cls(activity, required(named))

    @property
    def data(self) -> ChannelData:
        """What Teams adds."""
        return self.activity.channel_data or ChannelData()

    @property
    def channel(self) -> ChannelRef:
        """The conversation, whichever of its threads it is."""
        return self.channel_of(self.activity.conversation.id.partition(_ROOT)[0])

    @property
    def scope(self) -> Scope:
        """The kind of the conversation; without Teams' word for it, its id tells."""
        conversation = self.activity.conversation
        known = _SCOPES.get(conversation.conversation_type)
        if known is not None:
            return known
        if self.channel.channel.startswith("a:"):
            return "personal"
        return "channel" if self.channel.channel.endswith(_CHANNEL_SUFFIXES) else "group"

    @property
    def root(self) -> str | None:
        """The first post of the channel's thread, where the conversation names it."""
        return self.activity.conversation.id.partition(_ROOT)[2] or None

    @property
    def thread(self) -> ThreadRef | None:
        """The channel's thread; None in a chat, which has none, and where a channel as a whole is meant."""
        root = self.root if self.scope == "channel" else None
        return self.channel.thread(root) if root else None

    @property
    def reference(self) -> Reference:
        """How to say something here later."""
        activity, sender = self.activity, self.activity.sender
        return Reference(
            service_url=activity.service_url,
            tenant=self.tenant,
            scope=self.scope,
            conversation=activity.conversation.id,
            bot=activity.recipient.id,
            bot_name=activity.recipient.name or "",
            user=sender.id if sender else "",
            locale=activity.locale or "",
            team=(self.data.team or Named()).id or "",
            name=self._called,
            shared=(self.data.channel or NamedChannel()).shared,
        )

    @property
    def _called(self) -> str:
        """What people call the conversation, where Teams tells."""
        told = (self.data.channel or Named()).name or self.activity.conversation.name or ""
        return tidy(told)[:NAME_LENGTH] if self.scope != "personal" else ""

    @property
    def actor(self) -> Actor:
        """Who did it; raises ValueError if nobody did."""
        if self.activity.sender is None:
            raise ValueError("nobody is named")
        return self.actor_of(self.activity.sender)

    @property
    def act(self) -> str:
        """The name of what was done; raises ValueError if it has none."""
        return self.message(required(self.activity.id))

    def message(self, activity_id: str) -> str:
        """The name of something in this conversation."""
        return str(self.channel.thread(activity_id))

    def channel_of(self, conversation: str) -> ChannelRef:
        """Another conversation of the tenant."""
        return ChannelRef(platform=PLATFORM, tenant=self.tenant, channel=conversation)

    def named(self, words: Said) -> dict[str, str]:
        """Whom words stand for, as the rest of the house names them: like those who act.

        Who is known by an id for this bot alone is not named: they act under another one.
        """
        known = {word: each for word, each in words.named.items() if not each.startswith(BOTS_OWN)}
        return {word: str(self.channel_of(each)) for word, each in known.items()}

    def actor_of(self, account: Account) -> Actor:
        """A person, by the id that is the same in every conversation where Teams tells it."""
        name = (account.name or "").strip()[:NAME_LENGTH]
        who = account.aad_object_id or account.id
        return Actor(platform=PLATFORM, tenant=self.tenant, id=who, name=name)
