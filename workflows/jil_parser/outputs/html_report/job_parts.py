"""The ``details-N`` parts with everything about some jobs, and ``search-N`` with what is searched."""

from collections.abc import Iterator, Sequence
from typing import Any

from workflows.jil_parser.engine.conditions import ConditionError, explain, parse_condition
from workflows.jil_parser.engine.estate import Estate
from workflows.jil_parser.engine.job import Job
from workflows.jil_parser.engine.statement import LineNumbers
from workflows.jil_parser.engine.vocabulary import CONDITION_ATTRIBUTES
from workflows.jil_parser.outputs.html_report.parts import json_part

DETAILED, SEARCHED = 1000, 5000
"""Jobs of one part; details are unpacked for one job, searched texts all at once."""

MOST_EXPLAINED = 50_000
"""Jobs of an estate whose conditions are put in words, which takes as long as all the rest of the report."""

LONGEST_EXPLAINED = 20_000
"""Characters of a condition that is put in words."""

SEARCHED_ATTRIBUTES = ("machine", "owner", "application", "command", "watch_file", "description")


def detail_parts(estate: Estate) -> Iterator[bytes]:
    """Verb and attributes of each job; where needed, ``lines`` and ``words`` by its place in the part."""
    explained = len(estate.jobs) <= MOST_EXPLAINED
    for number, jobs in enumerate(_batches(estate, DETAILED)):
        files = {source.name: place for place, source in enumerate(estate.sources)}
        content = {
            "statement": [job.statement for job in jobs],
            "attributes": [job.attributes for job in jobs],
            "lines": {str(place): _lines(job, files) for place, job in enumerate(jobs) if not _is_plain(job)},
            "words": dict(_words(jobs)) if explained else None,
        }
        yield json_part(f"details-{number}", content)


def search_parts(estate: Estate) -> Iterator[bytes]:
    """One column an attribute."""
    for number, jobs in enumerate(_batches(estate, SEARCHED)):
        columns = {key: [job.attributes.get(key) for job in jobs] for key in SEARCHED_ATTRIBUTES}
        yield json_part(f"search-{number}", columns)


def _batches(estate: Estate, size: int) -> Iterator[list[Job]]:
    jobs = list(estate.jobs.values())
    return (jobs[start : start + size] for start in range(0, len(jobs), size))


def _is_plain(job: Job) -> bool:
    """Whether a job stands in one statement of one pair a line, where the page finds each line itself."""
    return isinstance(job.lines, LineNumbers) and not job.files


def _lines(job: Job, files: dict[str, int]) -> dict[str, tuple[int, int]]:
    """The file and line of every attribute."""
    places = {key: job.where(key) for key in job.lines}
    return {key: (files[file], line) for key, (file, line) in places.items()}


def _words(jobs: Sequence[Job]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The meaning of the conditions of each job that has any."""
    for place, job in enumerate(jobs):
        texts = {key: job.text(key) for key in CONDITION_ATTRIBUTES}
        words = {key: _meaning(text) for key, text in texts.items() if 0 < len(text) <= LONGEST_EXPLAINED}
        if words:
            yield str(place), words


def _meaning(text: str) -> str:
    try:
        return explain(parse_condition(text))
    except ConditionError as error:
        return f"Not valid: {error}; the scheduler will refuse it."
