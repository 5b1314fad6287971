"""``dataops-workflow validate``: a workflow against its contract, and its words against everybody's."""

import typer

from core.chat.plain_text import printable
from core.devkit.project import Project
from core.devkit.validation.checks import checked
from core.devkit.validation.finding import Finding
from core.devkit.validation.subject import Subject


def run(name: str, *, strict: bool, project: Project | None = None) -> int:
    """Print each check and what it found; 1 if there is an error, or, where strict, a warning."""
    subject = Subject.named(name, project or Project())
    found = list[Finding]()
    for check, findings in checked(subject):
        typer.echo(printable("\n  ".join([f"{_verdict(findings):<8} {check}", *map(str, findings)])))
        found += findings
    errors, warnings = (sum(each.severity == kind for each in found) for kind in ("error", "warning"))
    typer.echo(f"{subject.metadata.name}: {_counted(errors, 'error')}, {_counted(warnings, 'warning')}.")
    return 1 if errors or (strict and warnings) else 0


def _verdict(findings: list[Finding]) -> str:
    """The worst of a check."""
    severities = {each.severity for each in findings}
    return next((each for each in ("error", "warning") if each in severities), "ok")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
