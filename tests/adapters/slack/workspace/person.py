"""A member of a workspace: a person, or the user of a bot."""

from dataclasses import dataclass

from tests.adapters.slack.workspace.payload import ABSENT, JSON, fill


@dataclass
class Person:
    """``team`` is the id of the workspace that the person belongs to."""

    id: str
    team: str
    name: str
    is_bot: bool = False
    is_admin: bool = False
    is_guest: bool = False
    is_single_channel_guest: bool = False
    email_confirmed: bool = True
    deleted: bool = False
    locale: str = "en-GB"

    @property
    def real_name(self) -> str:
        return self.name.title()

    @property
    def email(self) -> str:
        return f"{self.name}@example.com"

    def json(self, *, email: bool, locale: bool, stranger: bool, enterprise: str = "") -> JSON:
        """What ``users.info`` tells; a stranger is one of Slack Connect with whom no channel is shared.

        ``enterprise`` is the organisation (Enterprise Grid) that they belong to.
        """
        user = fill(
            "objects/user",
            id=self.id,
            team_id=self.team,
            name=self.name,
            real_name=self.real_name,
            deleted=self.deleted,
            is_admin=self.is_admin,
            is_restricted=self.is_guest or self.is_single_channel_guest,
            is_ultra_restricted=self.is_single_channel_guest,
            is_email_confirmed=self.email_confirmed,
            enterprise_user={"enterprise_id": enterprise, "teams": [self.team]} if enterprise else ABSENT,
            is_bot=self.is_bot,
            is_stranger=True if stranger else ABSENT,
            locale=self.locale if locale else ABSENT,
        )
        user["profile"] |= {
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "email": self.email,
            "team": self.team,
        }
        if not email:
            del user["profile"]["email"]
        return user

    def profile(self) -> JSON:
        """The ``user_profile`` in a message that comes through Slack Connect."""
        profile: JSON = fill("objects/person_message")["user_profile"]
        return profile | {
            "first_name": self.real_name,
            "real_name": self.real_name,
            "display_name": self.name,
            "name": self.name,
            "team": self.team,
        }
