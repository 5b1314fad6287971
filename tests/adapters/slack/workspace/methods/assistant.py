"""assistant.threads.*: the status line, suggested prompts and titles."""

from tests.adapters.slack.workspace.agent import Prompts, Status
from tests.adapters.slack.workspace.call import Call, Endpoint, Endpoints
from tests.adapters.slack.workspace.channel import Channel
from tests.adapters.slack.workspace.meter import TIER_4
from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.slack_error import SlackError

LOADING_MESSAGES = 10
"""https://docs.slack.dev/reference/methods/assistant.threads.setStatus: ``loading_messages``."""

PROMPTS = 4
"""https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts."""


def _thread(call: Call) -> tuple[Channel, str]:
    channel = call.inside("channel_id")
    thread_ts = call.args.text("thread_ts")
    if thread_ts not in channel.messages:
        raise SlackError("invalid_thread_ts")
    return channel, thread_ts


def set_status(call: Call) -> JSON:
    channel, thread_ts = _thread(call)
    loading = call.args.structure("loading_messages") or []
    if len(loading) > LOADING_MESSAGES:
        raise SlackError("invalid_arguments")
    call.world.agent.statuses.append(
        Status(
            channel.id,
            thread_ts,
            call.args.text("status"),
            tuple(loading),
            call.world.clock(),
            call.world.identifiers.ts(),
        )
    )
    return {"ok": True}


def set_suggested_prompts(call: Call) -> JSON:
    """Show prompts in a direct conversation.

    With ``agent_view`` a call that names a thread says ok and shows nothing; see the method's page.
    """
    channel = call.inside("channel_id")
    prompts = call.args.structure("prompts")
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= PROMPTS:
        raise SlackError("invalid_arguments")
    if any(not prompt.get("title") or not prompt.get("message") for prompt in prompts):
        raise SlackError("invalid_arguments")
    if not call.args.text("thread_ts"):
        call.world.agent.prompts.append(Prompts(channel.id, call.args.text("title"), tuple(prompts)))
    return {"ok": True}


def set_title(call: Call) -> JSON:
    channel, thread_ts = _thread(call)
    call.world.agent.titles[channel.id, thread_ts] = call.args.needed("title")
    return {"ok": True}


ENDPOINTS: Endpoints = {
    # The limit of setStatus is called special and is not documented.
    "assistant.threads.setStatus": Endpoint(set_status, ("chat:write", "assistant:write")),
    "assistant.threads.setSuggestedPrompts": Endpoint(set_suggested_prompts, ("assistant:write",), TIER_4),
    "assistant.threads.setTitle": Endpoint(set_title, ("assistant:write",), TIER_4),
}
