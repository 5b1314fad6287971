"""From a workflow's folder to its package; what breaks the contract is not handed on."""

import ast
from dataclasses import dataclass

from core.devkit.config_file import read_config
from core.devkit.packaging.contents import contents_of
from core.devkit.packaging.distribution import Distribution
from core.devkit.packaging.wheel import wheel_of
from core.devkit.project import Project
from core.devkit.validation.checks import errors_of
from core.devkit.validation.subject import Subject
from core.errors import UserFacingError


@dataclass(frozen=True, slots=True)
class Built:
    """A wheel: its file's name, what it holds, and which workflow that is."""

    workflow: str
    version: str
    file: str
    content: bytes


def built(name: str, project: Project) -> Built:
    """The package of a workflow; raises UserFacingError, also where ``validate`` finds an error."""
    subject = Subject.named(name, project)
    errors = errors_of(subject)
    if errors:
        raise UserFacingError(
            f"{subject.metadata.name} breaks its contract: {errors[0].sentence} "
            f"See all of it with: dataops-workflow validate {subject.folder.name}"
        )
    _refuse_absolute(subject)
    distribution = Distribution.of(subject.workflow, read_config(subject.folder))
    files = contents_of(subject.folder) | distribution.files()
    content = wheel_of(files, distribution.information)
    return Built(subject.metadata.name, distribution.version, distribution.wheel, content)


def _refuse_absolute(subject: Subject) -> None:
    """Raise UserFacingError for an import by a place in this directory: the wheel has no such place."""
    for path in subject.sources():
        for node in ast.walk(ast.parse(path.read_bytes())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            names += [each.name for each in node.names] if isinstance(node, ast.Import) else []
            if any(each.partition(".")[0] == "workflows" for each in names):
                raise UserFacingError(
                    f"{path}, line {getattr(node, 'lineno', 0)}, imports from workflows, which a package "
                    "has not; write from . import …"
                )
