"""Who may decide what a workflow demands an approval for, and what becomes of their votes."""

from collections.abc import Sequence

from bots.access import Access
from bots.records import Records
from core.access.audit import Act
from core.chat.approval import Decision, Vote
from core.chat.inbound import Actor, Inbound
from core.chat.question import Question
from core.runs.approval_votes import Ballot
from core.runs.run import Run
from core.runs.voting import is_ambiguous

UNKNOWN = "That button does not belong to an approval I know; ask again."
OWN = "You asked for this yourself, so somebody else has to decide; you can cancel it."
AMBIGUOUS = "Several approvals are open here; press a button, or name one, as in {decision} {run_id}."
LATE = "That is decided already, or not open any more; this changes nothing."
TWICE = "You have approved this already; it takes others too."
COUNTED = "Noted: {count} of {people} approved."


class Approvals:
    """Checks the rights of whoever votes, at that moment, and has the vote counted. Blocking calls."""

    def __init__(
        self,
        records: Records,
        access: Access,
    ) -> None:
        self._runs = records.runs
        self._questions = records.questions
        self._history = records.history
        self._votes = records.votes
        self._gate = access.gate
        self._authorizer = access.authorizer

    def demanded(self, inbound: Inbound) -> Question | None:
        """The demand that a press is about, open or not."""
        known = self._questions.get(inbound.action or "")
        return known[0] if known is not None and known[0].approval is not None else None

    def votes(self, question: Question) -> Sequence[Vote]:
        """The votes so far."""
        return self._votes.of(question.id) if question.approval else ()

    def decide(self, run: Run, question: Question) -> str:
        """Count the vote of whoever pressed; what they are told, if the thread does not show it anyway.

        Raises AccessRefused for somebody without the right.
        """
        waiting = self._runs.get(question.run_id)
        if waiting is None or waiting.thread is None or waiting.thread != run.thread:
            return UNKNOWN
        act = _act(run, question)
        if self._asked_by(waiting, act.person):
            self._gate.decided(act, allowed=False)
            return OWN
        self._gate.require(act)
        try:
            decision: Decision = question.parameter.read(str(run.inbound.value))
        except ValueError as error:
            return str(error)
        if is_ambiguous(run.inbound, self._questions.open_in(waiting.thread)):
            return AMBIGUOUS.format(decision=decision, run_id=question.run_id)
        return self._counted(run, question, decision)

    def may_decide(self, person: Actor, channel: str, question: Question) -> bool:
        """Whether somebody could vote on a demand; they have not tried, so that nothing is recorded."""
        waiting = self._runs.get(question.run_id)
        if question.approval is None or waiting is None or self._asked_by(waiting, str(person)):
            return False
        permission = question.approval.demand.permission
        return self._authorizer.allows(str(person), channel, permission)

    def _counted(self, run: Run, question: Question, decision: Decision) -> str:
        ballot = self._votes.vote(run, question, decision, self._is_same)
        if ballot.state in ("counted", "decided"):
            self._gate.decided(_act(run, question, f"approval.{decision}"), allowed=True)
        return _said(ballot, question)

    def _asked_by(self, waiting: Run, person: str) -> bool:
        """Whether a run is this person's, by whatever name: whoever asked first, or had it tried again."""
        askers = (waiting.inbound.actor, self._history.asked(waiting).actor)
        return any(self._is_same(person, str(asker)) for asker in askers)

    def _is_same(self, one: str, other: str) -> bool:
        policy = self._authorizer.policy
        return not set(policy.names_of(one)).isdisjoint(policy.names_of(other))


def _act(run: Run, question: Question, permission: str = "") -> Act:
    demanded = question.approval.demand.permission if question.approval else ""
    return Act(
        str(run.inbound.actor),
        str(run.inbound.channel),
        permission or demanded,
        question.id,
        question.run_id,
    )


def _said(ballot: Ballot, question: Question) -> str:
    people = question.approval.demand.people if question.approval else 1
    sentences = {
        "decided": "",
        "late": LATE,
        "twice": TWICE,
        "counted": COUNTED.format(count=len(ballot.votes), people=people),
    }
    return sentences[ballot.state]
