"""Contexts of threads: snapshots, merging, inheriting, compressing."""
