"""Telling people how far a step is."""


def report_progress(detail: str) -> None:
    """Show a short line beside the running step. Outside a run it does nothing."""
    from langgraph.config import get_config, get_stream_writer

    try:
        writer = get_stream_writer()
    except RuntimeError:
        return
    place = str(get_config()["configurable"].get("checkpoint_ns", ""))  # ends with the id of the step's task
    writer({"detail": detail, "step": place.rpartition(":")[2]})
