"""The doors' paces, quickened: most tests are about something else."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from unittest.mock import patch

from adapters.slack import channel_paces
from adapters.slack import repaints as slack_repaints
from adapters.slack.surface import SlackSurface
from adapters.teams import door as teams_door
from adapters.teams import pace, paces, posting
from adapters.teams.surface import TeamsSurface

AT_ONCE = 0.02
"""Seconds between two changes of one post."""


@contextmanager
def hurried() -> Iterator[None]:
    """Post and repaint as fast as it goes; no fake counts that."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(channel_paces, "BURST", 1000))
        stack.enter_context(patch.multiple(slack_repaints, BURST=1000, PER_MINUTE=100_000))
        stack.enter_context(patch.object(pace, "BUDGETS", ((1000, 1.0),)))
        stack.enter_context(patch.object(posting, "FIRST_PAUSE_SECONDS", AT_ONCE))
        stack.enter_context(patch.object(paces, "READING", ((1000, 1.0),)))
        stack.enter_context(patch.object(paces, "TENANT", (1000, 1.0)))
        for module in (slack_repaints, teams_door):
            stack.enter_context(patch.object(module, "LEAST_SECONDS", AT_ONCE))
        for surface in (SlackSurface, TeamsSurface):
            quick = replace(surface.capabilities, update_interval=AT_ONCE)
            stack.enter_context(patch.object(surface, "capabilities", quick))
        yield
