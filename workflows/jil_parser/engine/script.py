"""The script: what its statements, one after the other, make of the jobs."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from .condition import ConditionError
from .condition_parser import parse_condition
from .diagnostic import Diagnostic, finding
from .job import DefinedObject, Job
from .statement import Statement, plain_name
from .vocabulary import CONDITION_ATTRIBUTES, MAXIMUM_NAME_LENGTH, long_type

_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_.#@:-]+\Z")


class Script:
    """The state of the jobs while statements are applied in order."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        self.jobs: dict[str, Job] = {}
        self.objects: list[DefinedObject] = []
        self.counts: Counter[str] = Counter()
        self._diagnostics = diagnostics
        self._updated: dict[str, set[str]] = {}
        self._members: dict[str, dict[str, None]] | None = None
        self._verbs = {
            "insert_job": self._insert, "update_job": self._update, "override_job": self._override,
            "delete_job": self._delete_job, "delete_box": self._delete_box,
        }  # fmt: skip

    def apply(self, statement: Statement) -> None:
        """Apply the next statement."""
        self.counts[statement.verb] += 1
        verb = self._verbs.get(statement.verb)
        if verb is None:
            self._define(statement)
            return
        if len(statement.name) > MAXIMUM_NAME_LENGTH:
            length = len(statement.name)
            self._report("name-too-long", statement, f"The name {statement.name} has {length} characters.")
        verb(statement)

    def _insert(self, statement: Statement) -> None:
        name = statement.name
        if name in self.jobs:
            earlier = self.jobs[name]
            message = (
                f"{name} is inserted again; the definition at {earlier.file} line {earlier.line} is replaced."
            )
            self._report("duplicate-insert", statement, message)
            self._remove(name)
        self._create(statement)

    def _create(self, statement: Statement) -> None:
        values, name = statement.values, statement.name
        if not _PLAIN_NAME.match(name):
            self._report("odd-name", statement, f"The name {name!r} holds characters that names do not have.")
        kind, box = str(values.pop("job_type", "")), str(values.pop("box_name", ""))
        self.jobs[name] = Job(
            name, long_type(kind), plain_name(box) or None, statement.verb, values,
            statement.file, statement.line, statement.lines,
        )  # fmt: skip
        self._enter_box(self.jobs[name])

    def _update(self, statement: Statement) -> None:
        job = self.jobs.get(statement.name)
        changed = statement.values.keys() - {"job_type"}
        if job is None:
            self._create(statement)
        else:
            again = sorted(changed & self._updated.get(job.name, set()))
            if again:
                message = (
                    f"{job.name} is updated again; {', '.join(again)} had been set by an earlier update."
                )
                self._report("repeated-update", statement, message)
            self._change(job, statement)
        self._updated.setdefault(statement.name, set()).update(changed)

    def _change(self, job: Job, statement: Statement) -> None:
        values = statement.values
        if "job_type" in values:
            job.type = long_type(str(values.pop("job_type")))
        if "box_name" in values:
            self._leave_box(job)
            job.box = plain_name(str(values.pop("box_name"))) or None
            self._enter_box(job)
        job.attributes.update(values)
        job.lines = {**job.lines, **statement.lines}
        if statement.file != job.file or job.files:
            job.files = {**(job.files or {}), **dict.fromkeys(statement.lines, statement.file)}

    def _override(self, statement: Statement) -> None:
        message = f"The override of {statement.name} is for its next run only and changes nothing here."
        self._report("override-next-run", statement, message)
        for key in CONDITION_ATTRIBUTES:
            text = str(statement.values.get(key, ""))
            try:
                if text:
                    parse_condition(text)
            except ConditionError as error:
                message = f"The {key} in the override of {statement.name} does not parse: {error}."
                self._report("condition-syntax", statement, message, line=statement.lines[key])

    def _delete_job(self, statement: Statement) -> None:
        if not self._may_delete(statement):
            return
        for name in list(self._box_members(statement.name)):
            member = self.jobs[name]
            self._leave_box(member)
            member.box = None
        self._remove(statement.name)

    def _delete_box(self, statement: Statement) -> None:
        if not self._may_delete(statement):
            return
        doomed = [statement.name]
        for name in doomed:
            if name in self.jobs:
                doomed.extend(self._box_members(name))
                self._remove(name)

    def _may_delete(self, statement: Statement) -> bool:
        for key in statement.values:
            message = f"{key} below {statement.verb} {statement.name} does nothing."
            self._report("ignored-attribute", statement, message, line=statement.lines[key])
        if statement.name in self.jobs:
            return True
        self._report("delete-unknown", statement, f"{statement.name} is not there to be deleted.")
        return False

    def _remove(self, name: str) -> None:
        self._leave_box(self.jobs.pop(name))
        self._updated.pop(name, None)

    def _box_members(self, box: str) -> Iterator[str]:
        """Direct members of a box. The index is built at the first deletion; most scripts delete nothing."""
        if self._members is None:
            self._members = {}
            for job in self.jobs.values():
                self._enter_box(job)
        return iter(self._members.get(box, ()))

    def _enter_box(self, job: Job) -> None:
        if self._members is not None and job.box is not None:
            self._members.setdefault(job.box, {})[job.name] = None

    def _leave_box(self, job: Job) -> None:
        if self._members is not None and job.box is not None:
            self._members[job.box].pop(job.name, None)

    def _define(self, statement: Statement) -> None:
        kind = (
            statement.verb.partition("_")[2]
            if statement.verb.startswith(("insert_", "update_", "delete_"))
            else ""
        )
        self.objects.append(
            DefinedObject(
                kind or statement.verb,
                statement.name,
                statement.verb,
                statement.file,
                statement.line,
                statement.values,
            )
        )

    def _report(self, code: str, statement: Statement, message: str, *, line: int = 0) -> None:
        place = line or statement.line
        self._diagnostics.append(finding(code, statement.file, place, message, job=statement.name))
