"""Microsoft Graph, where an admin granted the bot rights in it: files of channels and group chats."""
