"""chat.startStream, .appendStream, .stopStream: a message that grows while it is read."""

from typing import Any

from tests.adapters.slack.workspace import message as messages
from tests.adapters.slack.workspace.call import Call, Endpoint, Endpoints
from tests.adapters.slack.workspace.channel import Channel
from tests.adapters.slack.workspace.meter import TIER_2, TIER_4
from tests.adapters.slack.workspace.methods.chat import check_thread
from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.rules.block_rules import MARKDOWN
from tests.adapters.slack.workspace.rules.message_rules import BLOCKS_TEXT, check_blocks, check_metadata
from tests.adapters.slack.workspace.slack_error import SlackError
from tests.adapters.slack.workspace.world import Stream

STREAM_SECONDS = 300
"""A stream ends about five minutes after it began: slackapi/python-slack-sdk#1859, vercel/chat#607."""

MODES = ("markdown_text", "chunks")
"""A stream keeps to the argument that it began with: ``streaming_mode_mismatch``. Not documented; several
public apps saw it, one of them for ``blocks`` at the end of a stream that had blocks among its chunks."""

CHUNKS = frozenset({"markdown_text", "task_update", "plan_update", "blocks"})
"""https://docs.slack.dev/reference/methods/chat.appendStream: ``chunks``."""


def start_stream(call: Call) -> JSON:
    channel = call.target()
    thread_ts = check_thread(channel, call.args.needed("thread_ts"))
    if channel.kind != "im":
        for name in ("recipient_user_id", "recipient_team_id"):
            if not call.args.text(name):
                raise SlackError(f"missing_{name}")
    message = messages.by_bot(call.world, call.world.install_in(channel), channel, "", thread_ts)
    stream = Stream(call.world.clock())
    _grow(call, message, stream)
    channel.post(message)
    call.world.streams[channel.id, message["ts"]] = stream
    return {"ok": True, "channel": channel.id, "ts": message["ts"]}


def append_stream(call: Call) -> JSON:
    channel, message, stream = _streaming(call)
    if not call.args.text("markdown_text") and not call.args.structure("chunks"):
        raise SlackError("no_text")
    _grow(call, message, stream)
    return {"ok": True, "channel": channel.id, "ts": message["ts"]}


def stop_stream(call: Call) -> JSON:
    channel, message, stream = _streaming(call)
    if stream.blocks and call.args.structure("blocks", "invalid_blocks"):
        raise SlackError("streaming_mode_mismatch")
    stream.blocks += messages.named(call.world, call.args.structure("blocks", "invalid_blocks"))
    _grow(call, message, stream)
    if (metadata := call.args.structure("metadata", "invalid_metadata_format")) is not None:
        check_metadata(metadata)
        message["metadata"] = metadata
    stream.open = False
    return {"ok": True, "channel": channel.id, "ts": message["ts"], "message": message}


def _streaming(call: Call) -> tuple[Channel, JSON, Stream]:
    """A message of the app that is being streamed and has not run out of time."""
    channel = call.inside()
    message = call.own_message(channel, "message_not_owned_by_app")
    stream = call.world.streams.get((channel.id, message["ts"]))
    if stream is None or not stream.open or call.world.clock() - stream.started >= STREAM_SECONDS:
        raise SlackError("message_not_in_streaming_state")
    return channel, message, stream


def _grow(call: Call, message: JSON, stream: Stream) -> None:
    """Add what a call brings. The limit counts the whole message: slackapi/python-slack-sdk#1859."""
    brought = [mode for mode in MODES if call.args.text(mode)]
    if set(brought) - {stream.mode or brought[0] if brought else ""}:
        raise SlackError("streaming_mode_mismatch")
    chunks = _chunks(call.args.structure("chunks", "invalid_chunks"))
    text = call.args.text("markdown_text")
    text += "".join(str(chunk["text"]) for chunk in chunks if chunk["type"] == "markdown_text")
    if len(text) > MARKDOWN or len(stream.markdown + text) > BLOCKS_TEXT:
        raise SlackError("msg_too_long")
    stream.markdown += text
    for chunk in chunks:
        if chunk["type"] == "task_update":
            stream.tasks[chunk["id"]] = {**chunk, "type": "task_card", "task_id": chunk["id"]}
        elif chunk["type"] == "blocks":
            stream.blocks += messages.named(call.world, chunk["blocks"])
    markdown = [{"type": "markdown", "block_id": "stream", "text": stream.markdown}]
    blocks = [*(markdown if stream.markdown else []), *stream.tasks.values(), *stream.blocks]
    check_blocks(blocks)
    message |= {"text": stream.markdown, "blocks": blocks}
    stream.mode = stream.mode or "".join(brought)


def _chunks(chunks: Any) -> list[JSON]:
    if chunks is None:
        return []
    if not isinstance(chunks, list) or any(
        not isinstance(chunk, dict) or chunk.get("type") not in CHUNKS for chunk in chunks
    ):
        raise SlackError("invalid_chunks")
    return chunks


ENDPOINTS: Endpoints = {
    "chat.startStream": Endpoint(start_stream, ("chat:write",), TIER_2),
    "chat.appendStream": Endpoint(append_stream, ("chat:write",), TIER_4),
    "chat.stopStream": Endpoint(stop_stream, ("chat:write",), TIER_2),
}
