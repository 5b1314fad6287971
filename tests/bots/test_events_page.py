"""What the code logs is found in it, in each way in which it is written."""

import ast
from textwrap import dedent

import pytest

from bots.events_page import Event, events_in, events_page


def found(code: str) -> list[Event]:
    return list(events_in(ast.parse(dedent(code)), "core.some"))


def test_names_levels_and_keys_are_told() -> None:
    code = """
        logger.info("run_ended", state=state, seconds=1)
        logger.exception("aggregator_failed", step=step)
        logger.warning("post_lost", exc_info=True)
        registry.info("no_event", at=1)
        logger.bind(a=1)
    """
    assert found(code) == [
        Event("run_ended", "info", frozenset({"state", "seconds"}), "core.some"),
        Event("aggregator_failed", "error", frozenset({"step", "exception"}), "core.some"),
        Event("post_lost", "warning", frozenset({"exception"}), "core.some"),
    ]


def test_what_a_logger_was_given_before_is_told_with_it() -> None:
    code = """
        workspace, log = here(), structlog.get_logger()
        log = _logger().bind(node=name)
        log.info("node_finished", seconds=2)
        _logger().warning("node_failed")
    """
    events = {event.name: event.keys for event in found(code)}
    assert events == {"node_finished": {"seconds", "node"}, "node_failed": set()}


def test_a_name_in_a_variable_is_all_that_it_can_be() -> None:
    code = """
        event = "node_waits" if waits else "node_failed"
        logger.info(event)

        def _told(name, done):
            logger.info(name, done=done)

        _told("runs_deleted", 3)
        _told("audit_deleted", 4)
    """
    assert [event.name for event in found(code)] == [
        "node_waits",
        "node_failed",
        "runs_deleted",
        "audit_deleted",
    ]


def test_a_name_that_nobody_can_tell_is_refused() -> None:
    with pytest.raises(ValueError, match=r"core\.some, line 2: write the event's name"):
        found("\nlogger.info(prefix + name)")


def test_the_page_has_what_the_engine_and_the_decorators_log() -> None:
    page = events_page()
    assert "| `run_ended` | info | `seconds`, `state` | `core.runs.engine` |" in page
    assert (
        "| `node_waits` | info | `error`, `node`, `run_id`, `seconds`, `workflow` | `core.decorators` |"
        in page
    )
    assert "`run_id`, `thread`, `user`" in page
