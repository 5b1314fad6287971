"""Somebody agrees to a file, or does not: msteams-docs, bots/how-to/bots-filesv4.md."""

from dataclasses import dataclass

from tests.adapters.teams.connector.courier import Courier
from tests.adapters.teams.connector.delivery import Act, Delivery
from tests.adapters.teams.connector.envelopes import Envelopes
from tests.adapters.teams.connector.file_host import FileHost
from tests.adapters.teams.connector.payload import ABSENT, JSON, fill
from tests.adapters.teams.connector.person import Person
from tests.adapters.teams.connector.post import Post
from tests.adapters.teams.connector.rules.attachment_rules import CONSENT
from tests.adapters.teams.connector.world import World


@dataclass
class Consenting:
    """Every agreement opens a new place for the file; a card can be used until it is taken away."""

    world: World
    envelopes: Envelopes
    courier: Courier
    files: FileHost

    async def consent(
        self, person: Person, post: Post, *, accept: bool, upload_url: str | None = None
    ) -> Act:
        """Press Allow or Decline under a file that the bot offers.

        ``upload_url`` is another address than the one of the file host, for what only an attacker would send.
        LookupError where the post offers no file.
        """
        card = _card(post)
        place = self.world.conversations[post.conversation]
        content = card["content"]
        value: JSON = {"action": "decline", "context": content["declineContext"], "uploadInfo": ABSENT}
        if accept:
            info = self.files.offer(person, card["name"]).upload_info()
            info |= {} if upload_url is None else {"uploadUrl": upload_url}
            value = {"action": "accept", "context": content["acceptContext"], "uploadInfo": info}
        more = {
            "name": "fileConsent/invoke",
            "id": self.world.identifiers.event(),
            "replyToId": post.id,
            "value": fill("objects/consent", value),
        }
        activity = self.envelopes.said("invoke", person, place, "", more, source={"name": "message"})
        deliveries = await self.courier.deliver(Delivery(activity))
        return Act(place.id, activity["id"], "", deliveries)


def _card(post: Post) -> JSON:
    for attachment in post.attachments:
        if attachment["contentType"] == CONSENT:
            return attachment
    raise LookupError("the post offers no file")
