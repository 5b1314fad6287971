"""What people see."""

from dataclasses import dataclass

from tests.adapters.teams.connector.conversation import Conversation
from tests.adapters.teams.connector.message import Message
from tests.adapters.teams.connector.person import Person
from tests.adapters.teams.connector.post import Post, look
from tests.adapters.teams.connector.talk import Stands
from tests.adapters.teams.connector.world import World


@dataclass
class Looking:
    """Every look is a copy: what the bot does later does not change it."""

    world: World

    def messages(
        self, place: Conversation, thread: Stands | None = None, *, viewer: Person | None = None
    ) -> list[Post]:
        """What stands in a chat, oldest first; of a channel its posts, or the thread of a message, root
        first.

        Without a ``viewer`` it is what everybody sees; what is for one person only is not in it.
        """
        found: list[Message] = list(place.messages.values())
        if thread is not None:
            found = place.thread(self._root(thread))
        elif place.kind == "channel":
            found = [message for message in found if message.root == message.id]
        who = "" if viewer is None else viewer.id
        return [look(place, message, who) for message in found if message.only_for in ("", who)]

    def answers(self, place: Conversation, thread: Stands | None = None) -> list[Post]:
        """What the bot wrote of it."""
        return [post for post in self.messages(place, thread) if not post.sender]

    def message(self, said: Stands, *, viewer: Person | None = None) -> Post:
        """One message as it is now; LookupError where it does not stand."""
        place = self.world.conversations[said.conversation]
        return look(place, place.messages[said.id], "" if viewer is None else viewer.id)

    def _root(self, thread: Stands) -> str:
        place = self.world.conversations[thread.conversation]
        message = place.messages.get(thread.id)
        return thread.id if message is None else message.root
