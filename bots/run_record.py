"""Writing down who ran what, where, for how long, and what came of it; ids only."""

import asyncio
from datetime import UTC, datetime

from bots.house import House
from core.chat.inbound import Actor
from core.contracts import WorkflowResponse
from core.execution_record import ExecutionRecord
from core.orchestrator.replies import ORCHESTRATOR
from core.runs.run import Outcome, Run, RunState
from core.session import session_id_of
from core.user_record import UserRecord


async def record_run(house: House, run: Run, outcome: Outcome, worked: float) -> None:
    """Keep how a run stands after a turn; ``worked`` is in seconds. Said again it changes nothing."""
    await asyncio.to_thread(house.stores.executions.save, _execution(house, run, outcome, worked))
    await asyncio.to_thread(house.stores.users.add, _person(run.inbound.actor))


def _execution(house: House, run: Run, outcome: Outcome, worked: float) -> ExecutionRecord:
    now, response = datetime.now(UTC), outcome.response
    workflow = _workflow(response)
    return ExecutionRecord(
        run_id=run.run_id,
        user_id=str(run.inbound.actor),
        session_id=session_id_of(str(run.thread)) if run.thread else "",
        thread=str(run.thread or ""),
        channel=str(run.inbound.channel),
        workflow_name=workflow,
        workflow_version=response.metadata.get("workflow_version") if workflow and response else None,
        started_at=run.inbound.received_at,
        ended_at=now if outcome.state.final else None,
        updated_at=now,
        worked_seconds=round(worked, 3),
        outcome=outcome.state,
        attempt=max(run.attempt, 1),
        artifacts=response.artifacts if response else [],
        error_reference=run.run_id if outcome.state is RunState.FAILED else None,
    )


def _workflow(response: WorkflowResponse | None) -> str | None:
    """The workflow that answered, if one did."""
    name = str(response.metadata.get("workflow_name", "")) if response else ""
    return name if name not in ("", ORCHESTRATOR) else None


def _person(actor: Actor) -> UserRecord:
    return UserRecord(user_id=str(actor), display_name=actor.name)
