"""What stands in a thread of this door: what somebody said, a card of the bot, or files."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from core.artifact import Artifact
from core.chat.card import Card
from core.chat.plain_text import printable
from core.chat.thread_ref import ThreadRef


class _Content(BaseModel):
    """Contents do not change once made."""

    model_config = ConfigDict(frozen=True)


class Said(_Content):
    """A person's message; ``files`` are the names of what came with it."""

    type: Literal["said"] = "said"
    text: str
    files: tuple[str, ...] = ()


class Shown(_Content):
    """A card of the bot."""

    type: Literal["shown"] = "shown"
    card: Card


class SharedFile(_Content):
    """A file that can be opened; ``size`` is in bytes."""

    artifact_id: str
    name: str
    content_type: str
    size: int

    @classmethod
    def of(cls, artifact: Artifact) -> "SharedFile":
        """What people see of an artifact."""
        return cls(
            artifact_id=artifact.artifact_id,
            name=printable(artifact.name),
            content_type=artifact.content_type,
            size=artifact.size_bytes,
        )


class Files(_Content):
    """The files of an answer."""

    type: Literal["files"] = "files"
    items: tuple[SharedFile, ...]


class Gone(_Content):
    """What was taken back; it stands where pages may show it, so that they remove it."""

    type: Literal["gone"] = "gone"


Content = Annotated[Said | Shown | Files | Gone, Field(discriminator="type")]
CONTENT: TypeAdapter[Said | Shown | Files | Gone] = TypeAdapter(Content)


@dataclass(frozen=True, slots=True)
class Post:
    """One post. ``change`` grows with every change of any post; ``author`` is empty for the bot's own."""

    id: int
    thread: ThreadRef
    change: int
    content: Said | Shown | Files | Gone
    author: str
    private: bool
    at: datetime
