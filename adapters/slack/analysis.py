"""The message shortcut "Analyse with DataOps": what a message brings, on behalf of who chose it."""

from adapters.slack.arrivals.shortcut import MessageShortcut

CALLBACK = "analyse"
"""The shortcut's name in the manifest."""

NOTHING = (
    "That message has nothing that I could read: no file, and no pasted text (a code block of three lines or "
    "more counts as one)."
)


def left_out(shortcut: MessageShortcut) -> str:
    """What of the message cannot be read, and why; empty if all of it can."""
    content = shortcut.content
    if not (content.attached.files or content.said.pasted or content.attached.unreachable):
        return NOTHING
    return "\n".join(str(each) for each in content.attached.unreachable)


def brings_something(shortcut: MessageShortcut) -> bool:
    """Whether there is anything to read."""
    return bool(shortcut.content.attached.files or shortcut.content.said.pasted)
