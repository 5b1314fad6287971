"""Pictures that stand in a Teams conversation themselves."""

import asyncio

import structlog

from adapters.teams.posting import Posting
from adapters.teams.rendering.card import render
from adapters.teams.rendering.picture import LARGEST
from adapters.teams.transport import Refused, Unsure
from core.chat.card import Card, Picture
from core.chat.plain_text import printable
from core.chat.surface import Deliverable, Preview
from core.chat.thread_ref import ThreadRef

logger = structlog.get_logger()


async def show_picture(posting: Posting, thread: ThreadRef, item: Deliverable, key: str) -> bool:
    """Post a file that is a picture, or its preview; whether nothing is left of it to hand over.

    What Teams does not show comes as other files do, and so does a picture of which only a preview stands.
    """
    whole = await asyncio.to_thread(_small_picture, item)
    shown = item.preview if whole is None else Preview(whole, "")
    if shown is None:
        return False
    identity = item.artifact.artifact_id
    payloads = render(_card(item, shown.note), pictures={identity: shown.png}).payloads
    try:
        await posting.post(thread, f"{key}:{identity}", payloads, surely=False)
    except (Refused, Unsure) as error:
        logger.warning("picture_not_shown", reason=type(error).__name__)
        return False
    return whole is not None


def _small_picture(item: Deliverable) -> bytes | None:
    """The bytes of a picture that a message takes as it is."""
    if item.artifact.content_type != "image/png" or item.artifact.size_bytes > LARGEST.size_bytes:
        return None
    png = item.path.read_bytes()
    return png if LARGEST.takes(png) else None


def _card(item: Deliverable, note: str) -> Card:
    name = printable(item.artifact.name)
    picture = Picture(artifact_id=item.artifact.artifact_id, alt=item.alt or name)
    return Card(kind="notice", title=name, blocks=(picture,), footer=printable(note))
