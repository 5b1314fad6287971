"""What became of one run: who, where, what, how long, how it ended. Ids only, never what somebody said."""

from datetime import UTC, datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from core.input_parameter import NAME

RUNNING = "running"
FAILED = "failed"


class ExecutionRecord(BaseModel):
    """A run as it stands at ``updated_at``; with ``ended_at`` it is over.

    ``user_id`` is a name of the access policy. ``attempt`` grows each time that the run is taken up.
    ``worked_seconds`` leaves out waits for people. ``outcome`` is the state of the run in a word,
    ``error_reference`` the number that the person was told.
    """

    model_config = ConfigDict(frozen=True)

    run_id: str = Field(min_length=1)
    user_id: str = Field(min_length=1)
    session_id: str = ""
    thread: str = ""
    channel: str = ""
    workflow_name: str | None = Field(None, min_length=1)
    workflow_version: str | None = None
    started_at: AwareDatetime
    ended_at: AwareDatetime | None = None
    updated_at: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))
    worked_seconds: float = Field(0.0, ge=0, allow_inf_nan=False)
    outcome: str = Field(RUNNING, pattern=NAME)
    attempt: int = Field(1, ge=1)
    artifacts: list[str] = Field(default_factory=list)
    error_reference: str | None = None

    def follows(self, other: "ExecutionRecord") -> bool:
        """Whether this is the later state of the two: by attempt, then an end, then the moment."""
        return self.rank >= other.rank

    @property
    def rank(self) -> tuple[int, bool, datetime]:
        """What tells the later of two states of a run."""
        return self.attempt, self.ended_at is not None, self.updated_at
