"""``/dataops admin grant``, ``revoke`` and ``who-can``: who has which roles."""

from bots.commands.command import Command, answering
from bots.commands.policy_changing import PolicyChanging
from bots.commands.request import Request
from core.access.authorizer import PolicyAuthorizer
from core.access.permissions import covers, matching
from core.access.policy import Policy
from core.access.policy_change import Holders, PolicyChange
from core.contracts import Answer
from core.errors import UserFacingError

_HOLDERS: dict[str, Holders] = {"group": "groups", "domain": "domains"}
_HOW = "Write /dataops admin {} WHO ROLE, with a mention, or with group or domain before WHO."


class RoleCommands:
    """Gives and takes roles, and tells who holds a right."""

    def __init__(self, changing: PolicyChanging, authorizer: PolicyAuthorizer) -> None:
        self._changing = changing
        self._authorizer = authorizer

    def commands(self) -> list[Command]:
        """The words about roles."""
        return [
            Command(
                "admin grant [group|domain] WHO ROLE… [because …]",
                "give somebody roles",
                answering(self._grant),
                "admin.grant",
            ),
            Command(
                "admin revoke [group|domain] WHO ROLE… [because …]",
                "take roles from somebody",
                answering(self._revoke),
                "admin.revoke",
            ),
            Command(
                "admin who-can PERMISSION [CHANNEL]",
                "who may do something, here or elsewhere",
                answering(self._who_can),
                "admin.who-can",
            ),
        ]

    def _grant(self, request: Request) -> Answer:
        holders, who, roles = self._meant(request, "grant")
        policy = self._authorizer.policy
        mine = policy.permissions_of(self._authorizer.roles_of(request.person))
        beyond = [role for role in roles if not _within(policy.known_roles.get(role, []), mine)]
        if beyond:
            raise UserFacingError(f"You can only give rights that you hold; {', '.join(beyond)} has more.")
        change = PolicyChange(verb="grant", subject=who, values=tuple(roles), holders=holders)
        made = self._changing.change(request, change)
        return Answer(finding=f"{who} is now {_and(getattr(made, holders)[who])}.")

    def _revoke(self, request: Request) -> Answer:
        holders, who, roles = self._meant(request, "revoke")
        change = PolicyChange(verb="revoke", subject=who, values=tuple(roles), holders=holders)
        made = self._changing.change(request, change)
        left = getattr(made, holders).get(who, [])
        return Answer(finding=f"{who} is now {_and(left)}." if left else f"{who} has no role any more.")

    def _meant(self, request: Request, verb: str) -> tuple[Holders, str, list[str]]:
        """Whose roles, and which; raises UserFacingError where something is missing."""
        words = request.words
        holders = _HOLDERS.get(words[0].lower(), "people") if words else "people"
        words = words[1:] if holders != "people" else words
        if len(words) < 2:
            raise UserFacingError(_HOW.format(verb))
        return holders, self._named(request, holders, words[0]), words[1:]

    def _named(self, request: Request, holders: Holders, word: str) -> str:
        """Who is meant, as the policy spells it; a user is known by name already."""
        if holders == "domains":
            return word.lower().removeprefix("@")
        known = holders == "people" and word in self._authorizer.policy.users
        return word if known else request.reference(word)

    def _who_can(self, request: Request) -> Answer:
        """Everybody of the policy who holds a right in a channel, and by what."""
        if not request.words:
            raise UserFacingError("Write /dataops admin who-can PERMISSION, such as artifact.read.")
        permission, *place = request.words
        channel = request.reference(place[0]) if place else request.channel
        policy = self._authorizer.policy
        binding = self._authorizer.binding_of(channel)
        if binding is None or not matching(binding.allow).fullmatch(permission):
            return Answer(finding=f"Nobody: {channel} does not allow {permission}.")
        lines = [
            f"- {who}: {_and(by)}"
            for who, roles in _holders(policy)
            if (by := [role for role in roles if binding.counts(role) and _holds(policy, role, permission)])
        ]
        finding = f"{len(lines)} of the policy may {permission} in {channel}."
        return Answer(finding=finding, details="\n".join(lines))


def _holders(policy: Policy) -> list[tuple[str, list[str]]]:
    """Everybody to whom roles are given."""
    groups = [(f"whoever is in {group}", roles) for group, roles in policy.groups.items()]
    domains = [(f"whoever has an address of {domain}", roles) for domain, roles in policy.domains.items()]
    return [*policy.people.items(), *groups, *domains]


def _holds(policy: Policy, role: str, permission: str) -> bool:
    return matching(policy.known_roles[role]).fullmatch(permission) is not None


def _within(theirs: list[str], mine: list[str]) -> bool:
    return all(covers(mine, each) for each in theirs)


def _and(roles: list[str]) -> str:
    """Roles as people say them."""
    return " and ".join(filter(None, (", ".join(roles[:-1]), *roles[-1:])))
