"""``dataops-workflow deploy``: a workflow's package to the registry of an environment, or back from it."""

import shlex
from hashlib import sha256

import typer

from core.chat.plain_text import printable
from core.devkit.deployment.environments import find_registry
from core.devkit.deployment.registry import open_registry
from core.devkit.deployment.shelf import Shelf
from core.devkit.packaging.built import Built, built
from core.devkit.project import Project
from core.devkit.workflow_name import workflow_name
from core.tools.s3_location import is_s3


def run(name: str, *, env: str | None, dry_run: bool, rollback: bool, project: Project | None = None) -> int:
    """Do it, or say what would be done; raises UserFacingError."""
    environment, place = find_registry(env)
    registry = open_registry(place)
    if rollback:
        shelf = Shelf(workflow_name(name), registry)
        lines = _roll_back(shelf, environment, dry_run=dry_run)
    else:
        package = built(name, project or Project())
        lines = _deploy(package, Shelf(package.workflow, registry), environment, dry_run=dry_run)
    typer.echo(printable("\n".join(lines)))
    return 0


def _deploy(package: Built, shelf: Shelf, environment: str, *, dry_run: bool) -> list[str]:
    """Keep the package beside the earlier ones, then make it the one that counts."""
    before = shelf.releases()
    after = before.after(package.file, sha256(package.content).hexdigest())
    if after == before:
        shelf.require(package.file, before)
        return [f"{package.file} is what counts in {environment} already."]
    if not dry_run:
        shelf.put(package.file, package.content)
        shelf.record(after)
    verb = "Would put" if dry_run else "Put"
    size = f"{len(package.content):,} bytes"
    return [
        f"{verb} {package.file} ({size}) to {environment}: {shelf.address(package.file)}",
        _replaced(before.current),
        *_install(shelf, package.file),
    ]


def _roll_back(shelf: Shelf, environment: str, *, dry_run: bool) -> list[str]:
    """Let the one before count again; no package is removed."""
    now = shelf.releases()
    before = now.before()
    file = before.deployed[-1]
    shelf.require(file, now)
    if not dry_run:
        shelf.record(before)
    verb = "Would go" if dry_run else "Went"
    return [f"{verb} back in {environment} from {now.current} to {file}.", *_install(shelf, file)]


def _replaced(file: str | None) -> str:
    """What counted until now."""
    return f"In place of {file}, which stays there." if file else "It is the first one there."


def _install(shelf: Shelf, file: str) -> list[str]:
    """What to type where the service runs."""
    address = shelf.address(file)
    fetch = [f"  aws s3 cp {shlex.quote(address)} ."] if is_s3(address) else []
    local = f"./{file}" if fetch else address
    return ["Where the service runs:", *fetch, f"  pip install {shlex.quote(local)}"]
