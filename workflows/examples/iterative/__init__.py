"""Repairs a CSV, round by round."""
