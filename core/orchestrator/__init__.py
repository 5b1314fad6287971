"""The graph that finds the right workflow and runs it."""

from typing import Any


def __getattr__(name: str) -> Any:
    """``orchestrator_graph``: the compiled graph on the embedded stores, for callers that bring no door.

    Give it ``{"session_id", "user_query"}``; the answer is in ``final_response``.
    """
    if name != "orchestrator_graph":
        raise AttributeError(name)
    from core.orchestrator.graph import build_orchestrator
    from core.orchestrator.opening import open_services
    from core.settings import Settings
    from core.storage.database import Database

    settings = Settings()
    services = open_services(settings, Database(settings.dataops_home / "dataops.db"))
    globals()[name] = build_orchestrator(services)
    return globals()[name]
