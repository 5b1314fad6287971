"""With all examples on, every message goes where it went; and theirs go to them."""

from functools import cache

import pytest

from bench.routing import COMMANDS, WORDS, is_right, labelled, request_of
from core.base_workflow import WorkflowMetadata
from core.orchestrator.installed_workflows import open_registry
from core.orchestrator.intent import IntentRequest
from core.settings import Settings
from workflows.jil_parser.workflow import JILParserWorkflow

FILES = {
    "conditional": ("extract.dat",),
    "iterative": ("orders.csv",),
    "parallel": ("orders_1.csv", "orders_2.csv"),
    "sequential": ("monday.csv", "tuesday.csv"),
    "simple": ("orders.csv",),
    "supervisor": ("listing.txt",),
}
SAID = [
    ("can you profile my csv please", "simple"),
    ("which columns are empty?", "simple"),
    ("how many nulls are in each column?", "simple"),
    ("which column is unique?", "simple"),
    ("reconcile these", "sequential"),
    ("diff these two csvs", "sequential"),
    ("which rows are missing in the second file?", "sequential"),
    ("has the schema changed?", "parallel"),
    ("did somebody drop a column in this feed", "parallel"),
    ("which columns were added?", "parallel"),
    ("this csv is broken, can you mend it?", "iterative"),
    ("clean this messy extract please", "iterative"),
    ("fix the dates in this csv", "iterative"),
    ("which feeds are stale?", "supervisor"),
    ("are there gaps in the daily extracts?", "supervisor"),
    ("are all extracts fresh?", "supervisor"),
    ("which encoding does this have?", "conditional"),
    ("what format is it", "conditional"),
    ("give me a create table statement for this csv", "conditional"),
]


@cache
def all_on() -> tuple[WorkflowMetadata, ...]:
    """Everything that is shipped, examples included."""
    registry = open_registry(Settings(_env_file=None, dataops_examples="all"))
    wanted = {*FILES, "jil_parser"}
    return tuple(metadata for metadata in registry.all_metadata() if metadata.name in wanted)


@pytest.mark.parametrize("half", ["tuning", "test", "beyond_words"])
def test_the_labelled_messages_are_understood_as_well_as_without_them(half: str) -> None:
    alone = (JILParserWorkflow().get_metadata(),)
    assert len(all_on()) == len(FILES) + 1
    rows = labelled(half)
    assert [row["text"] for row in rows if is_right(row, alone) > is_right(row, all_on())] == []
    taken = [row["text"] for row in rows if WORDS.detect(request_of(row, all_on())).workflow in FILES]
    assert taken == []


@pytest.mark.parametrize("name", FILES)
def test_their_own_examples_lead_to_them_with_and_without_a_file(name: str) -> None:
    metadata = next(each for each in all_on() if each.name == name)
    for query in metadata.example_queries:
        for files in ((), FILES[name]):
            found = WORDS.detect(IntentRequest(query, all_on(), COMMANDS, files=files))
            assert (found.intent, found.workflow) == ("workflow", name), query


@pytest.mark.parametrize(("text", "name"), SAID)
def test_what_people_say_beside_a_file_leads_to_the_right_one(text: str, name: str) -> None:
    found = WORDS.detect(IntentRequest(text, all_on(), COMMANDS, files=FILES[name]))
    assert (found.intent, found.workflow) == ("workflow", name)


@pytest.mark.parametrize("files", [("estate.jil",), ("export.zip",), ("jobs.txt",)])
def test_an_order_beside_an_export_of_jobs_is_not_taken_for_one_of_theirs(files: tuple[str, ...]) -> None:
    for text in ("analyse this", "check the attached export", "summary please", "parse this file"):
        found = WORDS.detect(IntentRequest(text, all_on(), COMMANDS, files=files))
        assert found.workflow in {None, "jil_parser"}, text
