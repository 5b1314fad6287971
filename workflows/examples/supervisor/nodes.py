"""The steps: the supervisor, the checks it gives their turn, and the report."""

from datetime import UTC, datetime
from typing import Any

import orjson

from core.errors import UserFacingError
from core.sizes import in_words
from core.tools.csv_files import csv_table
from core.tools.input_files import input_sources
from core.tools.progress import report_progress
from core.tools.telling import code, counted, joined, listed
from core.tools.workspace import save_artifact

from .checks import aged, expected, gapped, sized
from .expectations import Expectation, split_expectations
from .feeds import ENOUGH, Feed, feeds_of
from .listing import entries_of
from .moments import read_moment, said_moment
from .state import Finding, State

SHOWN = 15
"""Findings that an answer shows."""

HEADER = (
    *(
        "feed",
        "files",
        "newest",
        "moment",
        "age_hours",
        "usually_every_hours",
        "bytes",
        "usual_bytes",
        "problems",
    ),
)


def supervisor(state: State) -> State:
    """Name the next check that these files need, or the report."""
    moment = state.get("moment") or _moment_meant(state)
    feeds, _, expectations = _looked_at({**state, "moment": moment})
    known = [feed for feed in feeds if len(feed.files) >= ENOUGH]
    needed = {
        "check_expectations": bool(expectations),
        "check_age": bool(feeds),
        "check_gaps": any(feed.every for feed in known),
        "check_sizes": any(feed.newest.size is not None for feed in feeds),
    }
    left = [name for name, is_needed in needed.items() if is_needed and name not in state.get("done", [])]
    return {"moment": moment, "next_check": left[0] if left else "report"}


def next_step(state: State) -> str:
    """Where the graph goes on: what the supervisor has named."""
    return state["next_check"]


def check_expectations(state: State) -> State:
    """Feeds that are expected and are not there, too old or too small."""
    feeds, as_of, expectations = _looked_at(state)
    return _found(state, expected(feeds, expectations, as_of))


def check_age(state: State) -> State:
    """Feeds whose newest file is older than is usual; those with a limit of their own were checked."""
    feeds, as_of, expectations = _looked_at(state)
    limited = [each for each in expectations if each.most is not None]
    own = [feed for feed in feeds if not any(each.is_for(feed.name) for each in limited)]
    return _found(state, aged(own, as_of))


def check_gaps(state: State) -> State:
    """Days for which a daily feed has no file."""
    return _found(state, gapped(_looked_at(state)[0]))


def check_sizes(state: State) -> State:
    """Newest files that are empty, or far smaller or larger than usual."""
    return _found(state, sized(_looked_at(state)[0]))


CHECKS = {
    "check_expectations": check_expectations,
    "check_age": check_age,
    "check_gaps": check_gaps,
    "check_sizes": check_sizes,
}


def report(state: State) -> State:
    """Say which feeds are not as they should be."""
    feeds, as_of, _ = _looked_at(state)
    findings = state.get("findings", [])
    rows = [_row(feed, as_of, findings) for feed in feeds]
    result: dict[str, Any] = {
        "as_of": f"{as_of:%Y-%m-%d %H:%M} UTC",
        "feeds": len(feeds),
        "files": sum(len(feed.files) for feed in feeds),
        "checks": state.get("done", []),
        "findings": [dict(finding) for finding in findings],
    }
    whole = orjson.dumps(
        {**result, "all_feeds": [dict(zip(HEADER, row, strict=True)) for row in rows]},
        option=orjson.OPT_INDENT_2,
    )
    return {
        "success": True,
        "result": {**result, "findings": result["findings"][:SHOWN]},
        "metadata": {"iterations": len(state.get("done", [])) + 1},
        "artifacts": [
            _saved("feeds.csv", csv_table(HEADER, rows), state),
            _saved("freshness.json", whole, state),
        ],
        "answer": _answer(feeds, as_of, state),
    }


def _moment_meant(state: State) -> str:
    """What was said, else now; kept from here on, so that all steps look at the same moment."""
    said = state.get("as_of") or said_moment(state.get("input", ""))
    return said or f"{datetime.now(UTC):%Y-%m-%dT%H:%M}"


def _looked_at(state: State) -> tuple[list[Feed], datetime, list[Expectation]]:
    """The feeds, the moment they are looked at, and what is expected of them."""
    as_of = read_moment(state["moment"])
    if as_of is None:
        raise UserFacingError(
            f"{code(state['moment'], 40)} is no moment; say one like 2026-11-02 or 2026-11-02T08:00."
        )
    sources, expectations = split_expectations(input_sources(state["file"]))
    feeds, _ = feeds_of(entries_of(sources, as_of))
    if not feeds and not expectations:
        raise UserFacingError(
            "I find no file with a date there, neither in its name nor beside it; attach the output of "
            "'aws s3 ls --recursive' or 'ls -l', or a zip of the extracts."
        )
    return feeds, as_of, expectations


def _found(state: State, findings: list[Finding]) -> State:
    """What a check gives back."""
    report_progress(counted(len(findings), "finding"))
    return {"done": [state["next_check"]], "findings": findings}


def _row(feed: Feed, as_of: datetime, findings: list[Finding]) -> tuple[Any, ...]:
    """A feed as a row under ``HEADER``."""
    every = feed.every
    return (
        feed.name,
        len(feed.files),
        feed.newest.name,
        f"{feed.moments[-1]:%Y-%m-%d %H:%M}",
        round((as_of - feed.moments[-1]).total_seconds() / 3600, 1),
        round(every.total_seconds() / 3600, 1) if every else None,
        feed.newest.size,
        feed.usual_size,
        ", ".join(finding["kind"] for finding in findings if finding["feed"] == feed.name),
    )


def _answer(feeds: list[Feed], as_of: datetime, state: State) -> dict[str, Any]:
    findings = state.get("findings", [])
    lines = [f"{code(finding['feed'])} {finding['said']}" for finding in findings]
    files = sum(len(feed.files) for feed in feeds)
    few = sum(feed.every is None for feed in feeds)
    note = (
        f"{counted(few, 'feed')} {'has' if few == 1 else 'have'} too few files to know how often one comes."
    )
    checks = [name.removeprefix("check_") for name in state.get("done", [])]
    return {
        "finding": _finding(feeds, as_of, findings),
        "numbers": {
            "Feeds": len(feeds),
            "Files": files,
            "Bytes": in_words(sum(file.size or 0 for feed in feeds for file in feed.files)),
            "Checks": joined(checks),
        },
        "details": "\n\n".join(filter(None, [listed(lines, SHOWN, "freshness.json"), note if few else ""])),
    }


def _finding(feeds: list[Feed], as_of: datetime, findings: list[Finding]) -> str:
    """How many feeds are not fresh, and which; then what else is wrong."""
    moment = f"as of {as_of:%Y-%m-%d %H:%M} UTC"
    late = list(dict.fromkeys(each["feed"] for each in findings if each["kind"] in {"stale", "absent"}))
    others = len(findings) - sum(each["kind"] in {"stale", "absent"} for each in findings)
    more = f"; {counted(others, 'other finding')}" if others else ""
    if not late:
        return f"No feed of {len(feeds):,} is stale {moment}{more}."
    names = [code(name, 60) for name in late[:5]] + ([f"{len(late) - 5:,} more"] if len(late) > 5 else [])
    are = "is" if len(late) == 1 else "are"
    return f"{counted(len(late), 'feed')} {are} not fresh {moment}: {joined(names)}{more}."


def _saved(name: str, content: Any, state: State) -> str:
    return save_artifact(name, content, kind="freshness", created_by="report", parents=list(state["file"]))
