"""Run all benchmarks, or those that are named, and print their figures and the machine."""

import sys
from importlib import import_module

from bench.machine import machine
from bench.table import table

_ALL = (
    *("start_up", "jil_read", "whole_ask", "slack_acknowledged", "slack_threads", "slack_ten_minutes"),
    *("teams_accepted", "teams_threads", "meta_question", "store_turns", "store_memory"),
    *("web_chat", "routing", "registry_500", "access_checks"),
)
"""In this order: those that start processes come before those that make this one large."""


def main() -> None:
    print(machine())
    for name in sys.argv[1:] or _ALL:
        module = import_module(f"bench.{name}")
        title = (module.__doc__ or name).partition("\n")[0].replace("``", "`")
        print(f"\n{title}\n\n{table(module.run())}", flush=True)


if __name__ == "__main__":
    main()
