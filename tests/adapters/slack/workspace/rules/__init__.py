"""What Slack accepts as blocks, views and messages."""
