"""The people that the policy knows."""

from core.access.authorizer import PolicyAuthorizer
from core.access.directory import Directory
from core.access.user import User


class People:
    """Looks people up as things stand at this moment; from memory, nothing blocks."""

    def __init__(self, authorizer: PolicyAuthorizer, directory: Directory) -> None:
        self._authorizer = authorizer
        self._directory = directory

    def find(self, person: str) -> User | None:
        """Who somebody is now; None if the policy neither names them nor gives them a role."""
        if not self._authorizer.names(person):
            return None
        roles = self._authorizer.roles_of(person)
        profile = self._directory.person(person)
        return User(
            user_id=person,
            email="" if profile is None else profile.email,
            roles=roles,
            permissions=list(dict.fromkeys(self._authorizer.policy.permissions_of(roles))),
        )
