"""A function that only those may call who hold a permission."""

import inspect
from collections.abc import Callable, Coroutine
from functools import wraps
from string import Formatter
from typing import Any, ParamSpec, TypeVar, cast

from core.access.user import User
from core.errors import AccessRefused

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def require_permission(permission: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a call through only if its argument ``user`` holds the permission; else it raises AccessRefused.

    ``{names}`` in the permission stand for arguments. Raises TypeError for a function that has none of that
    name.
    """

    def guarded(call: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(call)
        _check(signature, permission)

        def check(*args: P.args, **kwargs: P.kwargs) -> None:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            _require(bound.arguments, permission)

        if inspect.iscoroutinefunction(call):
            return cast("Callable[P, R]", _awaited(call, check))
        return _called(call, check)

    return guarded


def _called(call: Callable[P, R], check: Callable[P, None]) -> Callable[P, R]:
    @wraps(call)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        check(*args, **kwargs)
        return call(*args, **kwargs)

    return checked


def _awaited(
    call: Callable[P, Coroutine[Any, Any, T]], check: Callable[P, None]
) -> Callable[P, Coroutine[Any, Any, T]]:
    """The same as a coroutine function, for whoever looks what it is; it refuses when it is awaited."""

    @wraps(call)
    async def checked(*args: P.args, **kwargs: P.kwargs) -> T:
        check(*args, **kwargs)
        return await call(*args, **kwargs)

    return checked


def _check(signature: inspect.Signature, permission: str) -> None:
    """Say at import, not at the first call, what can never be filled in."""
    needed = {name for _, name, _, _ in Formatter().parse(permission) if name is not None} | {"user"}
    missing = sorted(needed - signature.parameters.keys())
    if missing:
        raise TypeError(f"'{permission}' needs the parameters {', '.join(missing)}")


def _require(arguments: dict[str, Any], permission: str) -> None:
    user = arguments["user"]
    if not isinstance(user, User) or not user.has_permission(permission.format_map(arguments)):
        raise AccessRefused
