"""Machines, owners, calendars and globals: which jobs have to do with one."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from core.contracts import Answer
from core.errors import UserFacingError
from workflows.jil_parser.answers.troubles import place_of
from workflows.jil_parser.engine.edge import GLOBAL_PREFIX
from workflows.jil_parser.engine.estate import Estate
from workflows.jil_parser.engine.unknown_job import close_names
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.finding import Finding, bounded, bullets, code, counted, names, plain

Use = tuple[str, str, str]
"""The name of an object, the job that uses it, and the attribute (or the pool) through which it does."""

WRITTEN = re.compile(r"\$\$\{?([A-Za-z0-9_.#-]+)\}?")
"""A global in a command or another attribute."""

NO_NAME = re.compile(
    r"(?i)an?|and|any|are|do(es)?|ha(s|ve)|in|is|of|or|own|per|run|that|the(re|y)?|used?|with|names?|each|every|"
    r"owners?|machines?|servers?|hosts?|nodes?|calendars?|globals?|variables?|gets?|there"
)
"""Words behind "machine" or "owner" that are no name."""


@dataclass(frozen=True, slots=True)
class ObjectKind:
    """A sort of object: its uses, the statements that define it, and the words for it."""

    noun: str
    defined_by: frozenset[str]
    uses: Callable[[Estate], Iterator[Use]]
    one: str
    several: str
    cue: str

    def users(self, estate: Estate) -> dict[str, dict[str, list[str]]]:
        """For every name the jobs that use it, in script order, and through what; unused ones have none."""
        found: dict[str, dict[str, list[str]]] = {}
        for name, job, through in self.uses(estate):
            ways = found.setdefault(name, {}).setdefault(job, [])
            ways += [through] if through not in ways else []
        for each in estate.objects:
            if each.kind in self.defined_by:
                found.setdefault(each.name, {})
        return found


def _machines(estate: Estate) -> Iterator[Use]:
    """The machines that jobs name, and those in the pools that jobs name."""
    pools = {
        each.name: each.attributes.get("machine", []) for each in estate.objects if each.kind == "machine"
    }
    for job in estate.jobs.values():
        for name in _listed(job.attributes.get("machine", "")):
            yield name, job.name, "machine"
            yield from ((part, job.name, f"pool {name}") for part in _listed(pools.get(name, "")))


def _owners(estate: Estate) -> Iterator[Use]:
    """Owners as they are written, and without the machine behind the ``@``."""
    for job in estate.jobs.values():
        owner = job.text("owner").strip()
        if owner:
            yield owner, job.name, "owner"
            if owner.partition("@")[0] not in ("", owner):
                yield owner.partition("@")[0], job.name, "owner"


def _calendars(estate: Estate) -> Iterator[Use]:
    for job in estate.jobs.values():
        for key in ("run_calendar", "exclude_calendar"):
            yield from ((name, job.name, key) for name in _listed(job.text(key)))


def _globals(estate: Estate) -> Iterator[Use]:
    """Globals that a condition tests, and those that stand in an attribute as ``$$NAME``."""
    for edge in estate.edges:
        if edge.status == "value":
            yield edge.source.removeprefix(GLOBAL_PREFIX), edge.target, edge.kind
    for job in estate.jobs.values():
        for key in job.attributes:
            if "$$" in (text := job.text(key)):
                yield from ((name, job.name, key) for name in WRITTEN.findall(text))


def _listed(value: str | list[str]) -> list[str]:
    """The names of a value that lists them by commas."""
    parts = value.split(",") if isinstance(value, str) else value
    return [name for part in parts if (name := part.strip().strip('"').strip())]


OBJECTS = {
    "machine": ObjectKind(
        "machine", frozenset({"machine"}), _machines, "job runs on", "jobs run on",
        r"(?:machine|server|host|node|runs? on|jobs? on|running on)",
    ),
    "owner": ObjectKind(
        "owner", frozenset(), _owners, "job belongs to", "jobs belong to",
        r"(?:owner|owned by|belongs? to|belonging to)",
    ),
    "calendar": ObjectKind(
        "calendar", frozenset({"calendar", "extended_calendar", "ext_calendar", "cycle"}), _calendars,
        "job uses", "jobs use", r"(?:calendar)",
    ),
    "global": ObjectKind(
        "global variable", frozenset({"global", "glob"}), _globals, "job uses", "jobs use",
        r"(?:global variable|global|variable)",
    ),
}  # fmt: skip


def answer_object(analysis: str, facts: Facts, name: str | None, words: str) -> Finding:
    """Which jobs have to do with the object that is named; without a name, all objects of its kind.

    ``words`` are searched for a name of the estate if none is given. Raises UserFacingError for one that is
    not there.
    """
    kind = OBJECTS[analysis]
    users = kind.users(facts.estate)
    wanted = name or _asked(words, kind)
    found = _spelled(wanted or "", users) or (None if name else _in_words(words, users))
    if found is not None:
        return _about(facts, kind, found, users[found])
    if wanted is None:
        return _every(facts, kind, users)
    close = close_names(wanted, users)
    hint = f" Did you mean {' or '.join(close)}?" if close else ""
    raise UserFacingError(f"There is no {kind.noun} {wanted[:64]} in these files.{hint}")


def names_object(analysis: str, facts: Facts, words: str) -> bool:
    """Whether an object of the kind stands in a text."""
    return _in_words(words, OBJECTS[analysis].users(facts.estate)) is not None


def object_mentioned(facts: Facts, words: str) -> Finding | None:
    """The finding about an object in a text, of which a plain word is taken for prose; None without one."""
    likely = " ".join(word for word in words.split() if re.search(r"\w[\d_@.#-]+\w|\d", word))
    for kind in OBJECTS.values():
        users = kind.users(facts.estate) if likely else {}
        found = _in_words(likely, users)
        if found is not None:
            return _about(facts, kind, found, users[found])
    return None


def object_named(facts: Facts, name: str) -> Finding | None:
    """The finding about a machine, owner, calendar or global of this name; None if there is none."""
    for kind in OBJECTS.values():
        users = kind.users(facts.estate)
        found = _spelled(name, users)
        if found is not None:
            return _about(facts, kind, found, users[found])
    return None


def _spelled(name: str, users: dict[str, dict[str, list[str]]]) -> str | None:
    """The name as it stands in the estate, where only its case differs."""
    if name in users:
        return name
    same = [known for known in users if known.casefold() == name.casefold()]
    return same[0] if len(same) == 1 else None


def _in_words(words: str, users: dict[str, dict[str, list[str]]]) -> str | None:
    """The last word of a text that is a name of the estate."""
    said = [word.strip("\"'`?!,;:()[]<>").rstrip(".") for word in words.split()]
    return next((known for word in reversed(said) if word and (known := _spelled(word, users))), None)


def _asked(words: str, kind: ObjectKind) -> str | None:
    """The word that stands where the name of such an object would stand."""
    place = rf"(?i)\b{kind.cue}s?\s+(?=(?:named |called )?[\"'`]?([^\s\"'`?!,;]+))"
    found = re.findall(place, words)
    return next((word.rstrip(".") for word in reversed(found) if not NO_NAME.fullmatch(word)), None)


def _about(facts: Facts, kind: ObjectKind, name: str, users: dict[str, list[str]]) -> Finding:
    """The jobs that have to do with one object."""
    jobs = facts.estate.jobs
    rows = [
        {
            "job": job,
            "type": jobs[job].type,
            "through": "; ".join(through),
            "file": jobs[job].file,
            "line": jobs[job].line,
        }
        for job, through in users.items()
    ]
    said = counted(len(rows), kind.one, kind.several) if rows else f"no {kind.one}"
    return Finding(
        answer=Answer(
            finding=f"{code(name)} is {_article(kind.noun)}; {said} it.",
            numbers={"Jobs": len(rows), "Of jobs": len(jobs)},
            details=bullets([_line(row) for row in rows]),
            next_steps=[f"What breaks if I hold {job}?" for job in list(users)[:1]],
        ),
        result={"name": name, "kind": kind.noun, **bounded("jobs", rows)},
        rows=rows,
        focus=list(users),
        title=f"Jobs of the {kind.noun} {name}",
    )


def _every(facts: Facts, kind: ObjectKind, users: dict[str, dict[str, list[str]]]) -> Finding:
    """All objects of a kind, those of most jobs first."""
    shown = [name for name in users if "@" not in name or name.partition("@")[0] not in users]
    order = sorted(shown, key=lambda name: (-len(users[name]), name))
    rows: list[dict[str, Any]] = [{kind.noun: name, "jobs": len(users[name])} for name in order]
    using = counted(len({job for jobs in users.values() for job in jobs}), "job has", "jobs have")
    finding = f"{counted(len(rows), kind.noun)}; {using} to do with {'it' if len(rows) == 1 else 'them'}."
    none = f"These files name no {kind.noun}."
    return Finding(
        answer=Answer(
            finding=finding if rows else none,
            numbers={"Found": len(rows), "Of jobs": len(facts.estate.jobs)},
            details=bullets([f"{code(name)}: {counted(len(users[name]), 'job')}" for name in order]),
        ),
        result=bounded(f"{kind.noun.replace(' ', '_')}s", rows),
        rows=rows,
    )


def _line(row: dict[str, Any]) -> str:
    through = names([row["through"]], 1)
    return f"{code(row['job'])} {plain(row['type'], 20)} ({through}, {place_of(row['file'], row['line'])})"


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
