"""Workflows made of workflows: chains, rules, dependencies. They stand above workflows, never inside one."""

from core.composition.conditional_orchestrator import ConditionalOrchestrator
from core.composition.workflow_chain import WorkflowChain
from core.composition.workflow_dependency_graph import WorkflowDependencyGraph
from core.composition.workflow_step import WorkflowStep

__all__ = ["ConditionalOrchestrator", "WorkflowChain", "WorkflowDependencyGraph", "WorkflowStep"]
