"""Chains that stand in the trusted folders as files: ``<folder>/chains/*.yaml``."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from core.base_workflow import BaseWorkflow
from core.registry.source import Known, Source


def chains_in(folder: Path, known: Known, running: Known) -> Iterator[Source]:
    """The chains of a folder; they are checked with what is known now, and run what is there then."""
    for path in sorted((folder / "chains").glob("*.yaml")):
        yield Source(str(path), partial(_load, path, known, running))


def _load(path: Path, known: Known, running: Known) -> list[BaseWorkflow]:
    """The chain of a file; raises ValidationError or UserFacingError where there is none."""
    import yaml  # only where there is a chain: every start pays for it

    from core.composition.chain_file import ChainFile
    from core.composition.composed_workflow import ComposedWorkflow

    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    plan = ChainFile.model_validate(content).plan()
    return [ComposedWorkflow(plan, running, known)]
