"""The suites of the stores, and those here, on real servers: started, used, and stopped again.

Arguments are pytest's, in place of the folders.
"""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.integration.real_servers import ROOT, missing, real_aws
from tests.servers import REAL

SUITES = (
    *("tests/integration", "tests/core/storage", "tests/core/orchestrator/test_checkpoints.py"),
    *("tests/core/artifacts/test_contents.py", "tests/core/artifacts/test_removal.py"),
    *(
        "tests/core/contexts/test_snapshots.py",
        "tests/bots/test_company_stores.py",
        "tests/bots/test_health.py",
    ),
    "tests/bots/test_file_links.py",
)
"""Each of them takes its servers from ``tests.servers``."""

NOT_HERE = "tests/bots/test_health.py::test_a_bucket_is_written_to_now_and_then_and_left_as_it_was"
"""It takes a right away by a bucket's policy, which ministack does not look at."""

LONGEST_SECONDS = 900


def main() -> int:
    """The exit code of pytest; 1 with the names of servers that are not installed."""
    if absent := missing():
        print("Missing: " + ", ".join(absent), file=sys.stderr)  # noqa: T201 - said by a command
        return 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # as Ctrl-C does: what was started is stopped
    with tempfile.TemporaryDirectory(prefix="integration-") as name, ExitStack() as stack:
        aws = stack.enter_context(real_aws(Path(name)))
        return _pytest(os.environ | aws | {REAL: "yes"}, sys.argv[1:] or list(SUITES))


def _pytest(variables: dict[str, str], arguments: list[str]) -> int:
    command = [sys.executable, "-m", "pytest", "-n", "auto", "-m", "", "--deselect", NOT_HERE, *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=variables) as tests:
        try:
            return tests.wait(LONGEST_SECONDS)
        finally:
            tests.kill()


if __name__ == "__main__":
    sys.exit(main())
