"""The page for somebody who has never seen the code, gone through from top to bottom as it is written."""

import asyncio
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, CookieJar

from tests.adapters.web.browser import Browser
from tests.docs.typist import Typist
from tests.docs.written_page import Step, steps_of
from tests.e2e.kit.libraries import offline

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "first-workflow.md"
QUESTION = "how many orders were sent twice?"
FINDING = "orders.csv has 12 rows; sent twice: 1, empty cells: 3."
INSTALLS = ("Install", "Install it elsewhere, and take it away")
"""What takes pip so long that only make e2e-kit waits for it."""


def environment(home: Path, **variables: str) -> dict[str, str]:
    """That of somebody for whom nothing is configured yet."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG")}
    return kept | {"HOME": str(home)} | variables


@pytest.mark.timeout(180)
def test_what_has_no_need_of_pip_goes_as_it_is_written(tmp_path: Path) -> None:
    steps = [step for step in steps_of(PAGE) if step.section not in INSTALLS]
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    quick = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    play(steps, tmp_path, environment(tmp_path / "home", PATH=beside, **quick))


@pytest.mark.kit
@pytest.mark.timeout(300)
def test_the_whole_page_goes_as_it_is_written(tmp_path: Path) -> None:
    steps = list(steps_of(PAGE))
    assert {*INSTALLS} < {step.section for step in steps}
    play(steps, tmp_path, environment(tmp_path / "home") | offline(tmp_path / "libraries"))


def play(steps: list[Step], folder: Path, variables: Mapping[str, str]) -> None:
    """Go through the steps in one shell, which begins in the folder of the product."""
    Path(variables["HOME"]).mkdir()
    with Typist(ROOT, variables, folder) as typist:
        for step in steps:
            if step.language == "diff":
                typist.edit(step.text)
            elif step.commands[0].startswith("dataops serve"):
                chat(typist, step)
            else:
                printed = "".join(typist.type(command, step.typed) for command in step.commands)
                assert step.is_shown_in(printed), f"{step}\n{printed}"


def chat(typist: Typist, step: Step) -> None:
    """Open the page that is served, and ask there."""
    greeting = typist.serve(step.text.strip())
    assert step.is_shown_in(re.sub(r":\d+ ", ":8000 ", greeting)), greeting
    address = re.search(r"http://[0-9.:]+", greeting)
    assert address is not None
    assert FINDING in asyncio.run(asked_at(address[0]))
    typist.stop()


async def asked_at(address: str) -> str:
    """What a thread of the local chat shows."""
    nothing: Any = None
    async with ClientSession(address, cookie_jar=CookieJar(unsafe=True)) as session:
        browser = Browser(session, nothing, nothing)
        return await browser.until(await browser.say(QUESTION), FINDING)
