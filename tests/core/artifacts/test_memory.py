"""However large a content is, it goes through in constant memory."""

import os
import subprocess
import sys
from pathlib import Path

from core.settings import Settings

ROOM = 16 << 20


def test_memory_does_not_grow_with_a_content(aws: Settings, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "tests.core.artifacts.memory_probe",
        str(tmp_path),
        str(aws.artifact_bucket),
        "40",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ, timeout=60)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < ROOM
