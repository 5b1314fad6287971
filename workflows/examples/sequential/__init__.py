"""Reconciles two CSVs, step by step."""
