"""Responses that stand in for tools, whichever way a workflow has imported them."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from unittest.mock import patch

KIT = {
    "S3Operations": "core.tools.s3_operations",
    "DynamoDBOperations": "core.tools.dynamodb_operations",
    "BedrockClient": "core.tools.bedrock_client",
}
"""The kit's classes that reach out of the process, and where they stand."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call that a mock has answered: the mocked name, and the arguments as they were given."""

    name: str
    arguments: tuple[Any, ...]
    options: dict[str, Any]


class MockTools:
    """Responses by the names of tools. ``calls`` are those that were answered so far."""

    def __init__(self, responses: Mapping[str, Any]) -> None:
        self.calls: list[ToolCall] = []
        self._methods: dict[tuple[type, str], tuple[str, Any]] = {}
        self._tools: dict[str, Any] = {}
        for name, response in responses.items():
            self._learn(name, response)

    def _learn(self, name: str, response: Any) -> None:
        """Where a response belongs; raises ValueError for a method that the kit does not have."""
        class_name, _, method = name.partition(".")
        if class_name not in KIT:
            self._tools[name] = response
            return
        replaced = getattr(import_module(KIT[class_name]), class_name)
        if method and method not in _methods(replaced):
            raise ValueError(f"{class_name} has no {method}; it has {', '.join(_methods(replaced))}.")
        for each in [method] if method else _methods(replaced):
            answer = response if method else getattr(response, each)
            self._methods[replaced, each] = f"{class_name}.{each}", answer

    @contextmanager
    def standing_in(self) -> Iterator[None]:
        """Answer in place of the tools in this process."""
        with ExitStack() as stack:
            for (replaced, method), (name, response) in self._methods.items():
                stack.enter_context(patch.object(replaced, method, self._answering(name, response)))
            if self._tools:
                self._stand_in_for_langchain(stack)
            yield

    def _answering(self, name: str, response: Any) -> Any:
        def answer(_tool: Any, *arguments: Any, **options: Any) -> Any:
            return self._respond(name, response, arguments, options)

        return answer

    def _stand_in_for_langchain(self, stack: ExitStack) -> None:
        """Every tool of LangChain runs through these two methods, in a tool node as well."""
        from langchain_core.tools import BaseTool

        for way in ("run", "arun"):
            stack.enter_context(patch.object(BaseTool, way, self._running(getattr(BaseTool, way))))

    def _running(self, real: Any) -> Any:
        def run(tool: Any, *arguments: Any, **options: Any) -> Any:
            return real(self._mocked(tool), *arguments, **options)

        return run

    def _mocked(self, tool: Any) -> Any:
        """A tool that takes the same arguments and gives the response; others stay as they are."""
        if tool.name not in self._tools:
            return tool
        from langchain_core.tools import StructuredTool

        def answer(**options: Any) -> Any:
            return self._respond(tool.name, self._tools[tool.name], (), options)

        async def answer_soon(**options: Any) -> Any:
            return answer(**options)

        return StructuredTool(
            name=tool.name,
            description=tool.description,
            args_schema=tool.args_schema or tool.get_input_schema(),
            func=answer,
            coroutine=answer_soon,
        )

    def _respond(self, name: str, response: Any, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        self.calls.append(ToolCall(name, arguments, options))
        if isinstance(response, Exception):
            raise response
        return response(*arguments, **options) if callable(response) else response


def _methods(replaced: type) -> list[str]:
    """The public methods of a class."""
    return [name for name, value in vars(replaced).items() if not name.startswith("_") and callable(value)]
