"""A machine without a package index, on which the libraries are nevertheless to be had.

A fresh environment gets the product and the workflows by pip, as everywhere. Their requirements are those
of the environment that runs the tests: a folder of links to them stands on the path, so that pip finds them
installed and asks nobody. The product itself is left out, or the sources here would answer in place of what
pip has installed.
"""

import sysconfig
from pathlib import Path

OURS = ("dataops_agent", "_dataops_agent", "dataops_workflow_")
"""The editable installation of the product, and whatever workflow somebody has installed beside it."""


def offline(folder: Path) -> dict[str, str]:
    """The variables of such a machine; the links are made in ``folder``."""
    folder.mkdir()
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if not entry.name.startswith(OURS) and entry.suffix != ".pth":
            (folder / entry.name).symlink_to(entry)
    return {
        "PYTHONPATH": str(folder),
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # as pip reads it: hatchling is taken from the folder, too
        "PIP_NO_COMPILE": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
