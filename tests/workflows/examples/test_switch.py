"""Examples are off unless a setting names them, and then they are there like every workflow."""

import subprocess
import sys
from pathlib import Path

import pytest

from bots.demo import with_examples
from core.command_names import NAMES
from core.orchestrator.installed_workflows import open_registry
from core.runs.run import RunState
from core.settings import Settings
from tests.bots.commandline import dataops
from tests.house import open_house

EXAMPLES = ["conditional", "iterative", "parallel", "sequential", "simple", "supervisor"]
SAMPLE = Path(__file__).parents[3] / "workflows" / "examples" / "simple" / "examples" / "orders.csv"


def names(**settings: str) -> set[str]:
    registry = open_registry(Settings(_env_file=None, **settings), NAMES)  # type: ignore[arg-type]
    assert registry.problems == []
    return set(registry.list_workflows())


def test_they_are_on_where_a_setting_names_them() -> None:
    assert names().isdisjoint(EXAMPLES)
    assert names(dataops_examples="simple,parallel").intersection(EXAMPLES) == {"simple", "parallel"}
    assert names(dataops_examples="all").issuperset(EXAMPLES)


def test_the_demo_has_all_unless_the_settings_name_some() -> None:
    assert with_examples(Settings(_env_file=None)).dataops_examples == "all"
    some = Settings(_env_file=None, dataops_examples="simple")
    assert with_examples(some).dataops_examples == "simple"


def test_where_they_are_off_nothing_of_them_is_imported() -> None:
    script = (
        "import sys\n"
        "from core.orchestrator.installed_workflows import open_registry\n"
        "from core.settings import Settings\n"
        "open_registry(Settings(_env_file=None, dataops_examples=sys.argv[1]))\n"
        "print(sorted(name for name in sys.modules if name.startswith('workflows.examples.')))\n"
    )
    found = [
        subprocess.run(
            [sys.executable, "-c", script, chosen], capture_output=True, text=True, check=True
        ).stdout
        for chosen in ("", "simple")
    ]
    assert found[0] == "[]\n"
    assert found[1] == "['workflows.examples.simple', 'workflows.examples.simple.workflow']\n"


def test_the_list_shows_those_that_are_on_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    assert "profile-csv" not in dataops(tmp_path, "list").stdout
    assert "/dataops profile-csv" in dataops(tmp_path, "list", DATAOPS_EXAMPLES="simple").stdout
    for words in (("list",), ("serve", "--demo", "--port", "0")):
        refused = dataops(tmp_path, *words, DATAOPS_EXAMPLES="simpel")
        assert refused.returncode == 1
        assert "DATAOPS_EXAMPLES names 'simpel', which is no example" in refused.stderr


@pytest.mark.parametrize(("user", "state"), [("developer", RunState.ANSWERED), ("viewer", RunState.REFUSED)])
async def test_the_policy_of_the_demo_is_for_them_too(tmp_path: Path, user: str, state: RunState) -> None:
    async with open_house(tmp_path, dataops_examples="simple") as house:
        done = await house.ask("profile this CSV", files=(SAMPLE,), user=user)
        assert done.state is state
        assert ("12 rows and 7 columns" in "\n".join(house.posts(done))) is (state is RunState.ANSWERED)


async def test_a_file_without_a_word_is_asked_back_between_those_that_take_it(tmp_path: Path) -> None:
    async with open_house(tmp_path, dataops_examples="simple,iterative") as house:
        asked = await house.ask("", files=(SAMPLE,))
        assert asked.state is RunState.WAITING
        told = "\n".join(house.posts(asked))
        assert "profile-csv" in told
        assert "repair-csv" in told
