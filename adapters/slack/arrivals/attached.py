"""The files of a message or form, by whether they can be fetched."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from adapters.slack.arrivals.file_locator import FileLocator
from adapters.slack.arrivals.shapes import FileShape
from core.chat.inbound import InboundFile
from core.chat.unreachable_file import UnreachableFile


class Obstacle(StrEnum):
    """Why a file cannot be fetched, and what to do about it; follows the file's name in a sentence."""

    EXTERNAL = "is kept outside Slack; download it and attach the file itself"
    DOCUMENT = "is a document of Slack's, not a file; export it and attach the file"
    DELETED = "was deleted; attach it again"
    HIDDEN = "is hidden by the workspace's file limit; attach it again"
    DENIED = "is not shared with me; attach it in this conversation"


_BY_MODE = {
    "external": Obstacle.EXTERNAL,
    "post": Obstacle.DOCUMENT,
    "space": Obstacle.DOCUMENT,
    "docs": Obstacle.DOCUMENT,
    "quip": Obstacle.DOCUMENT,
    "canvas": Obstacle.DOCUMENT,
    "list": Obstacle.DOCUMENT,
    "tombstone": Obstacle.DELETED,
    "hidden_by_limit": Obstacle.HIDDEN,
}
_BY_ACCESS = {"access_denied": Obstacle.DENIED, "file_not_found": Obstacle.DELETED}

LARGEST = 1 << 53
"""Bytes; a size beyond is none, and JSON would not keep it."""


@dataclass(frozen=True, slots=True)
class Unreachable(UnreachableFile):
    """A file that cannot be had."""

    obstacles: ClassVar = Obstacle

    obstacle: Obstacle


@dataclass(frozen=True, slots=True)
class Attached:
    """Files in order.

    ``uploaders`` are the people (``U…``) who brought ``files``, one for each; empty if Slack does not tell.
    ``stubs`` are those of ``files`` of which Slack told only the id, as it does in shared channels: their
    name is the id until ``files.info`` is asked.
    """

    files: tuple[InboundFile, ...] = ()
    uploaders: tuple[str, ...] = ()
    stubs: tuple[InboundFile, ...] = ()
    unreachable: tuple[Unreachable, ...] = ()


def attached(shapes: Iterable[FileShape], tenant: str) -> Attached:
    """The files that Slack announces, each of them once."""
    unique = list({shape.id: shape for shape in shapes}.values())
    reachable = {shape.id: _file(shape, tenant) for shape in unique if obstacle(shape) is None}
    stubs = (reachable[shape.id] for shape in unique if shape.id in reachable and _is_stub(shape))
    lost = ((shape, obstacle(shape)) for shape in unique)
    return Attached(
        files=tuple(reachable.values()),
        uploaders=tuple(shape.user or "" for shape in unique if shape.id in reachable),
        stubs=tuple(stubs),
        unreachable=tuple(Unreachable(_name(shape), why) for shape, why in lost if why is not None),
    )


def obstacle(shape: FileShape) -> Obstacle | None:
    """What keeps a file from being fetched."""
    if shape.is_external:
        return Obstacle.EXTERNAL
    return _BY_MODE.get(shape.mode or "") or _BY_ACCESS.get(shape.file_access or "")


def _is_stub(shape: FileShape) -> bool:
    return shape.file_access == "check_file_info" or shape.mode == "file_access"


def _file(shape: FileShape, tenant: str) -> InboundFile:
    told = shape.size is not None and 0 <= shape.size < LARGEST and not _is_stub(shape)
    locator = str(FileLocator(tenant, shape.id))
    return InboundFile(name=_name(shape), locator=locator, size=shape.size if told else None)


def _name(shape: FileShape) -> str:
    return (shape.name or "").strip() or (shape.title or "").strip() or shape.id
