"""Tells what kind of data file something is, and how to load it."""
