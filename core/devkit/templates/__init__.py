"""The templates of ``dataops-workflow create``: small workflows that work, one of each pattern.

Beside each class stands a folder of its name with the files it fills in.
"""

from core.devkit.templates.patterns import (
    TEMPLATES,
    ConditionalWorkflowTemplate,
    IterativeWorkflowTemplate,
    ParallelWorkflowTemplate,
    SequentialWorkflowTemplate,
    SimpleWorkflowTemplate,
    SupervisorWorkflowTemplate,
)
from core.devkit.templates.workflow_template import WorkflowTemplate

__all__ = [
    "TEMPLATES",
    "ConditionalWorkflowTemplate",
    "IterativeWorkflowTemplate",
    "ParallelWorkflowTemplate",
    "SequentialWorkflowTemplate",
    "SimpleWorkflowTemplate",
    "SupervisorWorkflowTemplate",
    "WorkflowTemplate",
]
