"""The rights in Microsoft Graph that reading and writing files of channels takes (learn.microsoft.com/graph).

Consent for one team or chat (RSC) is given by who adds the app there; the other rights hold for the whole
tenant, and an admin grants them. ``Sites.Selected`` is not enough: Microsoft's page on a channel's folder
(``channel: get filesFolder``) does not have it.
"""

CHANNEL_MESSAGES = "ChannelMessage.Read.Group"
CHAT_MESSAGES = "ChatMessage.Read.Chat"
RESOURCE_SPECIFIC = (CHANNEL_MESSAGES, CHAT_MESSAGES)
"""What the app package asks for: the messages, which say which files they bring."""

READ_FILES = "Files.Read.All"
WRITE_FILES = "Files.ReadWrite.All"

READING = (READ_FILES, WRITE_FILES, "Sites.Read.All", "Sites.ReadWrite.All")
"""Any of these lets files be read; the first is the least."""

OWNERS = "GroupMember.Read.All"
READING_OWNERS = (
    OWNERS,
    "Group.Read.All",
    "Directory.Read.All",
    "GroupMember.ReadWrite.All",
    "Group.ReadWrite.All",
)
"""Any of these lets the owners of teams be known; the first is the least. Nothing else is done with it."""

WRITING = (WRITE_FILES, "Sites.ReadWrite.All")
"""Any of these lets files be put into a channel's folder, and be read."""
