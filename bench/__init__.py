"""Benchmarks: each module has ``run() -> dict`` and prints its figures with ``python -m``."""
