"""A chain as a file writes it."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from core.composition.aggregators import AGGREGATORS
from core.composition.checking import check_dotted
from core.composition.comparison import Comparison, Comparisons
from core.composition.labels import label_for
from core.composition.plan import Plan
from core.composition.workflow_step import Constant, WorkflowStep, WorkflowTask
from core.contracts import WorkflowInputParameter
from core.input_parameter import NAME

Dotted = Annotated[str, AfterValidator(check_dotted)]
Reference = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}(@[^@\s]{1,64})?$")]


class Fixed(BaseModel):
    """A value as it stands: text, which would else be a dotted name, or anything else."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: Any


def _fixed(given: Any) -> Any:
    """Numbers and lists are no names."""
    return given if isinstance(given, str | dict) else {"value": given}


Value = Annotated[Dotted | Fixed, BeforeValidator(_fixed)]


class TaskLines(BaseModel):
    """A workflow with its parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    workflow: Reference
    name: str | None = Field(None, pattern=NAME)
    parameters: dict[str, Value] = Field(default_factory=dict)

    def task(self, label: str) -> WorkflowTask:
        """The task under its label."""
        values = {
            name: Constant(each.value) if isinstance(each, Fixed) else each
            for name, each in self.parameters.items()
        }
        return WorkflowTask(label, self.workflow, values)


class StepLines(BaseModel):
    """A workflow, or several in ``parallel``; with ``when``, only where every comparison holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    workflow: Reference | None = None
    name: str | None = Field(None, pattern=NAME)
    parameters: dict[str, Value] = Field(default_factory=dict)
    parallel: list[TaskLines] = Field(default_factory=list)
    join: Literal["merge", "list", "by_name"] = "by_name"
    when: dict[Dotted, Comparison] | None = Field(None, min_length=1)

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        """One of the two, with what belongs to it."""
        if (self.workflow is None) == (not self.parallel):
            raise ValueError("a step has a workflow or a parallel group, one of them")
        if self.parallel and (self.name or self.parameters):
            raise ValueError("write name and parameters beside each workflow of the parallel group")
        if not self.parallel and "join" in self.model_fields_set:
            raise ValueError("join belongs to a parallel group")
        return self

    @property
    def tasks(self) -> list[TaskLines]:
        """The workflows of the step."""
        if self.workflow is None:
            return self.parallel
        return [TaskLines(workflow=self.workflow, name=self.name, parameters=self.parameters)]

    def step(self, taken: set[str]) -> WorkflowStep:
        """The step; the labels that it uses are added to those that are taken."""
        tasks: list[WorkflowTask] = []
        for lines in self.tasks:
            label = lines.name or label_for(lines.workflow, taken)
            taken.add(label)
            tasks.append(lines.task(label))
        condition = Comparisons(self.when) if self.when else None
        return WorkflowStep(tuple(tasks), AGGREGATORS[self.join], condition)


class ChainFile(BaseModel):
    """How it presents itself, like a workflow, and its steps."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=NAME)
    description: str = Field(min_length=1)
    version: str = "1.0.0"
    category: str = "chain"
    author: str = ""
    command: str = ""
    capabilities: list[str] = Field(default_factory=list)
    example_queries: list[str] = Field(default_factory=list)
    subjects: list[str] = Field(default_factory=list)
    inputs: list[WorkflowInputParameter] = Field(default_factory=list)
    steps: list[StepLines] = Field(min_length=1)

    def plan(self) -> Plan:
        """What it comes down to."""
        taken: set[str] = set()
        steps = [lines.step(taken) for lines in self.steps]
        return Plan(self.model_dump(exclude={"inputs", "steps"}), steps, self.inputs)
