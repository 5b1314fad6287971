"""The rooms behind ``core.workflow_registry``: where workflows stand, how they are loaded, what is known."""
