"""The id of the deployment that a database is of."""

from core.storage.database import Database

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS owner (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), id TEXT NOT NULL);"
)


def owner_of(database: Database, proposed: str) -> str:
    """The id that was kept first: the proposed one if there was none."""
    database.create(SCHEMA)
    database.write("INSERT OR IGNORE INTO owner VALUES (1, ?)", (proposed,))
    return str(database.read("SELECT id FROM owner")[0]["id"])
