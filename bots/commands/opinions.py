"""``/dataops feedback`` and ``admin feedback``: what people think of answers."""

from bots.commands.age import since
from bots.commands.command import Command, answering
from bots.commands.request import Request
from core.contracts import Answer
from core.errors import UserFacingError
from core.runs.feedback import Feedback, FeedbackBook
from core.runs.run_history import RunHistory

USUAL = "30d"
_USEFUL = {"useful": True, "yes": True, "good": True, "not": False, "no": False, "bad": False}
_LISTED = 50


class OpinionCommands:
    """Takes opinions on the answers of a thread, and lists them for admins."""

    def __init__(self, feedback: FeedbackBook, runs: RunHistory) -> None:
        self._feedback = feedback
        self._runs = runs

    def commands(self) -> list[Command]:
        """The words about opinions."""
        return [
            Command(
                "feedback useful|not [WHY]",
                "say whether this thread's last answer was useful, and why",
                answering(self._give),
            ),
            Command(
                "admin feedback [--since 30d]",
                "what people think of answers",
                answering(self._list),
                "admin.feedback",
            ),
        ]

    def _give(self, request: Request) -> Answer:
        word = request.arguments[0].lower() if request.arguments else ""
        if word not in _USEFUL:
            raise UserFacingError("Write /dataops feedback useful, or /dataops feedback not and why.")
        thread = request.run.thread
        run_id = self._runs.latest_answered(thread) if thread else None
        if run_id is None:
            raise UserFacingError("There is no answer in this thread to speak of.")
        why = [each for each in request.arguments[1:] if each.lower() != "useful"]
        self._feedback.give(run_id, request.person, useful=_USEFUL[word], why=" ".join(why))
        return Answer(finding="Thank you; that is kept with the answer.")

    def _list(self, request: Request) -> Answer:
        given = self._feedback.since(since(request.words, "admin feedback", USUAL))
        useful = sum(each.useful for each in given)
        return Answer(
            finding=f"{useful} of {len(given)} opinions call the answer useful.",
            details="\n".join(map(_line, given[:_LISTED])),
        )


def _line(given: Feedback) -> str:
    why = " ".join(given.why.split()).replace("`", "'")
    opinion = "useful" if given.useful else "not useful"
    reason = f": `{why}`" if why else ""
    return f"- {given.at:%Y-%m-%d %H:%M} UTC, {given.person}, `{given.run_id}`: {opinion}{reason}"
