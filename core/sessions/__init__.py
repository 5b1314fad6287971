"""Sessions: how they age, what they remember, and how that is forgotten."""
