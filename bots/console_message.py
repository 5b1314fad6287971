"""The arguments of ``dataops ask`` as a message."""

from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from adapters.console.door import PLATFORM
from core.chat.cleaning import wellformed
from core.chat.inbound import Actor, Inbound, InboundFile
from core.chat.thread_ref import ChannelRef, ThreadRef

TENANT = "local"


@dataclass(frozen=True, slots=True)
class Asking:
    """The arguments of ``dataops ask``."""

    text: str
    files: tuple[Path, ...]
    thread: str | None
    channel: str | None
    user: str
    out: Path | None
    as_json: bool


def console_message(asking: Asking) -> Inbound:
    """The arguments as a message; raises ValueError for arguments that do not fit."""
    if not asking.user.strip() or asking.thread == "" or asking.channel == "":
        raise ValueError("--user, --thread and --channel need a value; leave them out for the default")
    asking = _wellformed(asking)
    channel, thread = _place(asking)
    act = uuid4().hex
    return Inbound(
        id=f"console:{act}",
        act=f"console:{act}",
        channel=channel,
        thread=thread,
        actor=Actor(platform=PLATFORM, tenant=TENANT, id=asking.user, name=asking.user),
        text=asking.text,
        files=tuple(_file(path) for path in asking.files),
    )


def _wellformed(asking: Asking) -> Asking:
    """The arguments as text: bytes that are no UTF-8 come from a shell as half pairs of UTF-16."""
    return replace(
        asking,
        text=wellformed(asking.text),
        thread=asking.thread and wellformed(asking.thread),
        channel=asking.channel and wellformed(asking.channel),
        user=wellformed(asking.user),
    )


def _place(asking: Asking) -> tuple[ChannelRef, ThreadRef | None]:
    """Channel and thread; a full thread reference brings its channel along."""
    channel = ChannelRef(platform=PLATFORM, tenant=TENANT, channel=asking.channel or PLATFORM)
    if asking.thread is None:
        return channel, None
    if ":" not in asking.thread:
        return channel, channel.thread(asking.thread)
    try:
        thread = ThreadRef.parse(asking.thread)
    except ValueError as error:
        raise ValueError(f"'{asking.thread}' is no thread; use the one an answer named") from error
    if thread.channel.platform != PLATFORM or (asking.channel and thread.channel != channel):
        raise ValueError(f"the thread {thread} is not in channel {channel}; leave --channel out")
    return thread.channel, thread


def _file(path: Path) -> InboundFile:
    """A file of this machine; raises ValueError if it is none."""
    if not path.is_file():
        raise ValueError(f"there is no file {wellformed(str(path))}; check the path")
    if wellformed(str(path.resolve())) != str(path.resolve()):
        raise ValueError(f"the path {wellformed(str(path))} is no text; rename what it leads to")
    return InboundFile(name=path.name, locator=str(path.resolve()), size=path.stat().st_size)
