"""For whom a model is asked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asker:
    """A person and a channel as the access policy knows them, and the run that it is for."""

    person: str = ""
    channel: str = ""
    run_id: str = ""
