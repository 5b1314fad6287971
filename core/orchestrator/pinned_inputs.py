"""What a channel keeps at hand: copies of objects are looked after before they answer."""

from collections.abc import Sequence

from core.artifact import Artifact
from core.orchestrator.acting import act
from core.orchestrator.services import Services
from core.orchestrator.sources import last_copy, told
from core.orchestrator.state import OrchestratorState
from core.pin_board import Pin
from core.tools.s3_problems import S3Error, S3UnreachableError


def pinned_inputs(services: Services, state: OrchestratorState, pin: Pin) -> tuple[list[str], str]:
    """The artifacts of a pin, read anew where their object changed, and where they come from.

    An object that cannot be had now is answered from its last copy, and that is said. Who asks must be
    allowed to read the objects here and now; raises AccessRefused.
    """
    pinned = [services.artifacts.get_artifact(each) for each in pin.artifact_ids]
    for origin in (artifact.origin for artifact in pinned if artifact.origin):
        services.gate.require(act(state, origin.location))
    for artifact in pinned:
        services.gate.require(act(state, "artifact.read", artifact.artifact_id))
    latest, names = _latest(services, pinned)
    ids = [artifact.artifact_id for artifact in latest]
    if ids != pin.artifact_ids:
        services.pins.renew(pin, ids)
    pinned_at = f"{pin.pinned_at:%Y-%m-%d %H:%M} UTC"
    return ids, f"From {', '.join(names)}, pinned to this channel on {pinned_at}."


def _latest(services: Services, pinned: Sequence[Artifact]) -> tuple[list[Artifact], list[str]]:
    """The newest copies and how they are called; where S3 cannot be reached it is not asked again."""
    latest: list[Artifact] = []
    names: list[str] = []
    unreachable: S3UnreachableError | None = None
    for artifact in pinned:
        try:
            if unreachable is not None and artifact.origin is not None:
                raise unreachable
            latest.append(services.objects.latest(artifact))
            names.append(told([latest[-1]]))
        except S3Error as error:
            unreachable = error if isinstance(error, S3UnreachableError) else unreachable
            latest.append(artifact)
            names.append(last_copy(artifact, error.reason))
    return latest, names
