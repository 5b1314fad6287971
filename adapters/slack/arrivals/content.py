"""What a message brings: words, pasted texts and files."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.slack.arrivals import mrkdwn, rich_text
from adapters.slack.arrivals.attached import Attached, attached
from adapters.slack.arrivals.delivery import Delivery
from adapters.slack.arrivals.references import names
from adapters.slack.arrivals.shapes import Forwarded, MessageShape
from core.chat.fragment import Fragment
from core.chat.said import Said, is_material, said


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a person, and the material that goes with them."""

    said: Said
    attached: Attached

    @property
    def empty(self) -> bool:
        """Nothing at all."""
        files = self.attached
        return not (self.said.text or self.said.pasted or files.files or files.unreachable)


def content(message: MessageShape, delivery: Delivery) -> Content:
    """The content of a message.

    Of a message that was forwarded with it, files and fenced blocks are taken; its words are somebody else's,
    and nobody gives orders with them.
    """
    own = _fragments(message.text or "", message.blocks, delivery)
    forwarded = [each for each in message.attachments or () if each.is_share]
    files = [*(message.files or ()), *(file for each in forwarded for file in each.files or ())]
    return Content(said([*own, *_blocks(forwarded, delivery)]), attached(files, delivery.installation.tenant))


def typed(text: str, delivery: Delivery) -> Said:
    """What somebody typed where there is no formatting: stars and underscores are themselves."""
    return said(mrkdwn.fragments(text, delivery.bot.user, marks=False))


def _fragments(text: str, blocks: object, delivery: Delivery) -> list[Fragment]:
    """Rich text where there is some: it is what people see."""
    rich = rich_text.fragments(blocks, delivery.bot.user, names(text))
    return rich or mrkdwn.fragments(text, delivery.bot.user, marks=True)


def _blocks(forwarded: Sequence[Forwarded], delivery: Delivery) -> list[Fragment]:
    """The fenced blocks of forwarded messages."""
    messages = (
        each.get("message") for share in forwarded for each in rich_text.objects(share.message_blocks)
    )
    blocks = (message.get("blocks") for message in messages if isinstance(message, dict))
    fragments = (each for each in blocks for each in rich_text.fragments(each, delivery.bot.user, {}))
    return [fragment for fragment in fragments if is_material(fragment)]
