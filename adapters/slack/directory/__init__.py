"""What Slack vouches for about people and channels."""
