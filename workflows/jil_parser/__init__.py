"""Autosys JIL: reading, dependencies, impact."""
