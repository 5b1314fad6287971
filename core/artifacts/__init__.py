"""Artifacts: how they are written, kept, shared, linked and removed."""
