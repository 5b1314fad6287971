"""Only whoever holds the permission gets as far as the function."""

import inspect
from typing import Any, assert_type

import pytest

from core.access.require_permission import require_permission
from core.access.user import User
from core.errors import AccessRefused

ADA = User(user_id="ada", roles=["jil"], permissions=["workflow.jil_parser.invoke", "artifact.read"])


@require_permission("workflow.{workflow_name}.invoke")
async def invoke_workflow(workflow_name: str, user: User) -> str:
    """Run it."""
    return f"{workflow_name} for {user.user_id}"


@require_permission("workflow.{workflow_name}.invoke")
def invoke(user: User, *, workflow_name: str = "jil_parser") -> list[str]:
    return [workflow_name]


async def test_the_name_is_taken_from_the_call() -> None:
    done = await invoke_workflow("jil_parser", ADA)
    assert_type(done, str)
    assert done == "jil_parser for ada"
    assert await invoke_workflow(user=ADA, workflow_name="jil_parser") == "jil_parser for ada"
    with pytest.raises(AccessRefused):
        await invoke_workflow("sql_generator", ADA)


def test_a_plain_function_stays_plain_and_defaults_count() -> None:
    assert_type(invoke(ADA), list[str])
    assert invoke(ADA) == invoke(ADA, workflow_name="jil_parser") == ["jil_parser"]
    with pytest.raises(AccessRefused):
        invoke(ADA, workflow_name="sql_generator")


@pytest.mark.parametrize("name", ["*", "", "jil_parser.invoke.x", "{user}", "jil_parser.invoke\n", "jil_*"])
async def test_a_hostile_name_gives_no_right(name: str) -> None:
    with pytest.raises(AccessRefused):
        await invoke_workflow(name, ADA)


@pytest.mark.parametrize("user", [None, "ada", {"permissions": ["*"]}])
async def test_only_a_user_is_one(user: Any) -> None:
    with pytest.raises(AccessRefused):
        await invoke_workflow("jil_parser", user)


async def test_a_call_that_is_wrong_is_an_error_of_the_caller() -> None:
    with pytest.raises(TypeError, match="missing a required argument"):
        await invoke_workflow("jil_parser")  # type: ignore[call-arg]


def test_the_function_is_still_itself() -> None:
    assert (invoke_workflow.__name__, invoke_workflow.__doc__) == ("invoke_workflow", "Run it.")
    assert list(inspect.signature(invoke_workflow).parameters) == ["workflow_name", "user"]
    assert inspect.iscoroutinefunction(invoke_workflow)
    assert not inspect.iscoroutinefunction(invoke)


def test_a_permission_that_can_never_be_filled_in_is_told_at_once() -> None:
    with pytest.raises(TypeError, match="needs the parameters name, user"):

        @require_permission("workflow.{name}.invoke")
        def _(workflow_name: str) -> None: ...
