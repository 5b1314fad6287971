"""Which analysis a message asks for, and about which job."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.contracts import WorkflowInputParameter
from core.errors import UserFacingError
from core.tools.questions import ask_person
from workflows.jil_parser.answers.condition import explain_job
from workflows.jil_parser.answers.cycle_reasons import cycle_reasons
from workflows.jil_parser.answers.impact import impact
from workflows.jil_parser.answers.job import describe
from workflows.jil_parser.answers.lists import LISTS, answer_list
from workflows.jil_parser.answers.members import members
from workflows.jil_parser.answers.objects import (
    OBJECTS,
    answer_object,
    names_object,
    object_mentioned,
    object_named,
)
from workflows.jil_parser.answers.overview import overview
from workflows.jil_parser.answers.reach import downstream, upstream
from workflows.jil_parser.answers.undefined import undefined
from workflows.jil_parser.engine.dependencies import Dependencies, UnknownJobError
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.finding import Finding
from workflows.jil_parser.follow_up import FollowUp
from workflows.jil_parser.state import JILParserState

if TYPE_CHECKING:
    from collections.abc import Callable

ABOUT_A_JOB = ("impact", "upstream", "downstream", "explain", "job", "members", "cycle_reasons")

NEEDS_A_JOB = tuple(each for each in ABOUT_A_JOB if each != "cycle_reasons")
"""Of these, the ones that mean nothing without one."""


@dataclass(frozen=True, slots=True)
class Question:
    """An analysis, the job it is about (if it is about one), and how many levels it looks.

    ``choices`` are the jobs between which it is open which one is meant. ``scenario`` is what happens to the
    job, ``name`` a machine, owner, calendar or global variable; without one, ``words`` are searched for it;
    they are kept where they name no job.
    """

    analysis: str
    job: str | None = None
    levels: int | None = None
    scenario: str = "hold"
    name: str | None = None
    words: str = ""
    choices: tuple[str, ...] = ()

    @classmethod
    def of(cls, state: JILParserState) -> "Question":
        """What the declared inputs say; a follow-up may leave out the job that the thread is about."""
        thread = FollowUp(state)
        analysis, job = thread.analysis, thread.job
        left_out = analysis in NEEDS_A_JOB or (analysis in OBJECTS and thread.points_at_job)
        words = state.get("input", "") if job is None or analysis in OBJECTS else ""
        return cls(
            analysis,
            job or (thread.remembered_job if left_out else None),
            thread.levels,
            state.get("scenario") or "hold",
            thread.name,
            words,
            thread.choices if job is None else (),
        )

    def answer(self, facts: Facts) -> Finding:
        """The finding; raises UserFacingError for a job that is not there and for no level at all."""
        if self.analysis == "cycle_reasons" and self.job is None:
            return cycle_reasons(facts)
        if self.analysis in LISTS:
            return answer_list(self.analysis, facts)
        if self.analysis in OBJECTS:
            return self._about_object(facts)
        if self.analysis not in ABOUT_A_JOB:
            return overview(facts)
        mentioned = object_mentioned(facts, self.words)
        if mentioned is not None:
            return mentioned
        return self._about_a_job(facts)

    def _about_a_job(self, facts: Facts) -> Finding:
        """The finding about a job, or about what else has its name."""
        if self.levels is not None and self.levels < 1:
            raise UserFacingError(
                "Levels count from 1, the direct neighbours; ask for 1 or more, or leave them out."
            )
        job = _existing(facts.dependencies, self.job or self._asked(facts))
        try:
            return self._about(facts, job)
        except UnknownJobError as error:
            found = undefined(facts.dependencies, job) or object_named(facts, job)
            if found is None:
                raise UserFacingError(f"{error} Ask again with a name as it stands in the JIL.") from error
            return found

    def _asked(self, facts: Facts) -> str:
        """The job that a person names, or chooses among those that were spoken of."""
        named = list(dict.fromkeys(_existing(facts.dependencies, each) for each in self.choices))
        jobs = [each for each in named if each in facts.estate.jobs]
        if len(jobs) == 1:
            return jobs[0]
        parameter = _job_parameter()
        if jobs:
            choice = {"type": "choice", "choices": {each: [each] for each in jobs}, "pattern": None}
            parameter = parameter.model_copy(update={**choice, "prompt": "Which job do you mean?"})
        return str(ask_person(parameter))

    def _about_object(self, facts: Facts) -> Finding:
        """The finding about a machine, owner, calendar or global; about the job if only that is named."""
        job = _existing(facts.dependencies, self.job or "")
        if (
            self.name is None
            and job in facts.estate.jobs
            and not names_object(self.analysis, facts, self.words)
        ):
            return describe(facts.dependencies, job)
        return answer_object(self.analysis, facts, self.name, self.words or self.job or "")

    def _about(self, facts: Facts, job: str) -> Finding:
        """The finding about one job."""
        dependencies = facts.dependencies
        ways: dict[str, Callable[[], Finding]] = {
            "impact": lambda: impact(facts, job, self.scenario),
            "upstream": lambda: upstream(dependencies, job, self.levels),
            "downstream": lambda: downstream(dependencies, job, self.levels),
            "explain": lambda: explain_job(dependencies, job),
            "members": lambda: members(facts, job),
            "cycle_reasons": lambda: cycle_reasons(facts, job),
            "job": lambda: describe(dependencies, job),
        }
        return ways[self.analysis]()


def _existing(dependencies: Dependencies, name: str) -> str:
    """The job as it is spelled in the estate, where only its case differs."""
    jobs = dependencies.estate.jobs
    same = [] if name in jobs else [job for job in jobs if job.casefold() == name.casefold()]
    return same[0] if len(same) == 1 else name


def _job_parameter() -> WorkflowInputParameter:
    """The question for a job's name."""
    from workflows.jil_parser.workflow import JILParserWorkflow

    inputs = JILParserWorkflow().get_metadata().required_inputs
    return next(parameter for parameter in inputs if parameter.name == "current_job")
