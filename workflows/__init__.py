"""One folder a workflow; the registry finds them by itself."""
