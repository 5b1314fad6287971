"""Writing down what was said in a thread, each thing once, with its speaker."""

import asyncio
from contextlib import suppress
from datetime import datetime

from bots.answer_card import outcome_card
from core.errors import SessionGone
from core.runs.run import Outcome, Run
from core.session import Message, Session
from core.session_manager import SessionManager


async def open_session(sessions: SessionManager, run: Run) -> Session:
    """The session of a run's thread; whoever says the first thing there opens it."""
    return await asyncio.to_thread(sessions.session_for, str(run.thread), str(run.inbound.actor))


async def record_message(sessions: SessionManager, run: Run) -> None:
    """Add the run's message, and the reply to its question; a thread that was forgotten stays so."""
    for inbound in filter(None, (run.inbound, run.reply.inbound if run.reply else None)):
        message = Message(
            message_id=inbound.id,
            timestamp=inbound.received_at,
            role="user",
            speaker=str(inbound.actor),
            content=inbound.text or str(inbound.value or ""),
        )
        await asyncio.to_thread(_add, sessions, run, message)


async def record_answer(sessions: SessionManager, run: Run, outcome: Outcome, at: datetime) -> None:
    """Add what the run answered at a moment; a thread that was forgotten meanwhile stays so."""
    if outcome.response is None:
        return
    answer = Message(
        message_id=f"{run.run_id}:answer",
        timestamp=at,
        role="assistant",
        content=outcome_card(run, outcome).title,
        workflow=str(outcome.response.metadata.get("workflow_name", "")),
        artifacts=outcome.response.artifacts,
    )
    await asyncio.to_thread(_add, sessions, run, answer)


def _add(sessions: SessionManager, run: Run, message: Message) -> None:
    with suppress(SessionGone):
        sessions.add_message(sessions.id_of(str(run.thread)), message)
