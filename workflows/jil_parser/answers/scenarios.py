"""What people imagine happening to a job, and as which scenario it is worked out."""

from dataclasses import dataclass

from workflows.jil_parser.engine.dependencies import Scenario


@dataclass(frozen=True, slots=True)
class Reading:
    """The scenario that is worked out, and what it leaves out; empty where it is what was asked."""

    scenario: Scenario
    remark: str = ""


READINGS = {
    "hold": Reading("hold"),
    "ice": Reading("ice"),
    "fail": Reading("fail"),
    "kill": Reading(
        "hold",
        "What waits for the kill itself, t() and d(), would start; what waits for its success would not.",
    ),
    "delete": Reading(
        "hold",
        "A condition on a job that is gone never comes true either, but its box would no longer wait for it, "
        "and the jobs in a deleted box would have to be looked at one by one.",
    ),
    "rename": Reading("hold", "A condition that keeps the old name never comes true; correct those below."),
    "late": Reading("hold", "All this lasts only as long as it is late."),
    "skip": Reading(
        "hold", "To let the others go on without its work, put it on ice: that is another answer."
    ),
    "hang": Reading("hold", "A job that never ends keeps the others waiting as one that never starts."),
}
"""What is asked for by phrases.SCENARIOS; a hold where nothing is said."""
