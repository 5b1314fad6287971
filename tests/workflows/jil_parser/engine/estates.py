"""Small helpers of the engine's tests: the reference files, generated estates, reading from a string."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from workflows.jil_parser.engine.estate import Estate
from workflows.jil_parser.engine.reader import Source, read_estate

DATA = Path(__file__).parents[3] / "data" / "jil"
NAMES = sorted(path.stem for path in DATA.glob("*.jil"))


def read(text: str, name: str = "night.jil") -> Estate:
    return read_estate([Source(name, text.encode())])


def read_reference(name: str) -> Estate:
    return read_estate([Source(f"{name}.jil", (DATA / f"{name}.jil").read_bytes())])


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / "expected" / f"{name}.json").read_text("utf-8"))
    return found


def generate(jobs: int, folder: Path) -> tuple[Estate, dict[str, Any]]:
    """An estate of generate.py with its planted quirks, and the truth about it."""
    out = folder / f"estate_{jobs}.jil"
    command = [sys.executable, str(DATA / "generate.py"), str(jobs), str(out), "--quirks"]
    subprocess.run(command, check=True, capture_output=True)
    truth = json.loads(Path(f"{out}.truth.json").read_text("utf-8"))
    return read_estate([Source(out.name, out.read_bytes())]), truth


def codes(estate: Estate) -> list[tuple[str, int]]:
    return [(found.code, found.line) for found in estate.diagnostics]
