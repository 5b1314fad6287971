"""What is written down of runs and around them, in the embedded database."""

from dataclasses import dataclass

from core.runs.approval_votes import ApprovalVotes
from core.runs.feedback import FeedbackBook
from core.runs.owed_records import OwedRecords
from core.runs.question_records import QuestionRecords
from core.runs.run_history import RunHistory
from core.runs.run_retention import RunRetention
from core.runs.run_store import RunStore
from core.runs.schedule_book import ScheduleBook
from core.runs.step_records import StepRecords
from core.storage.database import Database


@dataclass(frozen=True, slots=True)
class Records:
    """One database holds all of it: what is committed together counts together."""

    runs: RunStore
    questions: QuestionRecords
    history: RunHistory
    retention: RunRetention
    steps: StepRecords
    votes: ApprovalVotes
    feedback: FeedbackBook
    schedules: ScheduleBook
    owed: OwedRecords


def open_records(database: Database) -> Records:
    """The records of a database; tables are created where they are missing."""
    return Records(
        runs=RunStore(database),
        questions=QuestionRecords(database),
        history=RunHistory(database),
        retention=RunRetention(database),
        steps=StepRecords(database),
        votes=ApprovalVotes(database),
        feedback=FeedbackBook(database),
        schedules=ScheduleBook(database),
        owed=OwedRecords(database),
    )
