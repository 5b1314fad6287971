"""Files that are made to harm whoever reads them."""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.faults.trial import Trial, memory_of, open_trial

MB = 1 << 20
LIMIT_MB = 60
GROWTH = 16 * LIMIT_MB * MB
"""Bytes that the process may have more at any time: a text of that size has several shapes in memory."""

LONGEST_SECONDS = 20.0
"""Until people know; by far most of it is Slack's pace and this machine's other work."""


def _packed(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def _bomb() -> bytes:
    return _packed(*((f"{number}.jil", bytes(20 * MB)) for number in range(10)))


def _long_line() -> bytes:
    return b"insert_job: A   job_type: c\ncommand: " + b"x" * (50 * MB) + b"\nmachine: m1\n"


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "ha">""" + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'

FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "over the limit": ("big.jil", lambda: b"/* */\n" * (11 * MB), "more than"),
    "zip bomb": ("bomb.zip", _bomb, "more than"),
    "nested zip": ("nested.zip", lambda: _packed(("a.zip", _packed(("a.jil", b"x")))), "another archive"),
    "damaged zip": ("half.zip", lambda: _bomb()[:999], "damaged"),
    "a line of 50 MB": ("line.jil", _long_line, ""),
    "billion laughs": ("laughs.jil", lambda: LAUGHS + b"]><l>&a9;</l>", ""),
    "external entity": ("outside.jil", lambda: OUTSIDE, ""),
    "deep XML": ("deep.jil", lambda: b"<a>" * 100_000 + b"</a>" * 100_000, ""),
}
"""Name, content, and what people are told in any case; nothing special where the file is just no good."""


async def test_they_are_refused_in_time_and_memory_is_bounded(tmp_path: Path) -> None:
    async with open_trial(tmp_path, MAX_INPUT_MB=str(LIMIT_MB)) as trial:
        await trial.start()
        first = await trial.say()
        await trial.seen(first, first.reply)
        trial.load("begin")
        before = memory_of(trial.served.pid)
        for name, (file, content, told) in FILES.items():
            trial.history.note("fault", name=name)
            seconds = await _sent(trial, file, content(), told)
            assert seconds < LONGEST_SECONDS, name
            assert trial.served.is_running, name
            assert _peak(trial) - before < GROWTH, name
        last = await trial.say(after=first)
        await trial.seen(last, last.reply)
        assert not [line for line in trial.log if "root:x:0" in line]
        assert await trial.end() == []
        assert not any("root:x:0" in each["text"] for each in trial.history.of("shown"))


async def _sent(trial: Trial, name: str, content: bytes, told: str) -> float:
    """Seconds until somebody who sent a file knows what became of it."""
    slack = trial.slack
    began = time.monotonic()
    act = await slack.mention(slack.ada, trial.channels[1], "/dataops parse-jil", files=[(name, content)])
    assert act.status == 200
    thread = f"{act.channel}/{act.ts}"
    await trial.until_over(thread, told)
    return time.monotonic() - began


def _peak(trial: Trial) -> int:
    """The most bytes that the process had."""
    status = Path(f"/proc/{trial.served.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) << 10
