"""``dataops list``: the workflows that were found."""

import orjson

from core.command_names import NAMES
from core.orchestrator.installed_workflows import open_registry
from core.settings import load_settings
from core.telemetry import log_to_stderr


def run_list(*, as_json: bool) -> int:
    """Print the workflows and the problems; the exit code is 1 if something could not be loaded."""
    log_to_stderr()
    registry = open_registry(load_settings(), NAMES)
    if as_json:
        document = {
            "workflows": [metadata.model_dump(mode="json") for metadata in registry.all_metadata()],
            "problems": [
                {"source": problem.source, "reason": problem.reason} for problem in registry.problems
            ],
        }
        print(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
    else:
        for metadata in registry.all_metadata():
            print(f"{metadata.name} {metadata.version} ({metadata.category}): {metadata.description}")
            print(f"  /dataops {metadata.command}")
        for problem in registry.problems:
            print(f"not loaded: {problem.source}: {problem.reason}")
    return 1 if registry.problems else 0
