"""A message that is streamed: https://learn.microsoft.com/microsoftteams/platform/bots/streaming-ux."""

from typing import Any

from tests.adapters.teams.connector.call import Call, Reply
from tests.adapters.teams.connector.connector_error import ConnectorError
from tests.adapters.teams.connector.conversation import Conversation
from tests.adapters.teams.connector.message import Message
from tests.adapters.teams.connector.payload import JSON

STREAM_SECONDS = 120
"""After two minutes a stream is over, whether it is complete or not."""

_TYPES = ("informative", "streaming", "final")


def is_stream(activity: JSON) -> bool:
    return _info(activity) is not None


def stream(call: Call, conversation: Conversation) -> Reply:
    """Begin a stream, go on with it or end it. Text is always all of the message so far."""
    info, text = _info(call.body) or {}, call.body.get("text")
    final = info.get("streamType") == "final"
    if conversation.kind != "personal":
        raise _not_allowed("Content stream is not allowed")
    if not text:
        raise _bad("Start streaming activities should include text")
    if info.get("streamType", "streaming") not in _TYPES or final != (call.body["type"] == "message"):
        raise _bad("Only start streaming and continue streaming types are allowed")
    if call.body.get("attachments") and not final:
        raise _bad("Attachments are for the final message only")
    _check_sequence(info, final=final)
    if "streamId" not in info:
        return _begin(call, conversation, text)
    return _go_on(call, _running(call, conversation, info["streamId"]), info, final=final)


def check_change(call: Call, message: Message) -> None:
    """Refuse to change or remove what is being streamed: nobody documents that it can be."""
    if message.streaming and not message.stopped and not _late(call, message):
        raise _not_allowed("Content stream is not allowed")


def _begin(call: Call, conversation: Conversation, text: str) -> Reply:
    if any(each.streaming and not _late(call, each) for each in conversation.messages.values()):
        raise _not_allowed("Content stream is not allowed")  # "only one concurrent streaming response"
    message = call.world.post(conversation, "", {**call.body, "type": "message", "text": text})
    message.streaming = True
    return Reply({"id": message.id}, 201)


def _go_on(call: Call, message: Message, info: JSON, *, final: bool) -> Reply:
    before = (_info(message.activity) or {}).get("streamSequence", 0)
    if not final and info["streamSequence"] <= before:
        # Dropped, and answered with a success code and an error.
        sentence = "PreCondition failed exception when processing streaming activity."
        error = {"code": "ContentStreamSequenceOrderPreConditionFailed", "message": sentence}
        return Reply({"error": error}, 202)
    shown = _info(message.activity) or {}
    if shown.get("streamType") != "informative" and not call.body["text"].startswith(
        message.activity["text"]
    ):
        raise _not_allowed("Request streamed content should contain the previously streamed content")
    message.activity = {**call.body, "type": "message"}
    message.streaming = not final
    return Reply({}, 202)


def _running(call: Call, conversation: Conversation, identifier: str) -> Message:
    message = conversation.messages.get(identifier)
    if message is None:
        raise _bad("The stream is not known")
    if not message.streaming:
        raise _not_allowed("Content stream is not allowed on an already completed streamed message")
    if message.stopped:
        raise _not_allowed("Content stream was canceled by user.")
    if _late(call, message):
        raise _not_allowed("Content stream finished due to exceeded streaming time.")
    return message


def _late(call: Call, message: Message) -> bool:
    return call.world.clock() - message.at > STREAM_SECONDS


def _check_sequence(info: JSON, *, final: bool) -> None:
    """1, 2, 3 …; none at the end."""
    sequence = info.get("streamSequence")
    if final and (sequence is not None or "streamId" not in info):
        raise _bad("The final message has a streamId and no streamSequence")
    if not final and (not isinstance(sequence, int) or (sequence == 1) != ("streamId" not in info)):
        raise _bad("The streamSequence must begin with 1 and grow")


def _info(activity: Any) -> JSON | None:
    for entity in activity.get("entities") or ():
        if entity.get("type") == "streaminfo":
            return dict(entity)
    return None


def _bad(message: str) -> ConnectorError:
    return ConnectorError(400, "BadRequest", message)


def _not_allowed(message: str) -> ConnectorError:
    return ConnectorError(403, "ContentStreamNotAllowed", message)
