"""Tables of the run store: what came in, who runs it, what was asked, told and posted."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS inbox (
    event_id TEXT PRIMARY KEY, act TEXT UNIQUE NOT NULL, run_id TEXT NOT NULL, inbound TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS runs (
    position INTEGER PRIMARY KEY, run_id TEXT UNIQUE NOT NULL, lane TEXT NOT NULL, thread TEXT,
    state TEXT NOT NULL, owner TEXT, lease_until REAL NOT NULL DEFAULT 0, attempt INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0, inbound TEXT NOT NULL, reply TEXT,
    worked REAL NOT NULL DEFAULT 0, cancelled_by TEXT,
    created_at REAL NOT NULL, finished_at REAL, response TEXT);
CREATE INDEX IF NOT EXISTS runs_by_state ON runs (state, lane, position);
CREATE INDEX IF NOT EXISTS runs_by_thread ON runs (thread, position);
CREATE INDEX IF NOT EXISTS runs_by_person ON runs (inbound ->> '$.actor.id', position)
    WHERE json_valid(inbound);
CREATE TABLE IF NOT EXISTS questions (
    question_id TEXT PRIMARY KEY, run_id TEXT NOT NULL, thread TEXT NOT NULL, state TEXT NOT NULL,
    question TEXT NOT NULL, answered_by TEXT, asked_at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS questions_open ON questions (thread) WHERE state = 'open';
CREATE INDEX IF NOT EXISTS questions_by_run ON questions (run_id);
CREATE TABLE IF NOT EXISTS outcomes (
    run_id TEXT PRIMARY KEY, outcome TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS posts (
    key TEXT PRIMARY KEY, run_id TEXT NOT NULL, ref TEXT);
"""
