"""What a workflow declares, what it takes and what it returns."""

from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, FiniteFloat, model_validator

from core.input_parameter import NAME, WorkflowInputParameter

__all__ = ["Answer", "WorkflowInputParameter", "WorkflowMetadata", "WorkflowResponse"]

COMMAND = r"^[a-z][a-z0-9-]{0,63}$"


def _said(text: str) -> str:
    """Text without blanks around it; raises ValueError if nothing is left."""
    if not text.strip():
        raise ValueError("it says nothing")
    return text.strip()


Sentence = Annotated[str, AfterValidator(_said)]
"""Text that says something."""


class WorkflowMetadata(BaseModel):
    """How a workflow presents itself: the registry lists it, the router ranks it, help shows it.

    ``command`` is what a person types after ``/dataops`` (kebab-case of the name unless given). ``subjects``
    are words that name what the workflow is about; a message with a subject and no task is asked back.
    ``input_schema`` is an optional JSON schema of the whole input. ``composed_of`` are the workflows that it
    runs: whoever runs it needs the right to each of them.
    """

    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=NAME)
    description: str = Field(min_length=1)
    capabilities: list[str] = Field(default_factory=list)
    example_queries: list[str] = Field(default_factory=list)
    category: str = "general"
    version: str = "1.0.0"
    author: str = ""
    input_schema: dict[str, Any] | None = None
    required_inputs: list[WorkflowInputParameter] = Field(default_factory=list)
    command: str = Field(default="", pattern=rf"^$|{COMMAND}")
    subjects: list[str] = Field(default_factory=list)
    composed_of: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _name_the_command(self) -> Self:
        """Derive the command, and refuse two inputs of one name."""
        if not self.command:
            self.command = self.name.replace("_", "-")
        names = [parameter.name for parameter in self.required_inputs]
        if len(names) != len(set(names)):
            raise ValueError("two inputs have the same name")
        return self

    def file_parameter(self) -> WorkflowInputParameter | None:
        """The input that takes files, if any."""
        return next((p for p in self.required_inputs if p.type == "file"), None)


class Answer(BaseModel):
    """What a person reads first: the finding, then numbers, details and what to do next.

    ``details`` is Markdown. ``picture`` is the id of an artifact to show beside the finding.
    """

    model_config = ConfigDict(extra="forbid")

    finding: Sentence
    numbers: dict[str, str | int | FiniteFloat] = Field(default_factory=dict)
    details: str = ""
    next_steps: list[str] = Field(default_factory=list)
    picture: str | None = None


class WorkflowResponse(BaseModel):
    """What every workflow returns; checked on every return.

    ``metadata`` holds ``workflow_name``, ``execution_time`` (seconds, float) and ``iterations`` (int), and
    whatever else the workflow adds; ``uses_inputs: False`` says that the answer needed no given file.
    ``artifacts`` are artifact ids. ``answer`` says how to tell a person.
    """

    success: bool
    result: str | dict[str, Any]
    metadata: dict[str, Any]
    artifacts: list[str] = Field(default_factory=list)
    errors: list[str] | None = None
    answer: Answer | None = None
