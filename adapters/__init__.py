"""One folder a door."""
