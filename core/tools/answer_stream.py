"""Showing people an answer while it is being written."""


def stream_answer(chunk: str) -> None:
    """Show the next words of the answer's details, where the platform can. Outside a run it does nothing.

    All that a run streams, one chunk after the other, is its answer's ``details`` or the beginning of them.
    The answer is returned whole all the same: where nothing could be streamed, it is shown as ever.
    """
    from langgraph.config import get_stream_writer

    try:
        writer = get_stream_writer()
    except RuntimeError:
        return
    writer({"answer": chunk})
