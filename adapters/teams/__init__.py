"""Microsoft Teams as a door."""
