"""The service people start."""
