"""One input a workflow can use: how people say it, and how a reply is read."""

import codecs
import re
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

NAME = r"^[a-z][a-z0-9_]{0,63}$"


class WorkflowInputParameter(BaseModel):
    """One input a workflow can use, and how people say it.

    ``prompt`` is what a person is asked when a required value is found nowhere. ``pattern`` is a regular
    expression that a string value matches as a whole and that finds candidates among a message's words.
    ``choices`` maps each allowed value to the phrases that mean it, in which ``{name}`` stands for any name
    ("feeds {name}" is not "{name} feeds"). ``words`` are phrases beside which a
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

    def could_take(self, name: str) -> bool:
        """Whether a file that nobody has looked into could qualify: exports also come as plain text."""
        plain = self.content is not None and ("." not in name or name.lower().endswith(".txt"))
        return plain or self._is_named(name)

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
