"""A person, as Teams and Entra know them."""

from dataclasses import dataclass

from tests.adapters.teams.connector.payload import ABSENT, JSON, fill


@dataclass(eq=False)
class Person:
    """``id`` is the one that this bot is told (``29:…``); ``aad`` is empty for somebody who is only a guest
    link. ``sign_in`` is the user principal name where it is not the mail address."""

    id: str
    aad: str
    name: str
    tenant: str
    domain: str
    locale: str = "en-US"
    country: str = "US"
    timezone: str = "America/Los_Angeles"
    platform: str = "Web"
    role: str = "user"
    sign_in: str = ""

    @property
    def mail(self) -> str:
        return f"{self.name.split()[0].lower()}@{self.domain}"

    def account(self) -> JSON:
        """Who sent an activity; Teams leaves out an object id that it does not have."""
        given = {"id": self.id, "name": self.name}
        return given | ({"aadObjectId": self.aad} if self.aad else {})

    def client_info(self) -> JSON:
        """The entity that tells about the client of a person."""
        return {
            "locale": self.locale,
            "country": self.country,
            "platform": self.platform,
            "timezone": self.timezone,
            "type": "clientInfo",
        }

    def member(self) -> JSON:
        """What the roster tells."""
        given, _, surname = self.name.partition(" ")
        object_id = self.aad or ABSENT
        return fill(
            "objects/member",
            {
                "id": self.id,
                "name": self.name,
                "objectId": object_id,
                "aadObjectId": object_id,
                "givenName": given,
                "surname": surname or ABSENT,
                "email": self.mail,
                "userPrincipalName": ABSENT if self.role == "anonymous" else self.sign_in or self.mail,
                "tenantId": self.tenant,
                "userRole": self.role,
            },
        )
