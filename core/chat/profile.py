"""What a platform vouches for about a person and about a channel; access is decided by it."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict


class PersonProfile(BaseModel):
    """A person as the platform knows them now.

    ``email`` is one that the person's organisation gave them, in lower case; empty if there is none.
    ``guest``: they belong to another organisation, or were let in as a guest. ``groups`` are the groups that
    they are in, as ``platform:tenant:group``.
    """

    model_config = ConfigDict(frozen=True)

    email: Annotated[str, AfterValidator(str.lower)] = ""
    guest: bool = False
    groups: frozenset[str] = frozenset()

    @property
    def domain(self) -> str:
        """What stands behind the last ``@`` of the address; empty without one."""
        return self.email.rpartition("@")[2] if "@" in self.email else ""


class ChannelProfile(BaseModel):
    """A channel as the platform knows it now.

    ``direct`` is a chat with the bot alone, ``group`` one of several people, ``channel`` a place of a team.
    ``shared``: another organisation takes part. ``guests``: there are guests in it.
    """

    model_config = ConfigDict(frozen=True)

    kind: Literal["channel", "group", "direct"] = "channel"
    shared: bool = False
    guests: bool = False
