"""Changing the policy in somebody's name, on record."""

from bots.commands.request import Request
from core.access.gate import Gate
from core.access.policy import Policy
from core.access.policy_book import PolicyBook
from core.access.policy_change import PolicyChange


class PolicyChanging:
    """Blocking calls."""

    def __init__(self, book: PolicyBook, gate: Gate) -> None:
        self._book = book
        self._gate = gate

    def change(self, request: Request, change: PolicyChange) -> Policy:
        """The policy after a change; raises UserFacingError where there is none."""
        made = self._book.change(change, by=request.person, why=request.why)
        self._gate.decided(request.act("policy.change", str(made.number)), allowed=True)
        return self._book.policy
