"""Slack: threads of a workspace as conversations."""
