"""Writing down who ran what, where, for how long, and what came of it; ids only."""

import asyncio
from datetime import datetime

from bots.house import House
from core.chat.inbound import Actor
from core.contracts import WorkflowResponse
from core.execution_record import ExecutionRecord
from core.orchestrator.replies import ORCHESTRATOR
from core.runs.run import Outcome, Run, RunState
from core.user_record import UserRecord

Chosen = tuple[str, str]
"""The name and the version of a workflow, both empty where none was chosen."""

NONE: Chosen = ("", "")


async def record_run(house: House, run: Run, outcome: Outcome, at: datetime) -> None:
    """Keep how a run stood at a moment, after a turn. Said again it changes nothing.

    Of whoever was refused there is this one record, of ids: no name, and no workflow that was never begun.
    """
    refused = outcome.state is RunState.REFUSED
    workflow = NONE if refused else await _workflow(house, run.run_id, outcome.response)
    await asyncio.to_thread(_keep, house, run, outcome, workflow, at)
    if not refused:
        await asyncio.to_thread(house.stores.users.add, _person(house, run.inbound.actor, at))


def _keep(house: House, run: Run, outcome: Outcome, chosen: Chosen, at: datetime) -> None:
    response, (workflow, version) = outcome.response, chosen
    execution = ExecutionRecord(
        run_id=run.run_id,
        user_id=str(run.inbound.actor),
        session_id=house.services.sessions.id_of(str(run.thread)) if run.thread else "",
        thread=str(run.thread or ""),
        channel=str(run.inbound.channel),
        workflow_name=workflow or None,
        workflow_version=version or None,
        started_at=run.inbound.received_at,
        ended_at=at if outcome.state.final else None,
        updated_at=at,
        worked_seconds=round(run.worked, 3),
        outcome=outcome.state,
        attempt=max(run.attempt, 1),
        artifacts=response.artifacts if response else [],
        error_reference=run.run_id if outcome.state is RunState.FAILED else None,
    )
    house.stores.executions.save(execution)


async def _workflow(house: House, run_id: str, response: WorkflowResponse | None) -> Chosen:
    """The workflow that answered; of a run that waits, or never came to an answer, the one it had chosen."""
    told = response.metadata if response else {}
    if "workflow_name" in told:
        name = str(told["workflow_name"])
        return NONE if name == ORCHESTRATOR else (name, str(told.get("workflow_version", "")))
    known = await asyncio.to_thread(house.stores.executions.get, run_id)
    if known and known.workflow_name:
        return known.workflow_name, known.workflow_version or ""
    return await house.graph.workflow_of(run_id)


def _person(house: House, actor: Actor, at: datetime) -> UserRecord:
    """Somebody as the platform shows them, with the other names that the access policy has for them."""
    policy, person = house.access.book.policy, str(actor)
    names = dict.fromkeys([*policy.names_of(person), *policy.identities_of(person)])
    others = [name for name in names if name != person]
    return UserRecord(user_id=person, display_name=actor.name, identities=others, first_seen=at, last_seen=at)
