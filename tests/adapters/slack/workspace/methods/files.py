"""files.*: the upload in three steps, and what is known of a file.

https://docs.slack.dev/messaging/working-with-files: get an address, send the bytes there, complete.
"""

from tests.adapters.slack.workspace import message as messages
from tests.adapters.slack.workspace.call import Call, Endpoint, Endpoints
from tests.adapters.slack.workspace.channel import Channel
from tests.adapters.slack.workspace.meter import TIER_3, TIER_4
from tests.adapters.slack.workspace.methods.chat import check_thread
from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.rules.message_rules import check_text
from tests.adapters.slack.workspace.slack_error import SlackError
from tests.adapters.slack.workspace.stored_file import StoredFile
from tests.adapters.slack.workspace.world import World

ALT_TEXT = 1000
"""https://docs.slack.dev/reference/methods/files.getUploadURLExternal: ``alt_txt_too_large``."""


def get_upload_url(call: Call) -> JSON:
    length = call.args.number("length", 0)
    if not length or not call.args.text("filename"):
        raise SlackError("missing_argument" if not length else "invalid_arguments")
    if len(call.args.text("alt_txt")) > ALT_TEXT:
        raise SlackError("alt_txt_too_large")
    file = new_file(call.world, call.install.bot_user, call.args.text("filename"), None)
    file.length, file.alt_text = length, call.args.text("alt_txt")
    return {"ok": True, "upload_url": f"{call.world.base_url}/upload/v1/{file.id}", "file_id": file.id}


def new_file(world: World, user: str, name: str, content: bytes | None) -> StoredFile:
    """A file of somebody; with content it is complete."""
    team = world.people[user].team
    file = StoredFile(world.identifiers.next("F"), team, user, name, world.now(), world.base_url)
    file.content, file.complete = content, content is not None
    world.files[file.id] = file
    return file


def complete_upload(call: Call) -> JSON:
    """Finish uploads and show them: one message for all files of the call, in a channel or thread."""
    wanted = call.args.structure("files")
    if not isinstance(wanted, list) or not wanted:
        raise SlackError("invalid_arguments")
    channels = _channels(call)
    thread_ts = [check_thread(channel, call.args.text("thread_ts")) for channel in channels]
    files = [_uploaded(call, item) for item in wanted]
    for file, item in zip(files, wanted, strict=True):
        file.complete, file.title = True, str(item.get("title", ""))
    comment = call.args.text("initial_comment")
    check_text(comment)
    for channel, root in zip(channels, thread_ts, strict=True):
        _share(call.world, channel, files, comment, root)
    return {"ok": True, "files": [file.json() for file in files]}


def _channels(call: Call) -> list[Channel]:
    """Where the files are shared; nowhere is allowed and keeps them private."""
    names = call.args.text("channel_id") or call.args.text("channels")
    found = []
    for name in filter(None, names.split(",")):
        if name in call.world.people:
            raise SlackError("channel_not_found")
        call.args.values["channel_id"] = name
        found.append(call.target("channel_id"))
    return found


def _uploaded(call: Call, item: JSON) -> StoredFile:
    file = call.world.files.get(str(item.get("id")))
    if file is None or file.complete or file.content is None:
        raise SlackError("file_not_found")
    return file


def _share(world: World, channel: Channel, files: list[StoredFile], comment: str, thread_ts: str) -> None:
    install = world.install_in(channel)
    shown = [file.json() for file in files]
    message = messages.by_bot(
        world, install, channel, comment, thread_ts, files=shown, upload=True, display_as_bot=False
    )
    channel.post(message)
    note_share(files, channel, message)


def note_share(files: list[StoredFile], channel: Channel, message: JSON) -> None:
    """Write down which message shows files."""
    for file in files:
        share = {key: message[key] for key in ("ts", "thread_ts") if key in message}
        file.shares.setdefault(channel.id, []).append(share | {"channel_name": channel.name})


def visible(world: World, file: StoredFile) -> bool:
    """Whether the app may see a file: its own, one in a form, one shared where it is a member."""
    bots = {install.bot_user for install in world.installs.values()}
    return (
        file.user in bots
        or not file.shares
        or any(world.is_member(world.channels[channel]) for channel in file.shares)
    )


def info(call: Call) -> JSON:
    file = _find(call)
    return {"ok": True, "file": file.info(call.world.channels), "comments": [], "response_metadata": {}}


def _find(call: Call) -> StoredFile:
    file = call.world.files.get(call.args.text("file"))
    if file is None or not visible(call.world, file):
        raise SlackError("file_not_found")
    if file.deleted:
        raise SlackError("file_deleted")
    return file


def list_files(call: Call) -> JSON:
    """The files that the app may see, newest first: https://docs.slack.dev/reference/methods/files.list.

    ``ts_from`` and ``ts_to`` are inclusive. Deleted files are not there. An organisation's token has to say
    in which of its workspaces it looks; that a channel is found in its own one only is the stricter reading.
    """
    team = call.acts_in()
    if call.args.text("channel") and call.find().team != team and call.install.org_wide:
        raise SlackError("channel_not_found")
    found = [file for file in call.world.files.values() if _is_listed(call, file)]
    found.sort(key=lambda file: (file.created, file.id), reverse=True)
    count, page = call.args.number("count", 100), call.args.number("page", 1)
    shown = found[(page - 1) * count : page * count]
    pages = max(1, -(-len(found) // count))
    paging = {"count": count, "total": len(found), "page": page, "pages": pages}
    return {"ok": True, "files": [file.info(call.world.channels) for file in shown], "paging": paging}


def _is_listed(call: Call, file: StoredFile) -> bool:
    channel, user, args = call.args.text("channel"), call.args.text("user"), call.args
    there = file.complete and not file.deleted and visible(call.world, file)
    asked = channel in ("", *file.shares) and user in ("", file.user)
    latest = args.number("ts_to", call.world.now())
    return there and asked and args.number("ts_from", 0) <= file.created <= latest


def delete(call: Call) -> JSON:
    file = _find(call)
    if file.user != call.install.bot_user:
        raise SlackError("cant_delete_file")
    take_away(call.world, file)
    return {"ok": True}


def take_away(world: World, file: StoredFile) -> None:
    """Delete a file; messages keep a tombstone of it."""
    file.deleted = True
    for channel_id, shares in file.shares.items():
        for share in shares:
            message = world.channels[channel_id].messages.get(share["ts"], {})
            gone = {"id": file.id, "mode": "tombstone"}
            message["files"] = [gone if each["id"] == file.id else each for each in message.get("files", ())]


ENDPOINTS: Endpoints = {
    "files.getUploadURLExternal": Endpoint(get_upload_url, ("files:write",), TIER_4),
    "files.completeUploadExternal": Endpoint(complete_upload, ("files:write",), TIER_4),
    "files.info": Endpoint(info, ("files:read",), TIER_4),
    "files.list": Endpoint(list_files, ("files:read",), TIER_3),
    "files.delete": Endpoint(delete, ("files:write",), TIER_3),
}
