"""The nouns of a conversation, and the protocols every door implements."""
