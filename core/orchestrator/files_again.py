"""Files of earlier answers, handed over once more; nothing is worked out anew."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from core.access.audit import Act
from core.artifact import Artifact
from core.contracts import Answer
from core.errors import AccessRefused
from core.orchestrator.lexical.message import Message
from core.orchestrator.lexical.wanted_files import Wanted, wanted_files
from core.orchestrator.replies import ORCHESTRATOR
from core.orchestrator.services import Services
from core.orchestrator.state import OrchestratorState
from core.session import Message as Said
from core.session import Session
from core.word_stem import stem

LOOKED_AT = 20
"""Answers whose files are looked at, the latest ones."""

NAMED = 12
"""Files that are named where the wanted one is not there."""


@dataclass(frozen=True, slots=True)
class Handover:
    """Files to hand over and the finding of the answer that they belong to; none: what there is instead."""

    wanted: Wanted
    artifacts: tuple[Artifact, ...]
    finding: str
    is_latest: bool
    others: tuple[str, ...] = ()

    def answer(self) -> Answer:
        """What is said to it."""
        if not self.artifacts:
            what = self.wanted.form or "such file"
            return Answer(
                finding=f"There is no {what} in this thread.",
                details=f"There is: {_code(self.others)}." if self.others else "",
            )
        names = _code(artifact.name for artifact in self.artifacts)
        pictures = [each for each in self.artifacts if each.content_type == "image/png"]
        whose = "It belongs" if len(self.artifacts) == 1 else "They belong"
        to = "the last answer" if self.is_latest else "an earlier answer"
        return Answer(
            finding=f"Here {'is' if len(self.artifacts) == 1 else 'are'} {names}.",
            details=f"{whose} to {to}: {self.finding}",
            picture=pictures[0].artifact_id if pictures else None,
        )


def handover(
    services: Services, state: OrchestratorState, session: Session, message: Message
) -> Handover | None:
    """What a message wants handed over; None if it wants something else, or nothing was answered here.

    Raises AccessRefused where none of it is open to the person here.
    """
    history = session.conversation_history
    answers = [each for each in history if each.artifacts and each.workflow != ORCHESTRATOR][-LOOKED_AT:]
    ids = [each for answer in answers for each in answer.artifacts]
    records = services.artifacts.find_artifacts(ids)
    wanted = wanted_files(message, {word for each in records.values() for word in _name_words(each)})
    if wanted is None or not records:
        return None
    found = _found(wanted, answers, records)
    if found is None:
        shown = _shown(services, state, [records[each] for each in answers[-1].artifacts if each in records])
        return Handover(wanted, (), "", is_latest=False, others=tuple(each.name for each in shown[:NAMED]))
    return replace(found, artifacts=tuple(_open(services, state, found.artifacts)))


def _found(wanted: Wanted, answers: Sequence[Said], records: Mapping[str, Artifact]) -> Handover | None:
    """The newest files that are meant: what "that" points at, else by form and name, else by form alone."""
    by_form, latest = replace(wanted, names=frozenset()), answers[-1:]
    ways = [(by_form, latest)] if wanted.pointed and wanted.form else []
    ways += [(wanted, answers)] if wanted.names else []
    ways.append((by_form, answers if wanted.form else latest))
    found = (_in_answers(way, looked_at, answers[-1], records) for way, looked_at in ways)
    return next(filter(None, found), None)


def _in_answers(
    wanted: Wanted, looked_at: Sequence[Said], latest: Said, records: Mapping[str, Artifact]
) -> Handover | None:
    """The files of the newest answer that has some."""
    for answer in reversed(looked_at):
        files = [records[each] for each in answer.artifacts if each in records]
        meant = tuple(each for each in files if wanted.takes(_ending(each), _name_words(each)))
        if meant:
            return Handover(wanted, meant, answer.content, is_latest=answer is latest)
    return None


def _open(services: Services, state: OrchestratorState, artifacts: Sequence[Artifact]) -> list[Artifact]:
    """Those that the person may read here; raises AccessRefused if there is none, and that is on record."""
    shown = _shown(services, state, artifacts)
    if not shown:
        act = Act(
            state.get("person", ""),
            state.get("channel", ""),
            "artifact.read",
            artifacts[0].artifact_id,
            state.get("run_id", ""),
        )
        services.gate.decided(act, allowed=False)
        raise AccessRefused
    return shown


def _shown(services: Services, state: OrchestratorState, artifacts: Sequence[Artifact]) -> list[Artifact]:
    person, channel = state.get("person", ""), state.get("channel", "")
    return [each for each in artifacts if services.authorizer.shows(person, channel, *each.classes)]


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name.replace('`', chr(39))}`" for name in names)


def _ending(artifact: Artifact) -> str:
    return PurePosixPath(artifact.name).suffix.lower()


def _name_words(artifact: Artifact) -> set[str]:
    """The stems of the words in a file's name, without its ending."""
    return {stem(word) for word in re.findall(r"[a-z]{3,}", PurePosixPath(artifact.name).stem.lower())}
