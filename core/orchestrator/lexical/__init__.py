"""Understanding words without a model: what a message wants, and which inputs it states."""
