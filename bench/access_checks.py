"""One access check in a policy of 10,000 channels, beside a plain lookup in a set.

Half of the checks are of people and channels that were seen before, half are the first of theirs.
"""

import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from bench.row import Row
from core.access.authorizer import PolicyAuthorizer
from core.access.binding import Binding
from core.access.directory import Directory
from core.access.policy import Policy
from core.chat.profile import PersonProfile
from core.storage.database import Database

_CHANNELS, _PEOPLE, _CHECKS = 10_000, 10_000, 20_000
_ROUNDS = 7
_GROUP = "slack:T1:S1"
_PERMISSIONS = ("workflow.jil_parser.invoke", "artifact.read", "session.read", "admin.grant")

Check = tuple[str, str, str]


def run() -> list[Row]:
    """Microseconds a check at the median of the rounds."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "access.db")
        policy, directory = _policy(), Directory(database)
        for number in range(100):
            directory.learn_person(_person(number), PersonProfile(groups=frozenset([_GROUP])))
        known, first = _checks(random.Random(1)), _checks(random.Random(2))
        held = {(person, channel) for person, channel, _ in known}
        rows = _rows(policy, directory, known, first, held)
        database.close()
        return rows


def _rows(
    policy: Policy, directory: Directory, known: list[Check], first: list[Check], held: set[tuple[str, str]]
) -> list[Row]:
    seen: list[float] = []
    fresh: list[float] = []
    plain: list[float] = []
    for _ in range(_ROUNDS):
        authorizer = PolicyAuthorizer(lambda: policy, directory)
        fresh.append(_each(authorizer.allows, first))
        _each(authorizer.allows, known)
        seen.append(_each(authorizer.allows, known))
        plain.append(_each(lambda person, channel, _: (person, channel) in held, known))
    return [
        Row("a check, person and channel seen before", median(seen), "µs", median(plain)),
        Row("a check, the first of its person and channel", median(fresh), "µs", median(plain)),
    ]


def _each(allows: Callable[[str, str, str], bool], checks: Sequence[Check]) -> float:
    began = time.perf_counter()
    for person, channel, permission in checks:
        allows(person, channel, permission)
    return (time.perf_counter() - began) / len(checks) * 1e6


def _policy() -> Policy:
    """Every channel has a line; every tenth person has one, some come in by a group."""
    channels = {_channel(number): Binding(allow=_allowed(number)) for number in range(_CHANNELS)}
    people = {_person(number): ["user"] for number in range(0, _PEOPLE, 10)}
    return Policy(people=people, groups={_GROUP: ["developer"]}, channels=channels)


def _allowed(number: int) -> list[str]:
    return ["*"] if number % 7 == 0 else ["workflow.*.invoke", f"s3://exports/team-{number}/*"]


def _checks(chosen: random.Random) -> list[Check]:
    return [
        (
            _person(chosen.randrange(_PEOPLE)),
            _channel(chosen.randrange(_CHANNELS)),
            chosen.choice(_PERMISSIONS),
        )
        for _ in range(_CHECKS)
    ]


def _person(number: int) -> str:
    return f"slack:T1:U{number:08}"


def _channel(number: int) -> str:
    return f"slack:T1:C{number:08}"
