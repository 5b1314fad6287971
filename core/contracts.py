"""What a workflow declares, what it takes and what it returns."""

import codecs
import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

NAME = r"^[a-z][a-z0-9_]{0,63}$"
COMMAND = r"^[a-z][a-z0-9-]{0,63}$"


def _said(text: str) -> str:
    """Text without blanks around it; raises ValueError if nothing is left."""
    if not text.strip():
        raise ValueError("it says nothing")
    return text.strip()


Sentence = Annotated[str, AfterValidator(_said)]
"""Text that says something."""


class WorkflowInputParameter(BaseModel):
    """One input a workflow can use, and how people say it.

    ``prompt`` is what a person is asked when a required value is found nowhere. ``pattern`` is a regular
    expression that a string value matches as a whole and that finds candidates among a message's words.
    ``choices`` maps each allowed value to the phrases that mean it. ``words`` are phrases beside which a
    number or a flag stands ("levels" in "2 levels"). A ``file`` parameter keeps its files under ``kind``: a
    thread remembers its latest files of a kind, and a channel can have one kind pinned once; ``suffixes``
    and ``content`` (a regular expression on the file's first 64 KB) say which files qualify.
    """

    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=NAME)
    description: str
    type: Literal["string", "integer", "number", "boolean", "choice", "file"] = "string"
    required: bool = True
    example: Any = None
    prompt: str = ""
    pattern: str | None = None
    choices: dict[str, list[str]] = Field(default_factory=dict)
    words: list[str] = Field(default_factory=list)
    kind: str | None = Field(default=None, pattern=NAME)
    suffixes: list[str] = Field(default_factory=list)
    content: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """Refuse a declaration that could never be filled."""
        if self.type == "file" and self.kind is None:
            raise ValueError(f"the file parameter '{self.name}' needs a kind")
        if self.type == "choice" and not self.choices:
            raise ValueError(f"the choice parameter '{self.name}' needs choices")
        _compiled("pattern", self.pattern)
        _compiled("content", self.content)
        return self

    @property
    def question(self) -> str:
        """What to ask a person: the declared prompt, else one made from the description."""
        return (
            self.prompt.strip()
            or f"I need one more thing: {self.description.rstrip('.')}. What should I use?"
        )

    def read(self, text: str) -> Any:
        """A typed reply as a value of this parameter; raises ValueError with a sentence for the person."""
        text = text.strip()
        reader = {"integer": _integer, "number": _number, "boolean": _boolean}.get(self.type)
        return reader(text) if reader else self._read_text(text)

    def takes(self, name: str, head: bytes) -> bool:
        """Whether a file qualifies for this input, by its name or by the beginning of its content."""
        if self.suffixes and self._is_named(name):
            return True
        return self.content is not None and re.search(self.content, _readable(head)) is not None

    def _is_named(self, name: str) -> bool:
        """Whether a file name has one of the suffixes; with no suffixes every name will do."""
        return name.lower().endswith(tuple(suffix.lower() for suffix in self.suffixes) or ("",))

    def _read_text(self, text: str) -> str:
        """A string, a choice or the place of a file."""
        if self.type == "choice":
            return self._read_choice(text)
        if self.type == "file" and not self._is_named(text):
            raise ValueError(f"I need {self.description}; attach the file.")
        if not text or (self.pattern is not None and re.fullmatch(self.pattern, text) is None):
            example = "" if self.example is None else f"; for example: {self.example}"
            raise ValueError(f"'{text[:60]}' is not {self.description.rstrip('.')}{example}.")
        return text

    def _read_choice(self, text: str) -> str:
        """A value, or a phrase that means one."""
        said = text.casefold()
        for value, phrases in self.choices.items():
            if said in {value.casefold(), *(phrase.casefold() for phrase in phrases)}:
                return value
        raise ValueError(f"Please choose one of: {', '.join(self.choices)}.")


def _compiled(field: str, expression: str | None) -> None:
    """Refuse what is no regular expression."""
    try:
        re.compile(expression or "")
    except re.error as error:
        raise ValueError(f"the {field} is no regular expression: {error}") from error


def _readable(head: bytes) -> str:
    """The beginning of a file as ASCII; UTF-16 reads like that without its mark and its zero bytes."""
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"").decode("latin-1")


def _integer(text: str) -> int:
    """A whole number."""
    if re.fullmatch(r"[+-]?\d{1,18}", text) is None:
        raise ValueError(f"'{text[:60]}' is not a whole number; write one like 3.")
    return int(text)


def _number(text: str) -> float:
    """A finite decimal number."""
    if re.fullmatch(r"[+-]?\d{1,18}(\.\d{1,18})?", text) is None:
        raise ValueError(f"'{text[:60]}' is not a number; write one like 2.5.")
    return float(text)


def _boolean(text: str) -> bool:
    """Yes or no."""
    answers = {
        "yes": True,
        "y": True,
        "true": True,
        "1": True,
        "no": False,
        "n": False,
        "false": False,
        "0": False,
    }
    if text.casefold() not in answers:
        raise ValueError("Please answer yes or no.")
    return answers[text.casefold()]


class WorkflowMetadata(BaseModel):
    """How a workflow presents itself: the registry lists it, the router ranks it, help shows it.

    ``command`` is what a person types after ``/dataops`` (kebab-case of the name unless given). ``subjects``
    are words that name what the workflow is about; a message with a subject and no task is asked back.
    ``input_schema`` is an optional JSON schema of the whole input.
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
    numbers: dict[str, str | int | float] = Field(default_factory=dict)
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
