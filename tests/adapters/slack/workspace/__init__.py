"""A fake of Slack at the wire: its Web API, its deliveries to an app, and what people do and see.

It listens on this machine only and keeps everything in memory. What it refuses, it refuses in Slack's words;
where Slack's behaviour is not documented it is the stricter one, and says so where it stands.

    async with open_workspace() as slack:
        app = start(slack.api_url, slack.bot_token, slack.signing_secret)
        slack.app_url = app.request_url
        said = await slack.mention(slack.ada, slack.channel, "What is upstream of GL_POST?")
        assert said.status == 200 and said.seconds < 3
        posts = await slack.until(lambda: slack.messages(slack.channel, said.ts)[1:])
        cancel = posts[0].button("Cancel")
        await slack.press(slack.ada, posts[0], cancel.action_id, cancel.value)
"""

from tests.adapters.slack.workspace.delivery import Act, Answer, Delivery
from tests.adapters.slack.workspace.grant import BOT_SCOPES
from tests.adapters.slack.workspace.looking import OpenView
from tests.adapters.slack.workspace.post import Post
from tests.adapters.slack.workspace.serving import open_workspace
from tests.adapters.slack.workspace.workspace import Workspace
from tests.clock import Clock

__all__ = [
    "BOT_SCOPES",
    "Act",
    "Answer",
    "Clock",
    "Delivery",
    "OpenView",
    "Post",
    "Workspace",
    "open_workspace",
]
