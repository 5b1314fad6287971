"""A good history passes; each promise that one breaks is found."""

from typing import Any

import pytest

from tests.faults.checker import FILES_MARGIN, MEMORY_MARGIN, broken_promises
from tests.faults.history import Record

WORKING = "Working on it\n⏳ Open ledger · 0.1 s"
HALF = "Working on it\n✅ Open ledger · 0.1 s\n⏳ Book · 0.0 s"
FAILED = "Something went wrong on my side; try again.\nReference: run_0123456789abcdef"


def record(kind: str, **what: Any) -> Record:
    return {"at": 0.0, "kind": kind, **what}


def sent(event: str, *, thread: str = "t1", acknowledged: bool = True) -> list[Record]:
    first = record("sent", event=event, thread=thread, reply=f"{event} is booked")
    return [first, record("acknowledged", event=event)] if acknowledged else [first]


def shown(post: str, text: str, thread: str = "t1") -> Record:
    return record("shown", post=post, text=text, thread=thread)


GOOD = [
    record("secret", value="xoxb-invented"),
    record("load", moment="begin", memory=200 << 20, files=30),
    *sent("e1"),
    shown("p1", WORKING),
    shown("p1", HALF),
    shown("p2", "e1 is booked."),
    shown("p1", "Done\nShow steps"),
    *sent("e2"),
    record("acknowledged", event="e2"),
    shown("p3", "Queued (1)"),
    shown("p3", "Stopped\n✅ Open ledger · 0.1 s\n❌ Book · 0.0 s"),
    shown("p4", FAILED),
    *sent("e3", acknowledged=False),
    *sent("e4", thread="t2"),
    record("asked", thread="t2", text="Which side?"),
    shown("p5", "Which side?", "t2"),
    record("taken", question="e4", answer="left"),
    shown("p6", "e4 is booked, half of it.", "t2"),
    record("gone", post="p6"),
    shown("p7", "e4 is booked.", "t2"),
    record("effect", key="e1"),
    record("effect", key="e4"),
    record("logged", line='{"event": "run_ended"}'),
    record("load", moment="end", memory=210 << 20, files=31),
]
"""Two threads: an answer, a failure, an event that nobody acknowledged, and a question."""


def test_a_good_history_passes() -> None:
    assert broken_promises(GOOD) == []


BAD: dict[str, tuple[str, list[Record]]] = {
    "no reply": ("lost", sent("e5")),
    "no reply in a thread where something else failed": ("lost", [*sent("e5"), *sent("e6")]),
    "a reply in another thread": ("lost", [*sent("e5"), shown("p8", "e5 is booked.", "t2")]),
    "a reply that was taken away": (
        "lost",
        [*sent("e5"), shown("p8", "e5 is booked."), record("gone", post="p8")],
    ),
    "a reply that reads otherwise now": (
        "lost",
        [*sent("e5"), shown("p8", "e5 is booked."), shown("p8", "Hm.")],
    ),
    "two replies": ("doubled", [shown("p8", "e1 is booked.")]),
    "two replies to what was not acknowledged": (
        "doubled",
        [shown("p8", "e3 is booked."), shown("p9", "e3 is booked.")],
    ),
    "a reply and a failure": ("doubled", [shown("p8", FAILED, "t2")]),
    "an effect again": ("effect twice", [record("effect", key="e1")]),
    "the later event is answered first": (
        "out of order",
        [*sent("e5"), *sent("e6"), shown("p8", "e6 is booked."), shown("p9", "e5 is booked.")],
    ),
    "a question that stands twice": ("asked twice", [shown("p8", "Which side?", "t2")]),
    "a second answer to a question": ("answered twice", [record("taken", question="e4", answer="right")]),
    "a step that is not done any more": ("went back", [shown("p8", HALF), shown("p8", WORKING)]),
    "what is over works again": ("went back", [shown("p1", "Working on it")]),
    "a stack trace in a message": ("stack trace", [shown("p8", "Traceback (most recent call last):")]),
    "a place in the code in a message": ("stack trace", [shown("p8", 'File "/app/core/x.py", line 3')]),
    "a secret in a message": ("secret", [shown("p8", "the token is xoxb-invented")]),
    "a secret in a message that was taken away": (
        "secret",
        [shown("p8", "the token is xoxb-invented"), record("gone", post="p8")],
    ),
    "a secret in the log": ("secret", [record("logged", line="token=xoxb-invented")]),
    "more memory": (
        "grown",
        [record("load", moment="end", memory=(200 << 20) + MEMORY_MARGIN + 1, files=30)],
    ),
    "more open files": ("grown", [record("load", moment="end", memory=0, files=31 + FILES_MARGIN)]),
}


@pytest.mark.parametrize("name", BAD)
def test_each_broken_promise_is_found(name: str) -> None:
    promise, more = BAD[name]
    found = broken_promises([*GOOD, *more])
    assert found, name
    assert {sentence.partition(":")[0] for sentence in found} == {promise}
