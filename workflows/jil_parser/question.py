"""Which analysis a message asks for, and about which job."""

from dataclasses import dataclass
from typing import Any

from core.contracts import WorkflowInputParameter
from core.errors import UserFacingError
from core.tools.questions import ask_person
from workflows.jil_parser.answers.condition import explain_job
from workflows.jil_parser.answers.impact import impact
from workflows.jil_parser.answers.job import describe
from workflows.jil_parser.answers.lists import LISTS, answer_list
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
from workflows.jil_parser.state import JILParserState

ABOUT_A_JOB = ("impact", "upstream", "downstream", "explain", "job")


@dataclass(frozen=True, slots=True)
class Question:
    """An analysis, the job it is about (if it is about one), and how many levels it looks.

    ``scenario`` is what happens to the job, ``name`` a machine, owner, calendar or global variable; without
    one, ``words`` are searched for it; they are kept where they name no job.
    """

    analysis: str
    job: str | None = None
    levels: int | None = None
    scenario: str = "hold"
    name: str | None = None
    words: str = ""

    @classmethod
    def of(cls, state: JILParserState) -> "Question":
        """What the declared inputs say; a follow-up may leave out the job that the thread is about."""
        analysis = state.get("analysis") or "overview"
        job = state.get("current_job") or None
        words = state.get("input", "") if job is None or analysis in OBJECTS else ""
        if analysis == "overview" and job is not None:
            analysis = "job"
        if analysis in ABOUT_A_JOB and job is None:
            job = _remembered(state)
        return cls(
            analysis,
            job,
            state.get("levels"),
            state.get("scenario") or "hold",
            state.get("name") or None,
            words,
        )

    def answer(self, facts: Facts) -> Finding:
        """The finding; raises UserFacingError for a job that is not there and for no level at all."""
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
        job = _existing(facts.dependencies, self.job or ask_person(_job_parameter()))
        try:
            return self._about(facts, job)
        except UnknownJobError as error:
            found = undefined(facts.dependencies, job) or object_named(facts, job)
            if found is None:
                raise UserFacingError(f"{error} Ask again with a name as it stands in the JIL.") from error
            return found

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
        match self.analysis:
            case "impact":
                return impact(facts, job, self.scenario)
            case "upstream":
                return upstream(facts.dependencies, job, self.levels)
            case "downstream":
                return downstream(facts.dependencies, job, self.levels)
            case "explain":
                return explain_job(facts.dependencies, job)
            case _:
                return describe(facts.dependencies, job)


def _remembered(state: JILParserState) -> str | None:
    """The job that the thread was about last."""
    context: dict[str, Any] = state.get("context") or {}
    return (context.get("remembered") or {}).get("current_job")


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
