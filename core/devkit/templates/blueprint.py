"""What a template is filled in with."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from core.base_workflow import BaseWorkflow, WorkflowInputParameter, WorkflowMetadata


class Blueprint(BaseModel):
    """The metadata of the workflow to be, and the name of its class."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    metadata: WorkflowMetadata
    class_name: str = Field(pattern=r"^[A-Z][A-Za-z0-9]*$")

    @classmethod
    def of(cls, workflow: BaseWorkflow) -> Self:
        """That of a workflow which stands already."""
        return cls(metadata=workflow.get_metadata(), class_name=type(workflow).__name__)

    @property
    def title(self) -> str:
        """The name as people say it: "Order check" for ``order_check``."""
        return self.metadata.name.replace("_", " ").strip().capitalize()


def class_name(name: str) -> str:
    """``OrderCheckWorkflow`` for ``order_check``; nobody is called ``…WorkflowWorkflow``."""
    return "".join(part.capitalize() for part in name.removesuffix("_workflow").split("_")) + "Workflow"


def declared(parameter: WorkflowInputParameter) -> dict[str, Any]:
    """What is said of an input beyond the defaults, in the order of its fields."""
    return parameter.model_dump(mode="json", exclude_defaults=True)
