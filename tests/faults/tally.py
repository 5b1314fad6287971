"""A history in numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.faults.checker import Seen, broken_promises
from tests.faults.history import Record

DOUBLED = ("doubled", "effect twice", "asked twice", "answered twice")


@dataclass(frozen=True, slots=True)
class Tally:
    """``broken`` are the promises that were broken, each in a sentence."""

    name: str
    seconds: float
    events: int
    acknowledged: int
    answered: int
    failed: int
    faults: Counter[str]
    broken: tuple[str, ...]

    @property
    def lost(self) -> int:
        """Threads in which something has no end."""
        return self._of("lost")

    @property
    def doubled(self) -> int:
        """What happened twice."""
        return self._of(*DOUBLED)

    @property
    def other(self) -> int:
        """What else is not as promised."""
        return len(self.broken) - self.lost - self.doubled

    def _of(self, *kinds: str) -> int:
        return sum(sentence.partition(":")[0] in kinds for sentence in self.broken)


def tally(name: str, records: Sequence[Record]) -> Tally:
    """What happened in one part."""
    seen = Seen(records)
    answered = [e for e in seen.acknowledged if seen.standing(seen.sent[e]["thread"], seen.sent[e]["reply"])]
    return Tally(
        name=name,
        seconds=records[-1]["at"] - records[0]["at"],
        events=len(seen.sent),
        acknowledged=len(seen.acknowledged),
        answered=len(answered),
        failed=sum(map(seen.failures, {sent["thread"] for sent in seen.sent.values()})),
        faults=Counter(record["name"] for record in seen.of("fault")),
        broken=tuple(broken_promises(records)),
    )
