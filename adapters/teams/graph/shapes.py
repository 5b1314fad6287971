"""The parts of Graph's answers that are read; whatever else stands in them is not looked at."""

from typing import Any

from pydantic import Field

from adapters.teams.arrivals.shapes import Shape, Text


class _User(Shape):
    id: Text = ""


class Identities(Shape):
    """A person, an app or a group; only a person counts here."""

    user: _User | None = None

    @property
    def person(self) -> str:
        """The object id in Entra; empty for whoever is no person."""
        return self.user.id if self.user else ""


class Reference(Shape):
    """An attachment of a message; ``reference`` is the type of a file that is kept elsewhere."""

    content_type: Text | None = None
    content_url: Text | None = None
    name: Text | None = None


class ChatMessage(Shape):
    """A message of a channel or chat."""

    sender: Identities | None = Field(None, alias="from")
    attachments: list[Reference] | None = None

    @property
    def author(self) -> str:
        """The object id of the person who wrote it; empty for an app."""
        return self.sender.person if self.sender else ""


class _Parent(Shape):
    drive_id: Text = ""


class DriveItem(Shape):
    """A file or folder; ``file`` is there for a file only, ``size`` is in bytes."""

    id: Text
    name: Text = ""
    size: int | None = Field(None, ge=0)
    web_url: Text = ""
    file: dict[str, Any] | None = None
    parent_reference: _Parent | None = None

    @property
    def drive(self) -> str:
        """The library that it lies in."""
        return self.parent_reference.drive_id if self.parent_reference else ""


class Drive(Shape):
    """A library; that of a person's OneDrive is owned by this person."""

    owner: Identities | None = None


class UploadSession(Shape):
    """Where a large file is sent, without a token: the address holds one."""

    upload_url: Text


class Owners(Shape):
    """The owners of a group; what is no person has an id, too."""

    value: list[_User]

    @property
    def ids(self) -> frozenset[str]:
        """Their object ids."""
        return frozenset(each.id for each in self.value if each.id)


class TeamDetails(Shape):
    """A team as the Bot Connector tells it."""

    aad_group_id: Text
