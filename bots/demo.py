"""The demo: people to become, and a thread in which an export was analysed and pinned."""

from pathlib import Path

from adapters.web.door import WebDoor
from adapters.web.messages import Messages
from adapters.web.site import actor
from core.chat.inbound import Inbound, InboundFile
from core.chat.thread_ref import ChannelRef
from core.errors import UserFacingError
from core.registry.examples import EVERY
from core.settings import Settings

PEOPLE = ("admin", "developer", "viewer", "stranger")
"""The last one is named by no policy."""

CHANNEL = ChannelRef.parse("web:local:night-batch")
_FOLDER = "0" * 32


def with_examples(settings: Settings) -> Settings:
    """The settings of the demo: all examples are on, unless they name some."""
    return settings.model_copy(update={"dataops_examples": settings.dataops_examples or EVERY})


async def prepare_demo(door: WebDoor, messages: Messages, data: Path) -> None:
    """Say in the demo's channel what makes its first thread; told again at the next start, it counts once."""
    try:
        locator, size = await door.uploads.keep(_FOLDER, 0, door.uploads.chunks(data))
    except OSError as error:
        raise UserFacingError(f"{data} cannot be read ({error.strerror}); check --demo-data.") from error
    export = InboundFile(name=data.name, locator=locator, size=size)
    thread = CHANNEL.thread("demo")
    said = [("Analyse this export", (export,)), ("/dataops pin", ())]
    for number, (text, files) in enumerate(said, 1):
        act = f"web:demo:{number}"
        inbound = Inbound(
            id=act, act=act, channel=CHANNEL, thread=thread, actor=actor("developer"), text=text, files=files
        )
        await messages.send(inbound, thread)
