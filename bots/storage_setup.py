"""``dataops init-storage``: tables and bucket, made where they are missing, looked at where they are."""

from collections.abc import Iterator

from bots.bucket_setup import set_up_bucket
from bots.setup_line import Line
from bots.table_setup import set_up_tables
from core.settings import Settings, load_settings
from core.telemetry import log_to_stderr

EMBEDDED = (
    "Nothing to do: everything is kept in DATAOPS_HOME (AWS_DYNAMODB_TABLE and ARTIFACT_BUCKET name others)."
)


def run_init_storage(*, dry_run: bool) -> int:
    """Print what was done, line by line; the exit code is 1 where the service cannot work with it."""
    log_to_stderr()
    lines = list(_printed(set_up(load_settings(), dry_run=dry_run)))
    if not lines:
        print(EMBEDDED)
    return 1 if any(line.wrong for line in lines) else 0


def set_up(settings: Settings, *, dry_run: bool) -> Iterator[Line]:
    """Make what is missing; what is there already is told about, and never changed."""
    yield from set_up_tables(settings, dry_run=dry_run)
    yield from set_up_bucket(settings, dry_run=dry_run)


def _printed(lines: Iterator[Line]) -> Iterator[Line]:
    for line in lines:
        print(line.sentence, flush=True)
        yield line
