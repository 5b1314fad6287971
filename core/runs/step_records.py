"""The steps of runs that are over, for whoever asks how it went."""

import json
from collections.abc import Sequence

from core.chat.card import Step
from core.storage.database import Database

SCHEMA = "CREATE TABLE IF NOT EXISTS run_steps (run_id TEXT PRIMARY KEY, steps TEXT NOT NULL);"

MOST = 100
"""Steps kept of one run; nobody reads more."""


class StepRecords:
    """Steps by run, in the order they began. Blocking calls."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.create(SCHEMA)

    def add(self, run_id: str, steps: Sequence[Step]) -> list[Step]:
        """Keep further steps of a run, those behind a question say; all that are kept now."""
        kept = [*self.load(run_id), *steps][:MOST]
        if steps:
            written = json.dumps([step.model_dump() for step in kept])  # unlike orjson takes any text
            self._database.write("INSERT OR REPLACE INTO run_steps VALUES (?, ?)", (run_id, written))
        return kept

    def load(self, run_id: str) -> list[Step]:
        """The steps that are kept of a run."""
        rows = self._database.read("SELECT steps FROM run_steps WHERE run_id = ?", (run_id,))
        return [Step.model_validate(each) for each in json.loads(rows[0]["steps"])] if rows else []
