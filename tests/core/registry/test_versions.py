"""Two versions of a workflow side by side: which one is the default, and which one a channel has."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserFacingError
from core.registry.version import version_key
from core.runs.run import Run, RunState
from tests.core.composition.samples import Sample, registry_of, saying
from tests.house import House, open_house
from tests.sample_workflows import asking, write_greeter


def skew(version: str) -> Sample:
    return Sample("skew", saying(version), version=version, example_queries=[f"Skew {version}"])


def write_version(folder: Path, version: str, body: str = "pass") -> None:
    folder_name = f"skew_{version.replace('.', '_')}"
    path = write_greeter(folder, folder_name, body) / "workflow.py"
    named = path.read_text().replace(f'name="{folder_name}"', f'name="skew", version="{version}"')
    path.write_text(named.replace("Partition report", f"Report {version}"))


def said(run: Run) -> str:
    assert run.outcome is not None
    assert run.outcome.response is not None
    return str(run.outcome.response.result)


def test_the_highest_version_is_the_default_and_each_can_be_named() -> None:
    registry = registry_of(skew("1.9.0"), skew("1.10.0"), skew("1.10.0-rc1"), Sample("other", saying("x")))
    assert registry.list_workflows() == ["other", "skew"]
    assert registry.versions_of("skew") == ["1.10.0", "1.10.0-rc1", "1.9.0"]
    assert registry.get_metadata("skew").version == "1.10.0"
    assert registry.get_metadata("skew@1.9.0").version == "1.9.0"
    assert registry.get_workflow("skew").invoke({})["result"] == "1.10.0"
    assert registry.get_workflow("skew@1.9.0").invoke({})["result"] == "1.9.0"
    assert registry.versions_of("nobody") == []
    with pytest.raises(UserFacingError, match=r"skew 3\.0 is not installed, only 1\.10\.0"):
        registry.get_workflow("skew@3.0")


def test_everything_is_listed_in_the_versions_that_are_wanted_and_there() -> None:
    registry = registry_of(skew("1.0.0"), skew("2.0.0"), Sample("other", saying("x")))
    for versions, shown in (({}, "2.0.0"), ({"skew": "1.0.0"}, "1.0.0"), ({"skew": "9", "x": "1"}, "2.0.0")):
        listed = registry.all_metadata(versions)
        assert [each.version for each in listed] == ["1.0.0", shown]
        assert registry.all_metadata(dict(versions)) is listed


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (skew("1.0.0"), "called 'skew' already, in the version 1.0.0 too"),
        (skew("1@2"), "'1@2' is no version"),
        (Sample("other", saying("x"), command="skew"), "has the command 'skew' already"),
    ],
)
def test_what_clashes_is_refused(second: Sample, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        registry_of(skew("1.0.0"), second)


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_two_versions_can_be_ordered(one: str, other: str) -> None:
    assert (version_key(one) < version_key(other)) or version_key(one) >= version_key(other)


def policy(tmp_path: Path, **channel: Any) -> Path:
    content = {
        "people": {"console:local:admin": ["admin"]},
        "channels": {"console:local:console": {"allow": ["*"], **channel}, "web:local:x": ["*"]},
    }
    path = tmp_path / "policy.yaml"
    path.write_text(yaml.safe_dump(content))
    return path


async def ask(house: House, text: str = "/dataops skew") -> Run:
    return await house.ask(text)


async def test_a_channel_has_the_version_of_its_binding_and_all_others_the_default(tmp_path: Path) -> None:
    for version in ("1.0.0", "2.0.0"):
        write_version(tmp_path / "workflows", version)
    chosen = policy(tmp_path)
    async with open_house(tmp_path, dataops_policy=chosen) as house:
        assert said(await ask(house)).startswith("Report 2.0.0")
        policy(tmp_path, versions={"skew": "1.0.0"})
        await house.ask("/dataops admin reload")
        old = await ask(house)
        assert said(old).startswith("Report 1.0.0")
        record = house.service.stores.executions.get(old.run_id)
        assert record is not None
        assert record.workflow_version == "1.0.0"
        shown = "\n".join(house.posts(await house.ask("/dataops admin capabilities")))
        assert "also there: 1.0.0" in shown
        assert "version 1.0.0 in console:local:console" in shown


async def test_a_version_that_is_not_there_is_told_and_nothing_else_runs_in_its_place(tmp_path: Path) -> None:
    write_version(tmp_path / "workflows", "1.0.0")
    chosen = policy(tmp_path, versions={"skew": "3.0.0"})
    async with open_house(tmp_path, dataops_policy=chosen) as house:
        failed = await ask(house)
        assert failed.state is RunState.FAILED
        assert said(failed) == "skew 3.0.0 is not installed, only 1.0.0; tell an admin."
        shown = "\n".join(house.posts(await house.ask("/dataops admin capabilities")))
        assert "version 3.0.0 in console:local:console, which is not installed" in shown


async def test_a_run_that_waits_goes_on_in_the_version_in_which_it_began(tmp_path: Path) -> None:
    write_version(tmp_path / "workflows", "1.0.0", asking())
    async with open_house(tmp_path, dataops_policy=policy(tmp_path)) as house:
        waiting = await ask(house)
        assert waiting.state is RunState.WAITING
        write_version(tmp_path / "workflows", "2.0.0")
        await house.ask("/dataops admin reload")
        assert said(await ask(house)).startswith("Report 2.0.0")
        await house.ask("yes", thread=waiting.thread)
        done = await house.service.engine.finish(waiting.run_id)
        assert said(done).startswith("Report 1.0.0 for True")
