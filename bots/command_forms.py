"""Which commands are better filled in than typed: those of workflows that take something."""

from core.chat.command_form import CommandForm
from core.chat.inbound import Inbound
from core.command_names import NAMES
from core.contracts import WorkflowInputParameter, WorkflowMetadata
from core.orchestrator.intent import IntentRequest
from core.orchestrator.lexical.router import LexicalRouter
from core.orchestrator.services import Services


class CommandForms:
    """Makes the form of a command from what its workflow declares."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._words = LexicalRouter()  # never a model: a form opens at once or not at all

    def form_for(self, inbound: Inbound) -> CommandForm | None:
        """The form in place of a bare command; None where the message is to be taken as it is.

        Whoever may not run the workflow there gets no form, so that the refusal follows. Blocking.
        """
        metadata = self._bare_command(inbound)
        if metadata is None or not metadata.required_inputs:
            return None
        takes = self._services.registry.invoke_permissions(metadata.name)
        if not all(self._allowed(inbound, permission) for permission in takes):
            return None
        form = CommandForm(
            title=metadata.command,
            description=metadata.description,
            text=f"/dataops {metadata.command}",
            parameters=tuple(metadata.required_inputs),
        )
        return form.model_copy(update={"pinned": self._pinned(inbound, form.file)})

    def _bare_command(self, inbound: Inbound) -> WorkflowMetadata | None:
        """The workflow of a message that is its command and nothing else."""
        if inbound.kind != "message" or inbound.files:
            return None
        known = self._services.registry.all_metadata()
        intent = self._words.detect(IntentRequest(inbound.text, known, NAMES))
        bare = intent.explicit and intent.workflow is not None and not intent.arguments
        return next((each for each in known if bare and each.name == intent.workflow), None)

    def _allowed(self, inbound: Inbound, permission: str) -> bool:
        return self._services.authorizer.allows(str(inbound.actor), str(inbound.channel), permission)

    def _pinned(self, inbound: Inbound, file: WorkflowInputParameter | None) -> str:
        """What the channel keeps at hand for the file input, in words."""
        if file is None or not self._allowed(inbound, "artifact.read"):
            return ""
        pin = self._services.pins.get(str(inbound.channel), file.kind or "")
        return f"Pinned on {pin.pinned_at:%Y-%m-%d}: {', '.join(pin.names)}" if pin else ""
