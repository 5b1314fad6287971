"""Holds a history against what the service promises."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tests.faults.history import Record

FAILURE = re.compile(r"Reference: run_[0-9a-f]+")
"""Stands under whatever ends an event without an answer."""

TRACE = re.compile(r'Traceback \(most recent call last\)|File "[^"]+", line \d+')

AT_WORK = re.compile(r"\A(Queued \(|Working on it|Waiting for)")
OVER = re.compile(r"\A(Done|Stopped|Cancelled|Not allowed|Ended)\b")
"""How a progress card begins while there is something to come, and when nothing is."""

MEMORY_MARGIN = 64 << 20
"""Bytes that a process may hold after everything is over, over what it held when it had served a few."""

FILES_MARGIN = 16
"""Open files and sockets, likewise: kept connections to stores and platforms come and go."""


@dataclass
class _Post:
    """A post as people read it one after the other."""

    thread: str
    texts: list[str]
    stands: bool = True


@dataclass
class Seen:
    """A history, sorted out: events and posts by their ids, in the order in which they came."""

    records: Sequence[Record]
    sent: dict[str, Record] = field(default_factory=dict)
    acknowledged: dict[str, None] = field(default_factory=dict)
    posts: dict[str, _Post] = field(default_factory=dict)
    _in_thread: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _read: int = 0

    def __post_init__(self) -> None:
        self.read_on()

    def read_on(self) -> "Seen":
        """Sort what came since."""
        for record in self.records[self._read :]:
            self._sort(record)
            self._read += 1
        return self

    def _sort(self, record: Record) -> None:
        match record["kind"]:
            case "sent":
                self.sent[record["event"]] = record
            case "acknowledged":
                self.acknowledged.setdefault(record["event"])
            case "shown":
                if record["post"] not in self.posts:
                    self.posts[record["post"]] = _Post(record["thread"], [])
                    self._in_thread[record["thread"]].append(record["post"])
                self.posts[record["post"]].texts.append(record["text"])
            case "gone" if record["post"] in self.posts:
                self.posts[record["post"]].stands = False

    def of(self, kind: str) -> list[Record]:
        return [record for record in self.records if record["kind"] == kind]

    def standing(self, thread: str, text: str) -> list[str]:
        """The posts of a thread that read like this in the end."""
        posts = ((key, self.posts[key]) for key in self._in_thread.get(thread, ()))
        return [key for key, post in posts if post.stands and text in post.texts[-1]]

    def failures(self, thread: str) -> int:
        """How many ends without an answer a thread shows."""
        posts = (self.posts[key] for key in self._in_thread.get(thread, ()))
        return sum(post.stands and FAILURE.search(post.texts[-1]) is not None for post in posts)

    def threads(self) -> dict[str, list[str]]:
        """The acknowledged events of each thread, in the order of their acknowledgements."""
        found: dict[str, list[str]] = defaultdict(list)
        for event in self.acknowledged:
            found[self.sent[event]["thread"]].append(event)
        return found


def lost(seen: Seen) -> Iterator[str]:
    """An acknowledged event has one reply, or one visible failure."""
    for thread, events in seen.threads().items():
        missing = [event for event in events if not seen.standing(thread, seen.sent[event]["reply"])]
        failures = seen.failures(thread)
        if len(missing) > failures:
            yield f"lost: of {missing} in {thread} only {failures} ended visibly"


def doubled(seen: Seen) -> Iterator[str]:
    """Nothing has two ends, acknowledged or not, and a failure is the end of something without a reply."""
    missing = Counter[str]()
    for event, sent in seen.sent.items():
        replies = seen.standing(sent["thread"], sent["reply"])
        missing[sent["thread"]] += not replies
        if len(replies) > 1:
            yield f"doubled: {event} has {len(replies)} replies ({', '.join(replies)})"
    for thread, without in missing.items():
        if seen.failures(thread) > without:
            yield f"doubled: {thread} shows more failures than events without a reply"


def effects_twice(seen: Seen) -> Iterator[str]:
    """What is to happen once happens once."""
    counts = Counter(record["key"] for record in seen.of("effect"))
    yield from (f"effect twice: {key} happened {count} times" for key, count in counts.items() if count > 1)


def out_of_order(seen: Seen) -> Iterator[str]:
    """The replies of a thread come in the order of its events."""
    places = {key: number for number, key in enumerate(seen.posts)}
    for thread, events in seen.threads().items():
        found = [(event, seen.standing(thread, seen.sent[event]["reply"])) for event in events]
        came = [(places[replies[0]], event) for event, replies in found if replies]
        if came != sorted(came):
            yield f"out of order: {[event for _, event in sorted(came)]} in {thread}"


def questions_twice(seen: Seen) -> Iterator[str]:
    """A question stands once, and one answer to it counts."""
    for asked in seen.of("asked"):
        posts = seen.standing(asked["thread"], asked["text"])
        if len(posts) > 1:
            yield f"asked twice: {asked['text']!r} stands in {posts}"
    counts = Counter(record["question"] for record in seen.of("taken"))
    yield from (f"answered twice: {key}" for key, count in counts.items() if count > 1)


def back(seen: Seen) -> Iterator[str]:
    """The steps that are done stay done, and what is over is not at work again.

    A card without steps folds them away.
    """
    for key, post in seen.posts.items():
        done = [text.count("✅") for text in post.texts if any(mark in text for mark in "✅⏳❌")]
        if done != sorted(done):
            yield f"went back: {key} showed {done} steps as done"
        titled = [text for text in post.texts if OVER.match(text) or AT_WORK.match(text)]
        over = [OVER.match(text) is not None for text in titled]
        if over != sorted(over):
            yield f"went back: {key} was over and is at work again"


def told_too_much(seen: Seen) -> Iterator[str]:
    """No secret in a message or in the log, no stack trace in a message."""
    secrets = [record["value"] for record in seen.of("secret")]
    for key, post in seen.posts.items():
        for text in post.texts:
            if TRACE.search(text):
                yield f"stack trace: in {key}"
            if any(secret in text for secret in secrets):
                yield f"secret: in {key}"
    for number, record in enumerate(seen.of("logged")):
        if any(secret in record["line"] for secret in secrets):
            yield f"secret: in line {number + 1} of the log"


def grown(seen: Seen) -> Iterator[str]:
    """Memory and open files return to where they were."""
    moments = {record["moment"]: record for record in seen.of("load")}
    if "begin" not in moments or "end" not in moments:
        return
    for what, margin in (("memory", MEMORY_MARGIN), ("files", FILES_MARGIN)):
        more = moments["end"][what] - moments["begin"][what]
        if more > margin:
            yield f"grown: {what} by {more:,}, which is more than {margin:,}"


RULES: tuple[Callable[[Seen], Iterator[str]], ...] = (
    lost,
    doubled,
    effects_twice,
    out_of_order,
    questions_twice,
    back,
    told_too_much,
    grown,
)


def broken_promises(records: Sequence[Record]) -> list[str]:
    """Each promise that a history breaks, as ``what: where``; none where all hold."""
    seen = Seen(records)
    return [sentence for rule in RULES for sentence in rule(seen)]
