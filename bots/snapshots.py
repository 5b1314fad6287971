"""What a person would see at each door, as text to keep beside a workflow's tests."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict

from bots.answer_card import outcome_card
from core.runs.run import Outcome, Run

_RANDOM = re.compile(r"\b[0-9a-f]{32}\b")
"""What a page makes anew each time that it is shown."""


def console(run: Run, outcome: Outcome) -> str:
    """The lines in a terminal."""
    from adapters.console.rendering import render

    return render(outcome_card(run, outcome))


def slack(run: Run, outcome: Outcome) -> str:
    """The messages as JSON; a picture is a post of its own, and stands in none of them."""
    from adapters.slack.rendering.card import render

    return _as_json([asdict(each) for each in render(outcome_card(run, outcome, buttons=True)).payloads])


def teams(run: Run, outcome: Outcome) -> str:
    """The messages as JSON; a picture is a post of its own, and stands in none of them."""
    from adapters.teams.rendering.card import render

    return _as_json([each.activity() for each in render(outcome_card(run, outcome, buttons=True)).payloads])


def web(run: Run, outcome: Outcome) -> str:
    """The post as HTML."""
    from adapters.web.pages import Pages, Reader
    from adapters.web.post import Post, Shown

    inbound = run.inbound
    post = Post(
        id=1,
        thread=run.thread or inbound.channel.thread("thread"),
        change=1,
        content=Shown(card=outcome_card(run, outcome, buttons=True)),
        author="",
        private=False,
        at=inbound.received_at,
    )
    return _RANDOM.sub("…", Pages().post(Reader(str(inbound.actor), ""), post))


def _as_json(messages: Sequence[object]) -> str:
    return json.dumps(messages, indent=1, ensure_ascii=False)
