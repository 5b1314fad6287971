"""What was said before in a thread, for a model: its last messages, and what came before them summed up."""

from collections.abc import Sequence

import structlog

from core.model.asker import Asker
from core.model.chat import Said
from core.model.model import Model
from core.model.model_not_used import ModelNotUsed, ModelSilent
from core.model.prompt import Section, prompt
from core.orchestrator.grounding import is_grounded
from core.orchestrator.services import Services
from core.orchestrator.state import OrchestratorState
from core.session import Message, Session

TOKENS = 1_000
CHARACTERS = 4 * TOKENS
"""The whole of it."""

_SUMMED = CHARACTERS // 3
_VERBATIM = CHARACTERS // 3
"""The most that a sum takes, and what is kept of the last messages when one is made."""

logger = structlog.get_logger()


def summary_of(services: Services, state: OrchestratorState) -> str:
    """At most ``TOKENS`` tokens; the last messages alone without a model, or if it says what nobody said."""
    session = services.sessions.get_session(state["session_id"])
    last_messages = services.sessions.get_context_summary(session.session_id, TOKENS)
    if services.model is None or _length(session.conversation_history) <= CHARACTERS:
        return last_messages
    before, since = _known(session)
    if not before or len(before) + _length(since) > CHARACTERS:
        before, since = _summed_up(services, services.model, state, session)
    return f"{before}\n{_told(since)}" if before else last_messages


def _known(session: Session) -> tuple[str, list[Message]]:
    """What was summed up, and the messages since."""
    messages = session.conversation_history
    known = session.global_context.get("summary", {})
    ids = [message.message_id for message in messages]
    begins = ids.index(known["until"]) + 1 if known.get("until") in ids else 0
    return known.get("text", ""), messages[begins:]


def _summed_up(
    services: Services, model: Model, state: OrchestratorState, session: Session
) -> tuple[str, list[Message]]:
    """A new sum and the messages that are not in it; no sum if there is no sound one."""
    before, since = _known(session)
    kept = _end_of(since)
    old = since[: len(since) - len(kept)]
    material = [Section("before", before), Section("messages", _told(old), 30_000)]
    asker = Asker(state.get("person", ""), state.get("channel", ""), state.get("run_id", ""))
    source = f"{before}\n{_told(old)}"
    try:
        text = model.decide(asker, "summary", prompt("summary", material), lambda said: _sum(said, source))
    except ModelNotUsed:
        return "", since
    summary = {"text": text, "until": old[-1].message_id, "since": _begun(session, old)}
    services.sessions.update_session(state["session_id"], {"global_context": {"summary": summary}})
    return text, kept


def _begun(session: Session, messages: Sequence[Message]) -> str:
    """The moment of the first message in a sum that goes on from the known one."""
    known = session.global_context.get("summary", {})
    first = session.created_at if known.get("text") else messages[0].timestamp
    return str(known.get("since") or first.isoformat())


def _sum(said: Said, source: str) -> str:
    """The sum that was made of ``source``; raises ModelSilent where it is none."""
    text = " ".join(said.text.split())
    if not text or len(text) > _SUMMED or not is_grounded(text, source):
        logger.warning("summary_dropped")
        raise ModelSilent("unsound", billed=True, own_fault=True)
    return text


def _end_of(messages: Sequence[Message]) -> list[Message]:
    """The last messages that are short enough together, never all of them."""
    kept: list[Message] = []
    for message in reversed(messages[1:]):
        if _length([message, *kept]) > _VERBATIM:
            break
        kept.insert(0, message)
    return kept


def _told(messages: Sequence[Message]) -> str:
    return "\n".join(f"{message.speaker or message.role}: {message.content}" for message in messages)


def _length(messages: Sequence[Message]) -> int:
    return len(_told(messages))
