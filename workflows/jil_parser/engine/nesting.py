"""Nesting: which boxes lie around a job."""

from .job import Job


def boxes_around(jobs: dict[str, Job], name: str) -> dict[str, None]:
    """The boxes around a job from the inside out, defined or not; a ring of boxes is gone round once."""
    around: dict[str, None] = {}
    job = jobs.get(name)
    while job is not None and job.box is not None and job.box not in around:
        around[job.box] = None
        job = jobs.get(job.box)
    return around
