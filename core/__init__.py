"""The product without any platform and without any workflow."""

import os

# Read when LangGraph is imported: without it, loading a checkpoint imports any type that the blob names.
os.environ["LANGGRAPH_STRICT_MSGPACK"] = "true"
# Nothing about a run is ever sent to a tracing service.
os.environ["LANGSMITH_TRACING"] = "false"
os.environ["LANGCHAIN_TRACING_V2"] = "false"
