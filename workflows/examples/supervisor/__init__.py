"""Checks the freshness of feeds; a supervisor says which check comes next."""
