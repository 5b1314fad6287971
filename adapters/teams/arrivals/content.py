"""What a message brings: words, pasted texts and files."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.teams.arrivals import markup, plain
from adapters.teams.arrivals.attached import Attached, Source, attached
from adapters.teams.arrivals.mentions import Mentions
from adapters.teams.arrivals.shapes import Attachment
from core.chat.fragment import Fragment
from core.chat.said import Said, said


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a person, and the material that goes with them."""

    said: Said
    attached: Attached

    @property
    def empty(self) -> bool:
        """Nothing at all."""
        files = self.attached
        return not (self.said.text or self.said.pasted or files.downloads or files.unreachable)


def content(text: str, attachments: Sequence[Attachment], mentions: Mentions, source: Source) -> Content:
    """The content of a message.

    The message that it answers is no part of it. Of one that it forwards, code and tables are taken; the
    words are somebody else's, and nobody gives orders with them.
    """
    html = "".join(each.html for each in attachments)
    return Content(said(_fragments(text, html, mentions)), attached(attachments, source))


def _fragments(text: str, html: str, mentions: Mentions) -> list[Fragment]:
    """HTML where there is some: it is what people see. It must name the bot where Teams says it is named."""
    rich = markup.fragments(html, mentions)
    named = any(each.kind == "mention" for each in rich)
    return rich if rich and named is mentions.bot else plain.fragments(text, mentions)
