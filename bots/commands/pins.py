"""``/dataops pin``, ``unpin`` and ``pins``: what a channel keeps at hand."""

from collections.abc import Iterable
from typing import Any

from bots.commands.command import Command, answering
from bots.commands.request import Request
from core.artifact import Artifact
from core.contracts import Answer
from core.errors import UserFacingError
from core.orchestrator.lexical.words import words_of
from core.orchestrator.named_files import NamedFile
from core.orchestrator.services import Services
from core.pin_board import Pin
from core.tools.s3_location import S3Location, is_s3


class PinCommands:
    """The three commands about pins."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def commands(self) -> list[Command]:
        """The words about pins."""
        return [
            Command(
                "pin [NAME or s3://BUCKET/KEY]",
                "keep this thread's export at hand for the whole channel",
                answering(self._pin),
                "artifact.share",
            ),
            Command("unpin KIND", "take a pinned export away", answering(self._unpin), "artifact.share"),
            Command("pins", "what is pinned to this channel", answering(self._pins), "artifact.read"),
        ]

    def _pin(self, request: Request) -> Answer:
        """Pin what was attached to the command or named as s3://…, else the thread's latest inputs.

        The word after the command can also name one of the thread's files.
        """
        artifacts = self._pinnable(request)
        kind = artifacts[0].kind
        pin = Pin(
            channel=request.channel,
            kind=kind,
            artifact_ids=[artifact.artifact_id for artifact in artifacts],
            names=[artifact.name for artifact in artifacts],
            pinned_by=request.person,
        )
        self._services.pins.pin(pin)
        return Answer(
            finding=f"Pinned {', '.join(pin.names)} to this channel as its {kind} export.",
            details="New threads of this channel are answered from it until it is replaced or unpinned."
            + "".join(f"\n\nIt is read again when {place} changes." for place in _places(artifacts)),
            next_steps=["/dataops pins", f"/dataops unpin {kind}"],
        )

    def _pinnable(self, request: Request) -> list[Artifact]:
        """What came with the command; else what is named; else the inputs that this thread used last."""
        store = self._services.artifacts
        brought = [store.get_artifact(file["artifact_id"]) for file in request.files]
        brought += self._copied(request)
        if brought:
            return self._of_one_kind(brought)
        session_id = request.session.session_id
        given = [a for a in store.list_artifacts(session_id) if a.created_by == "intake"]
        if request.arguments:
            return self._of_one_kind(
                [a for a in given if request.arguments[0] in (a.name, a.artifact_id, a.kind)][-1:]
            )
        context = self._services.sessions.get_session(session_id).global_context
        inputs: list[dict[str, Any]] = list(context.get("inputs", {}).values())
        latest = max(inputs, key=lambda each: str(each["at"])) if inputs else {"ids": []}
        return self._of_one_kind([store.get_artifact(each) for each in latest["ids"]])

    def _copied(self, request: Request) -> list[Artifact]:
        """Copies of the objects that are named behind the command, if the person may read them here."""
        words = (word.text for word in words_of(" ".join(request.arguments)))
        named = [NamedFile(word, request.person, request.channel) for word in words if is_s3(word)]
        found = [self._services.files.find(each) for each in named]
        session_id = request.session.session_id
        return [
            self._services.objects.copy(each, session_id, run_id=request.run.run_id)
            for each in found
            if isinstance(each, S3Location)
        ]

    def _of_one_kind(self, artifacts: list[Artifact]) -> list[Artifact]:
        """The artifacts that have the first one's kind, if it is one that a workflow reads."""
        kinds = [artifact.kind for artifact in artifacts if artifact.kind != "file"]
        if not kinds:
            raise UserFacingError(
                "There is nothing to pin in this thread; attach an export that I can read to /dataops pin."
            )
        return [artifact for artifact in artifacts if artifact.kind == kinds[0]]

    def _unpin(self, request: Request) -> Answer:
        """Take one pin away; without a name, the only one."""
        pins = self._services.pins.of_channel(request.channel)
        wanted = request.arguments[0] if request.arguments else None
        chosen = [pin for pin in pins if wanted in (None, pin.kind, *pin.names)]
        if len(chosen) != 1:
            kinds = ", ".join(pin.kind for pin in pins) or "nothing is pinned here"
            raise UserFacingError(f"Say which pin to take away with /dataops unpin KIND: {kinds}.")
        self._services.pins.unpin(request.channel, chosen[0].kind)
        return Answer(finding=f"Unpinned {', '.join(chosen[0].names)}.")

    def _pins(self, request: Request) -> Answer:
        """What is pinned, by whom and since when."""
        pins = self._services.pins.of_channel(request.channel)
        if not pins:
            return Answer(
                finding="Nothing is pinned to this channel.",
                next_steps=[
                    "Attach an export to /dataops pin, or say /dataops pin in a thread that has one."
                ],
            )
        lines = [f"- {self._line(pin)}" for pin in pins]
        return Answer(finding=f"{len(pins)} pinned to this channel.", details="\n".join(lines))

    def _line(self, pin: Pin) -> str:
        """A pin: what, from where, by whom and since when."""
        found = self._services.artifacts.find_artifacts(pin.artifact_ids)
        places = "".join(f" from {place}" for place in _places(found.values()))
        return (
            f"{pin.kind}: {', '.join(pin.names)}{places}, by {pin.pinned_by}, "
            f"{pin.pinned_at:%Y-%m-%d %H:%M} UTC"
        )


def _places(artifacts: Iterable[Artifact]) -> list[str]:
    """The addresses of the objects that these are copies of, as Markdown code."""
    return [f"`{a.origin.location.replace('`', chr(39))}`" for a in artifacts if a.origin is not None]
