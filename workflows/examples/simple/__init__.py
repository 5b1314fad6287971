"""Profiles a CSV in one step."""
