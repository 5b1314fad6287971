"""A language model as a service: asked only where it may be, within a budget, and never for facts."""
