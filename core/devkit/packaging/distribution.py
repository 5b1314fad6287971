"""What a workflow's package says of itself, in the words of Python's packages."""

import re
from dataclasses import dataclass
from typing import Any

from core.base_workflow import BaseWorkflow
from core.devkit.package_version import is_package_version
from core.errors import UserFacingError
from core.one_line import one_line
from core.registry.places import ENTRY_POINTS

LONGEST = 300
WHEEL = "Wheel-Version: 1.0\nGenerator: dataops-workflow\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_REQUIREMENT = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?:\[[A-Za-z0-9._, -]*\])?"  # a name, and its extras
    r"(?: *(?:[<>=!~]=?|===) *[A-Za-z0-9.*+!_-]+ *,?)*"  # the versions
    r"(?: *;[ A-Za-z0-9_.'\"<>=!()+-]+)?",  # where it is needed
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Distribution:
    """``entry`` names the module in which the service finds every workflow class.

    The other names are those of the wheel format.
    """

    name: str
    version: str
    summary: str
    author: str
    entry: str
    requires: tuple[str, ...]

    @classmethod
    def of(cls, workflow: BaseWorkflow, config: dict[str, Any]) -> "Distribution":
        """That of a workflow with its ``config.yaml``; raises UserFacingError for what no package can have.

        The service itself is no requirement: it is there wherever a workflow runs, and its name must not be
        looked for in a public index.
        """
        metadata = workflow.get_metadata()
        if not is_package_version(metadata.version):
            raise UserFacingError(
                f"'{one_line(metadata.version, 64)}' is no version of a package; "
                "write one like 1.2.0 or 1.2.0rc1."
            )
        return cls(
            name=f"dataops_workflow_{metadata.name}",
            version=metadata.version,
            summary=one_line(metadata.description, LONGEST),
            author=one_line(metadata.author, LONGEST),
            entry=f"{metadata.name} = {metadata.name}.workflow",
            requires=tuple(map(_requirement, config.get("dependencies") or [])),
        )

    @property
    def wheel(self) -> str:
        """The file's name."""
        return f"{self.name}-{self.version}-py3-none-any.whl"

    @property
    def information(self) -> str:
        """The folder of what is said about the package."""
        return f"{self.name}-{self.version}.dist-info"

    def files(self) -> dict[str, bytes]:
        """What is said about it, by path; the record of all files is left to the wheel."""
        texts = {
            "METADATA": self._metadata(),
            "WHEEL": WHEEL,
            "entry_points.txt": f"[{ENTRY_POINTS}]\n{self.entry}\n",
            "top_level.txt": f"{self.entry.partition(' ')[0]}\n",
        }
        return {f"{self.information}/{name}": text.encode() for name, text in texts.items()}

    def _metadata(self) -> str:
        lines = [
            "Metadata-Version: 2.1",
            f"Name: {self.name.replace('_', '-')}",
            f"Version: {self.version}",
            f"Summary: {self.summary}",
            *([f"Author: {self.author}"] if self.author else []),
            "Requires-Python: >=3.11",
            *(f"Requires-Dist: {each}" for each in self.requires),
        ]
        return "\n".join(lines) + "\n"


def _requirement(said: Any) -> str:
    """A requirement as it was written: a name with versions, never an address to load from."""
    if not isinstance(said, str) or len(said) > LONGEST or _REQUIREMENT.fullmatch(said.strip()) is None:
        raise UserFacingError(
            f"'{one_line(str(said), 64)}' in config.yaml is no requirement; write one like pandas>=2,<3."
        )
    return said.strip()
