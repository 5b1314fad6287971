"""The image is what it promises: locked, and without rights. No container engine runs here."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
BUILT_WITH = {"hatchling", "pathspec", "pluggy", "trove-classifiers"}


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions and their arguments, lines joined."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in lines if line.strip()]


def last_stage() -> dict[str, str]:
    """The last of each instruction in the stage that is shipped."""
    found = instructions()
    start = max(number for number, (name, _) in enumerate(found) if name == "FROM")
    return dict(found[start:])


def runs() -> list[str]:
    return [argument for name, argument in instructions() if name == "RUN"]


def test_two_stages_of_the_same_base() -> None:
    bases = [argument.split()[0] for name, argument in instructions() if name == "FROM"]
    assert bases == ["python:3.11-slim", "python:3.11-slim"]


def test_what_is_shipped_has_no_rights_and_one_place_to_write() -> None:
    stage = last_stage()
    assert stage["USER"] == "10001:10001"
    assert stage["VOLUME"] == "/data"
    assert "DATAOPS_HOME=/data" in stage["ENV"]
    assert "PYTHONDONTWRITEBYTECODE=1" in stage["ENV"]
    assert (stage["EXPOSE"], stage["STOPSIGNAL"]) == ("8000", "SIGTERM")


def test_it_starts_the_command_itself_so_that_signals_reach_it() -> None:
    stage = last_stage()
    assert json.loads(stage["ENTRYPOINT"]) == ["dataops"]
    everybody = "0.0.0.0"  # noqa: S104 - inside of a container
    assert json.loads(stage["CMD"]) == ["serve", "--host", everybody, "--port", "8000"]
    check = stage["HEALTHCHECK"].partition("CMD ")[2]
    assert json.loads(check)[:2] == ["python", "-c"]
    compile(json.loads(check)[2], "check", "exec")


def test_everything_is_installed_by_its_hash_and_nothing_is_fetched_otherwise() -> None:
    assert all(name != "ADD" for name, _ in instructions())
    installs = [
        command
        for run in runs()
        for command in run.split("&&")
        if " install " in command and "pip" in command
    ]
    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert {"--no-deps", "--no-index", "--no-build-isolation"} <= set(shlex.split(installs[1]))
    assert not re.search(r"curl|wget|apt-get|https?://", " ".join(runs()))


def test_what_builds_is_left_behind_and_nothing_that_runs() -> None:
    (removed,) = re.findall(r"uninstall --yes ([^&]+)", " ".join(runs()))
    assert set(removed.split()) == BUILT_WITH
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert BUILT_WITH.isdisjoint(Requirement(each).name for each in project["dependencies"])


def test_what_is_copied_is_let_through() -> None:
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {
        source
        for name, argument in instructions()
        if name == "COPY" and not argument.startswith("--from")
        for source in argument.split()[:-1]
    }
    assert copied == allowed
    assert all((ROOT / source).exists() for source in copied)
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    assert set(packages["packages"]) < copied


@pytest.mark.manifests
@pytest.mark.timeout(300)
def test_its_steps_give_a_command_that_answers(tmp_path: Path) -> None:
    """The build's own commands, in a folder of this machine in place of the container's."""
    target = tmp_path / "opt"
    steps = [step.strip() for run in runs()[:2] for step in run.split("&&")]
    for step in steps:
        local = step.replace("/opt/dataops", str(target)).replace("> /dev/null", "")
        words = shlex.split(local)
        words[0] = sys.executable if words[0] == "python" else words[0]
        words = [str(ROOT) if word == "." else word for word in words]
        done = subprocess.run(
            words, cwd=ROOT, env=bare(tmp_path), capture_output=True, text=True, check=False, timeout=240
        )
        assert done.returncode == 0, (step, done.stdout[-2000:], done.stderr[-2000:])
    asked = subprocess.run(
        [target / "bin" / "dataops", "list", "--json"],
        cwd=tmp_path,
        env=bare(tmp_path),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "jil_parser" in asked.stdout
    kept = {path.name.partition("-")[0] for path in target.rglob("*.dist-info")}
    assert {name.replace("-", "_") for name in BUILT_WITH}.isdisjoint(kept)


def bare(home: Path) -> dict[str, str]:
    """Nothing of this project but what was installed; pip's own settings are this machine's."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "LANG") or name.startswith("PIP_")
    }
    return kept | {
        "DATAOPS_HOME": str(home / "data"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": os.environ["HOME"],
    }
