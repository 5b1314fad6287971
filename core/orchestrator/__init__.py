"""The graph that finds the right workflow and runs it."""
