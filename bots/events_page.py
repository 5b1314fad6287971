"""``docs/events.md``, written from the calls that log: what the service says there, and with which keys."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "events.md"
FOLDERS = ("adapters", "bots", "core", "workflows")
LEVELS = ("debug", "info", "warning", "error", "exception", "critical")
HEAD = """# Events in the log

`dataops serve`, `ask` and `resume` log to `.dataops/dataops.log`, one JSON object a line: `event`, `level`,
`timestamp`, the keys below, and, while somebody is being served, {bound}. Where an error is
the cause, `exception` is its trace without its text. No event has the text of a message. Other commands show
warnings as text on standard error. `LOG_LEVEL` and `LOG_FORMAT` are among the [settings](settings.md).

| event | level | keys | where |
| --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Event:
    """One call that logs."""

    name: str
    level: str
    keys: frozenset[str]
    module: str


def events_page() -> str:
    """The page as it should be."""
    trees = {_module(path): ast.parse(text) for path, text in _sources()}
    together = defaultdict[str, list[Event]](list)
    for module, tree in trees.items():
        for event in events_in(tree, module):
            together[event.name].append(event)
    rows = (_row(name, events) for name, events in sorted(together.items()))
    bound = sorted({key for tree in trees.values() for key in _bound(tree)})
    return HEAD.format(bound=", ".join(f"`{key}`" for key in bound)) + "".join(rows)


def events_in(tree: ast.Module, module: str) -> Iterator[Event]:
    """The events that a module logs; raises ValueError for one whose name cannot be told from the code."""
    kept = _kept_keys(tree)
    for call in _calls(tree):
        level = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if level in LEVELS and isinstance(call.func, ast.Attribute) and _logs(call.func.value):
            keys = {each.arg or "" for each in call.keywords} | kept.get(ast.unparse(call.func.value), set())
            exception = keys & {"exc_info"} or level == "exception"
            shown = keys - {"exc_info"} | ({"exception"} if exception else set())
            level = "error" if level == "exception" else level
            for name in _names(call.args[0], tree, module):
                yield Event(name, level, frozenset(shown), module)


def _sources() -> Iterator[tuple[Path, bytes]]:
    """The modules that have a logger, and their code."""
    paths = (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")))
    return ((path, text) for path in paths if b"structlog" in (text := path.read_bytes()))


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _logs(receiver: ast.expr) -> bool:
    """Whether a call on it logs: loggers are called so here."""
    return ast.unparse(receiver).removesuffix("()") in {"logger", "log", "_logger"}


def _kept_keys(tree: ast.Module) -> dict[str, set[str]]:
    """The keys that a variable's logger adds to each of its events."""
    kept = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple | ast.Call):
            for call in _calls(node.value):
                if isinstance(call.func, ast.Attribute) and call.func.attr == "bind":
                    kept[ast.unparse(node.targets[0])] = {each.arg or "" for each in call.keywords}
    return kept


def _bound(tree: ast.Module) -> Iterator[str]:
    """The keys of all that is logged while a message is being served."""
    for call in _calls(tree):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "bind_contextvars":
            yield from (each.arg or "" for each in call.keywords)


def _names(said: ast.expr, tree: ast.Module, module: str) -> list[str]:
    """The event's name, or all that it can have: those that its variable is set to, or called with."""
    if isinstance(said, ast.Constant):
        return [str(said.value)]
    names = [*_assigned(ast.unparse(said), tree), *_passed(ast.unparse(said), tree)]
    if not names:
        raise ValueError(f"{module}, line {said.lineno}: write the event's name where it is logged")
    return names


def _assigned(variable: str, tree: ast.Module) -> list[str]:
    """The texts among which an assignment chooses."""
    values = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == variable
    ]
    choices = [
        each for value in values if isinstance(value, ast.IfExp) for each in (value.body, value.orelse)
    ]
    return [text for each in (*values, *choices) if (text := _text(each))]


def _passed(parameter: str, tree: ast.Module) -> list[str]:
    """The texts with which the function is called whose first parameter it is."""
    functions = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and [each.arg for each in node.args.args][:1] == [parameter]
    }
    called = (call for call in _calls(tree) if ast.unparse(call.func) in functions and call.args)
    return [text for call in called if (text := _text(call.args[0]))]


def _text(value: ast.expr) -> str:
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _row(name: str, events: list[Event]) -> str:
    """All that log one event, together."""
    levels = ", ".join(sorted({event.level for event in events}, key=LEVELS.index))
    keys = ", ".join(f"`{key}`" for key in sorted({key for event in events for key in event.keys}))
    modules = ", ".join(f"`{module}`" for module in sorted({event.module for event in events}))
    return f"| `{name}` | {levels} | {keys} | {modules} |\n"
