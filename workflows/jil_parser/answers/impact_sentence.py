"""The finding about a hold, ice or a failure in one sentence."""

from workflows.jil_parser.engine.dependencies import Impact
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.finding import code, counted, joined


def marked(facts: Facts, status: str) -> list[str]:
    """Jobs that the files put into a status."""
    return [job.name for job in facts.estate.jobs.values() if job.text("status").upper() == status]


def _losses(facts: Facts, found: Impact) -> str:
    """Who does not start, and which boxes do not end well; empty if nobody is worse off."""
    boxes = (
        (found.incomplete, "cannot complete"),
        (found.failing, "can only end in FAILURE"),
    )
    waiting = f"{counted(len(found.waiting), 'job')} will not start{_inside(facts, found)}"
    return joined(
        [
            *([waiting] if found.waiting else []),
            *(f"{counted(len(group), 'box', 'boxes')} {words}" for group, words in boxes if group),
        ]
    )


def _held(facts: Facts, found: Impact) -> str:
    """The finding for a hold."""
    job, told = code(found.job), _losses(facts, found)
    if not found.able:
        return f"Holding {job} changes nothing: it cannot run anyway, as things stand."
    if found.job in marked(facts, "ON_HOLD"):
        return f"{job} is on hold already, as the files have it; {told or 'nothing else breaks'}."
    return (
        f"If you hold {job}, {told} until you release it."
        if told
        else f"Nothing else breaks if you hold {job}."
    )


def _iced(facts: Facts, found: Impact) -> str:
    """The finding for ice: who goes on, and what becomes of the boxes."""
    job, losses = code(found.job), _losses(facts, found)
    already = found.job in marked(facts, "ON_ICE")
    start = f"{job} is on ice already, as the files have it:" if already else f"If you put {job} on ice,"
    going_on = counted(len(found.going_on), "job that names it goes", "jobs that name it go")
    freed = counted(
        len(found.released), "job that cannot start otherwise", "jobs that cannot start otherwise"
    )
    parts = [
        f"{going_on} on without its work" if found.going_on else "no job goes on without its work",
        *([f"{losses}, because it never runs"] if losses else []),
        *([f"{freed} can"] if found.released else []),
        _boxes_on_ice(facts, found),
    ]
    return f"{start} it never runs and nothing waits for it; {'; '.join(filter(None, parts))}."


def _boxes_on_ice(facts: Facts, found: Impact) -> str:
    """What becomes of its own box and of those that could not complete."""
    box = facts.estate.jobs[found.job].box
    if found.completing:
        return f"{counted(len(found.completing), 'box', 'boxes')} can complete only so"
    if box is not None and found.box_ends:
        return f"its box {code(box)} ends without it"
    return "" if found.incomplete or found.failing else "no box changes"


def _failed(facts: Facts, found: Impact) -> str:
    """The finding for a failure: who waits for a success, and who for the failure."""
    job, losses = code(found.job), _losses(facts, found)
    if not found.able:
        return f"{job} cannot fail: it cannot run to an end anyway, as things stand."
    starting = f"{counted(len(found.going_on), 'job')} can start because of it" if found.going_on else ""
    if not losses:
        return f"If {job} ends in FAILURE, nothing else breaks{f'; {starting}' if starting else ''}."
    success = "an earlier success does not count here"
    return f"If {job} ends in FAILURE, {losses}{f'; {starting}' if starting else ''} ({success})."


SENTENCES = {"hold": _held, "ice": _iced, "fail": _failed}


def _inside(facts: Facts, found: Impact) -> str:
    """How many of the waiting jobs lie in the box itself."""
    inside, front = set[str](), [found.job]
    for box in front:
        for member in facts.estate.members.get(box, ()):
            if member not in inside:
                inside.add(member)
                front.append(member)
    number = sum(each.name in inside for each in found.waiting)
    return f" ({number:,} of them in the box)" if number else ""
