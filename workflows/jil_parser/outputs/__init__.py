"""The files that an analysis leaves behind."""
