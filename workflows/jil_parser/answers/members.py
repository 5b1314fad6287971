"""What lies in a box."""

from core.contracts import Answer
from workflows.jil_parser.answers.job import describe
from workflows.jil_parser.answers.troubles import place_of
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.finding import Finding, bounded, bullets, code, counted, plain


def members(facts: Facts, job: str) -> Finding:
    """The jobs of a box; a job that is no box is described."""
    jobs = facts.estate.jobs
    if jobs[job].type != "BOX":
        return describe(facts.dependencies, job)
    found = [jobs[name] for name in facts.estate.members.get(job, ()) if name in jobs]
    rows = [{"job": each.name, "type": each.type, "file": each.file, "line": each.line} for each in found]
    lines = [f"{code(each.name)} {plain(each.type, 20)} ({place_of(each.file, each.line)})" for each in found]
    return Finding(
        answer=Answer(
            finding=f"{counted(len(found), 'job lies', 'jobs lie')} in the box {code(job)}.",
            numbers={"Jobs": len(found)},
            details=bullets(lines),
            next_steps=[f"What breaks if I hold {job}?"],
        ),
        result={"current_job": job, **bounded("members", rows)},
        rows=rows,
        focus=[job, *(each.name for each in found)],
        title=f"Jobs in {job}",
        job=job,
    )
