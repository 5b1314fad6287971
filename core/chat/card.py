"""What the bot shows, in blocks that every door can render."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from core.contracts import Sentence


class _Block(BaseModel):
    """Blocks do not change once made."""

    model_config = ConfigDict(frozen=True)


class Text(_Block):
    """Prose in Markdown."""

    type: Literal["text"] = "text"
    markdown: str


class Fields(_Block):
    """Short labelled values."""

    type: Literal["fields"] = "fields"
    items: tuple[tuple[str, str], ...]


class Choice(_Block):
    """Something to press or to type: the label is shown, the value is sent."""

    label: str
    value: str


class Actions(_Block):
    """Choices side by side. ``action`` is the opaque id under which a press comes back."""

    type: Literal["actions"] = "actions"
    action: str
    choices: tuple[Choice, ...]


class Step(_Block):
    """One step of the work. ``seconds`` is how long it took or has been running."""

    title: str
    state: Literal["running", "done", "failed"]
    seconds: float = 0.0
    detail: str = ""


class Steps(_Block):
    """The steps so far, in the order they began.

    A door may fold steps that have an ``unfold`` button away behind it: whoever presses it is shown them.
    """

    type: Literal["steps"] = "steps"
    items: tuple[Step, ...]
    unfold: Actions | None = None


class Picture(_Block):
    """An artifact to show as a picture, and what it shows in words."""

    type: Literal["picture"] = "picture"
    artifact_id: str
    alt: str


class Entry(_Block):
    """A place to type or to attach something. ``action`` is the opaque id under which it comes back.

    ``example`` is something to type; ``suffixes`` are those of the files that qualify (none: any file).
    """

    type: Literal["entry"] = "entry"
    action: str
    takes: Literal["text", "number", "file"] = "text"
    example: str = ""
    suffixes: tuple[str, ...] = ()


class Suggestions(_Block):
    """What could be said next, word for word."""

    type: Literal["suggestions"] = "suggestions"
    items: tuple[str, ...]


class Link(_Block):
    """An address to open, and a word about it. Only the service itself makes these, never a text."""

    label: str
    url: str = Field(pattern=r"^https?://[\x21-\x7e]+$", max_length=3_000)
    note: str = ""


class Links(_Block):
    """Addresses to open, one a line."""

    type: Literal["links"] = "links"
    items: tuple[Link, ...]


Block = Annotated[
    Text | Fields | Steps | Picture | Actions | Entry | Suggestions | Links, Field(discriminator="type")
]


class Card(_Block):
    """One post. ``kind`` lets a door choose a form; ``title`` alone must make sense in a notification.

    ``activity`` is set while work goes on: the step under way, or an empty text where none has a name. A door
    that can says so beside the post.
    """

    kind: Literal["progress", "question", "answer", "error", "notice"]
    title: Sentence
    blocks: tuple[Block, ...] = ()
    footer: str = ""
    activity: str | None = None
