"""The files of a message, by whether they can be fetched."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any, ClassVar

from adapters.teams.address import Address
from adapters.teams.arrivals.shapes import Attachment, Shape, Text
from adapters.teams.file_hosts import FileHosts
from core.chat.inbound import InboundFile
from core.chat.unreachable_file import UnreachableFile

FILE = "application/vnd.microsoft.teams.file.download.info"

_WORDS = ("text/html", "text/plain", "")
_CARD = "application/vnd.microsoft.card."
_PLACE = re.compile(r'<attachment [^<>]{0,40}?id="([0-9a-fA-F-]{36})"')


class Obstacle(StrEnum):
    """Why a file cannot be fetched, and what to do about it; follows the file's name in a sentence."""

    NOT_HANDED_OVER = "was not handed to me, as Teams hands files only in personal chat; send it to me there"
    LINKED = "is linked, not attached; download it and send it to me in our personal chat"
    ELSEWHERE = "is kept where I may not fetch it from; download it and attach the file itself"
    SNIPPET = "is a snippet that Teams does not hand over; paste its text, or attach it as a file"
    UNKNOWN = "is of a kind that Teams does not hand over; attach it as a file"


_BY_TYPE = {
    "reference": Obstacle.LINKED,
    "application/vnd.microsoft.teams.card.file.info": Obstacle.LINKED,
    f"{_CARD}codesnippet": Obstacle.SNIPPET,
    f"{_CARD}fluid": Obstacle.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Unreachable(UnreachableFile):
    """A file that cannot be had."""

    obstacles: ClassVar = Obstacle

    obstacle: Obstacle


@dataclass(frozen=True, slots=True)
class Download:
    """A file that can be fetched, and from where.

    The address is no part of the file: it holds a token that is good for anybody, so it is kept apart, under
    the file's locator, for as long as it is needed, and shows in no repr. It was checked. ``bot_token``: it
    is one of Teams' own services, which wants the bot's token; any other host must not see that.
    """

    file: InboundFile
    url: str = field(repr=False)
    bot_token: bool


@dataclass(frozen=True, slots=True)
class Attached:
    """Files in order."""

    downloads: tuple[Download, ...] = ()
    unreachable: tuple[Unreachable, ...] = ()

    @property
    def files(self) -> tuple[InboundFile, ...]:
        """The files that can be fetched."""
        return tuple(each.file for each in self.downloads)


class _Download(Shape):
    download_url: Text | None = None
    unique_id: Text | None = None
    file_type: Text | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The message that files come with: its name, and the service that it came from.

    ``shared``: others are in the conversation. Teams hands no files over there; at best the HTML tells that
    there is one.
    """

    act: str
    service_url: str
    hosts: FileHosts
    shared: bool = False


def attached(attachments: Sequence[Attachment], source: Source) -> Attached:
    """The files that Teams announces, each of them once. Cards and the message's own HTML are none."""
    found: dict[str, Download | Unreachable] = {}
    for number, attachment in enumerate(attachments):
        read = _read(attachment, number, source)
        if read is not None:
            found.setdefault(read.url if isinstance(read, Download) else f"{number}", read)
    files = list(found.values()) or (_held(attachments) if source.shared else [])
    return Attached(
        tuple(each for each in files if isinstance(each, Download)),
        tuple(each for each in files if isinstance(each, Unreachable)),
    )


def _held(attachments: Sequence[Attachment]) -> list[Download | Unreachable]:
    """The files that the HTML has a place for; messages that are answered have one too, with another id."""
    held = {found for each in attachments for found in _PLACE.findall(each.html)}
    names = [f"Attached file {number}" for number in range(1, len(held) + 1)]
    names = names if len(held) > 1 else ["The attached file"][: len(held)]
    return [Unreachable(name, Obstacle.NOT_HANDED_OVER) for name in names]


def _read(attachment: Attachment, number: int, source: Source) -> Download | Unreachable | None:
    kind = attachment.kind
    if kind == FILE:
        return _file(attachment, number, source)
    if kind.startswith("image/"):
        return _picture(attachment, number, source)
    if kind in _WORDS or (kind.startswith(_CARD) and kind not in _BY_TYPE):
        return None
    return Unreachable(_name(attachment, number), _BY_TYPE.get(kind, Obstacle.UNKNOWN))


def _file(attachment: Attachment, number: int, source: Source) -> Download | Unreachable:
    content = attachment.content
    told = _Download.model_validate(content if isinstance(content, dict) else {})
    name = _name(attachment, number, told.file_type)
    if not told.download_url:
        return Unreachable(name, Obstacle.NOT_HANDED_OVER)
    if not source.hosts.allow(told.download_url):
        return Unreachable(name, Obstacle.ELSEWHERE)
    return Download(_announced(name, told.unique_id or number, source), told.download_url, bot_token=False)


def _picture(attachment: Attachment, number: int, source: Source) -> Download | Unreachable:
    """A picture within a message; Teams' own service has it, the one that the message came from."""
    name = _name(attachment, number, attachment.kind.partition("/")[2])
    url = attachment.content_url or ""
    address = Address.parse(url)
    if address is None or address != Address.parse(source.service_url):
        return Unreachable(name, Obstacle.ELSEWHERE)
    return Download(_announced(name, number, source), url, bot_token=True)


def _announced(name: str, which: Any, source: Source) -> InboundFile:
    """The same message, delivered again, names its files the same."""
    locator = sha256(f"{source.act}\n{which}".encode()).hexdigest()[:32]
    return InboundFile(name=name, locator=locator)


def _name(attachment: Attachment, number: int, suffix: str | None = None) -> str:
    name = (attachment.name or "").strip()
    ending = "".join(each for each in suffix or "" if each.isalnum())[:10]
    return name or ".".join(filter(None, (f"file-{number + 1}", ending)))
