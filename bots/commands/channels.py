"""``/dataops admin bind`` and ``unbind``: what may be done in a channel."""

from bots.commands.command import Command, answering
from bots.commands.policy_changing import PolicyChanging
from bots.commands.request import Request
from core.access.authorizer import PolicyAuthorizer
from core.access.permissions import covers
from core.access.policy_change import PolicyChange
from core.contracts import Answer
from core.errors import UserFacingError
from core.tools.s3_location import SCHEME

HERE = "here"


class ChannelCommands:
    """Opens and closes channels."""

    def __init__(self, changing: PolicyChanging, authorizer: PolicyAuthorizer) -> None:
        self._changing = changing
        self._authorizer = authorizer

    def commands(self) -> list[Command]:
        """The words about channels."""
        return [
            Command(
                "admin bind [CHANNEL] PERMISSION… [because …]",
                "allow something in a channel, here unless one is named",
                answering(self._bind),
                "admin.bind",
            ),
            Command(
                "admin unbind [CHANNEL] [PERMISSION…] [because …]",
                "allow it no longer; without permissions, nothing at all",
                answering(self._unbind),
                "admin.unbind",
            ),
        ]

    def _bind(self, request: Request) -> Answer:
        channel, permissions = self._meant(request)
        if not permissions:
            raise UserFacingError("Write /dataops admin bind PERMISSION, such as workflow.*.invoke.")
        mine = self._authorizer.policy.permissions_of(self._authorizer.roles_of(request.person))
        beyond = [each for each in permissions if not covers(mine, each)]
        if beyond:
            raise UserFacingError(f"You can only open what you may do yourself; not {', '.join(beyond)}.")
        return self._changed(request, PolicyChange(verb="bind", subject=channel, values=tuple(permissions)))

    def _unbind(self, request: Request) -> Answer:
        if not request.words:
            raise UserFacingError("Write /dataops admin unbind PERMISSION, or here to close this channel.")
        channel, permissions = self._meant(request)
        return self._changed(request, PolicyChange(verb="unbind", subject=channel, values=tuple(permissions)))

    def _changed(self, request: Request, change: PolicyChange) -> Answer:
        binding = self._changing.change(request, change).channels.get(change.subject)
        if binding is None:
            return Answer(finding=f"{change.subject} allows nothing of its own any more.")
        allowed = "\n".join(f"- `{each}`" for each in binding.allow)
        return Answer(finding=f"{change.subject} allows this now.", details=allowed)

    @staticmethod
    def _meant(request: Request) -> tuple[str, list[str]]:
        """The channel and the permissions; permissions have no two colons, but for addresses."""
        first, rest = (request.words or [""])[0], request.words[1:]
        if first.lower() == HERE:
            return request.channel, rest
        names_channel = first[:1] in {"@", "#"} or (first.count(":") == 2 and not first.startswith(SCHEME))
        return (request.reference(first), rest) if names_channel else (request.channel, request.words)
