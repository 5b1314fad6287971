"""How a class or a function is written: its name, what it takes and gives, its fields and methods."""

import ast
import inspect
from collections.abc import Iterator
from textwrap import dedent
from typing import Any

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = ast.ClassDef | Function


def definition_of(value: Any) -> Definition:
    """A class or function as it is written; what decorators have made of it is not looked at."""
    written = ast.parse(dedent(inspect.getsource(inspect.unwrap(value)))).body[0]
    if not isinstance(written, Definition):
        raise TypeError(f"{value} is neither a class nor a function")
    return written


def signature(definition: Definition) -> str:
    """``name(argument: type = default) -> type``; of a class, with what its constructor takes."""
    if isinstance(definition, ast.ClassDef):
        made = next((each for each in _functions(definition) if each.name == "__init__"), None)
        return f"{definition.name}({_arguments(made)})" if made else definition.name
    returned = f" -> {ast.unparse(definition.returns)}" if definition.returns else ""
    return f"{definition.name}({_arguments(definition)}){returned.replace(chr(39), '')}"


def member(method: Function) -> str:
    """A method as it is called; a property as it is read."""
    decorators = {ast.unparse(each) for each in method.decorator_list}
    written = signature(method)
    is_read = decorators & {"property", "cached_property"}
    return written.replace("() -> ", ": ") if is_read else written


def _arguments(function: Function) -> str:
    """The arguments without the object itself; types in quotes are types."""
    arguments = function.args
    own = [each for each in arguments.args if each.arg not in ("self", "cls")]
    for each in (*own, *arguments.kwonlyargs):
        if isinstance(each.annotation, ast.Constant):
            each.annotation = ast.Name(str(each.annotation.value))
    arguments.args = own
    return ast.unparse(arguments)


def fields_of(definition: ast.ClassDef) -> Iterator[str]:
    """The fields of a model or a dataclass: name and type."""
    for each in definition.body:
        if isinstance(each, ast.AnnAssign):
            name, kind = ast.unparse(each.target), ast.unparse(each.annotation)
            if not name.startswith("_") and "ClassVar" not in kind:
                yield f"{name}: {kind}"


def methods_of(definition: ast.ClassDef) -> list[Function]:
    """The public methods that have something to say."""
    named = (each for each in _functions(definition) if not each.name.startswith("_"))
    return [each for each in named if ast.get_docstring(each)]


def _functions(definition: ast.ClassDef) -> Iterator[Function]:
    return (each for each in definition.body if isinstance(each, Function))
