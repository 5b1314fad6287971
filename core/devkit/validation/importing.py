"""What happens when a workflow is imported: nothing slow and nothing that leaves this machine."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from core.devkit.validation.finding import Finding, error, warning
from core.devkit.validation.subject import Subject

SECONDS = 60.0
"""An import that takes longer is taken for one that never ends."""

SLOW = ("langgraph", "langchain_core", "langchain", "boto3", "pandas", "numpy")
"""Packages whose import every command would wait for."""

PROBE = """
import json, sys
from pathlib import Path
from core.registry.code import from_folder
import core.base_workflow, core.tools
before = {name for name in sys.modules if "." not in name}
called = []

def heard(event, arguments):
    if event in {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}:
        called.append(event)
        raise OSError("no network while a workflow is imported")

sys.addaudithook(heard)
try:
    failed = ""
    from_folder(Path(sys.argv[1]))
except BaseException as error:
    failed = type(error).__name__
loaded = sorted({name for name in sys.modules if "." not in name} - before)
print("\\n" + json.dumps({"loaded": loaded, "called": sorted(set(called)), "failed": failed}))
"""


def check_importing(subject: Subject) -> Iterator[Finding]:
    """Import it in a process of its own, which has no network, and see what that took."""
    try:
        seen = _probed(subject.folder / "workflow.py")
    except (subprocess.SubprocessError, OSError, ValueError, IndexError):
        yield error("Importing it in a process of its own does not end well.", "Run python on workflow.py.")
        return
    if seen["called"]:
        yield error(
            "It calls the network while it is imported.",
            "Do that in a step: every command imports workflows.",
        )
    elif seen["failed"]:
        yield error(
            f"A second import of it fails ({seen['failed']}).", "Let an import change nothing outside."
        )
    slow = [name for name in SLOW if name in seen["loaded"]]
    if slow:
        yield warning(
            f"Importing it imports {', '.join(slow)}: every command waits for that.",
            "Import it in the function that needs it.",
        )


def _probed(path: Path) -> dict[str, list[str]]:
    """What the process says; raises SubprocessError, OSError, ValueError or IndexError where it does not."""
    root = str(Path(__file__).resolve().parents[3])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    done = subprocess.run(  # noqa: S603 - our own interpreter, on a trusted folder
        [sys.executable, "-c", PROBE, str(path.resolve())],
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        check=True,
        timeout=SECONDS,
    )
    seen: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return seen
