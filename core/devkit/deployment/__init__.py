"""Handing packages to the registry of an environment, and taking one back."""
