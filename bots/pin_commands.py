"""``/dataops pin``, ``unpin`` and ``pins``: what a channel keeps at hand."""

from bots.command_request import Request
from core.access.authorizer import require
from core.artifact import Artifact
from core.contracts import Answer
from core.errors import UserFacingError
from core.orchestrator.services import Services
from core.pin_board import Pin


class PinCommands:
    """The three commands about pins."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def pin(self, request: Request) -> Answer:
        """Pin what was attached to the command, else the thread's latest inputs (or the named one)."""
        self._require(request, "artifact.share")
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
            details="New threads of this channel are answered from it until it is replaced or unpinned.",
            next_steps=["/dataops pins", f"/dataops unpin {kind}"],
        )

    def _pinnable(self, request: Request) -> list[Artifact]:
        """The artifacts to pin, all of one kind."""
        known = [
            artifact
            for artifact in self._services.artifacts.list_artifacts(request.session.session_id)
            if artifact.created_by == "intake" and artifact.kind != "file"
        ]
        wanted = request.arguments[0] if request.arguments else None
        if wanted is not None:
            known = [a for a in known if wanted in (a.name, a.artifact_id, a.kind)]
        if not known:
            raise UserFacingError(
                "There is nothing to pin in this thread; attach an export that I can read to /dataops pin."
            )
        latest = known[-1]
        inputs = self._services.sessions.get_session(request.session.session_id).global_context.get(
            "inputs", {}
        )
        together = inputs.get(latest.kind, {}).get("ids", [])
        if wanted is None and latest.artifact_id in together:
            return [self._services.artifacts.get_artifact(each) for each in together]
        attached = {file.name for file in request.run.inbound.files}
        return [a for a in known if a.kind == latest.kind and a.name in attached] or [latest]

    def unpin(self, request: Request) -> Answer:
        """Take one pin away; without a name, the only one."""
        self._require(request, "artifact.share")
        pins = self._services.pins.of_channel(request.channel)
        wanted = request.arguments[0] if request.arguments else None
        chosen = [pin for pin in pins if wanted in (None, pin.kind, *pin.names)]
        if len(chosen) != 1:
            raise UserFacingError(
                "Say which pin to take away, for example /dataops unpin jil; /dataops pins lists them."
            )
        self._services.pins.unpin(request.channel, chosen[0].kind)
        return Answer(finding=f"Unpinned {', '.join(chosen[0].names)}.")

    def pins(self, request: Request) -> Answer:
        """What is pinned, by whom and since when."""
        self._require(request, "artifact.read")
        pins = self._services.pins.of_channel(request.channel)
        if not pins:
            return Answer(
                finding="Nothing is pinned to this channel.",
                next_steps=[
                    "Attach an export to /dataops pin, or say /dataops pin in a thread that has one."
                ],
            )
        lines = [
            f"- {pin.kind}: {', '.join(pin.names)}, by {pin.pinned_by}, {pin.pinned_at:%Y-%m-%d %H:%M} UTC"
            for pin in pins
        ]
        return Answer(finding=f"{len(pins)} pinned to this channel.", details="\n".join(lines))

    def _require(self, request: Request, permission: str) -> None:
        require(self._services.authorizer, request.person, request.channel, permission)
