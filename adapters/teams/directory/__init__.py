"""What Teams vouches for about people and channels."""
