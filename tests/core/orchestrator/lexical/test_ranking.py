"""How much of a message a workflow explains."""

from core.contracts import WorkflowMetadata
from core.orchestrator.lexical.message import read_message
from core.orchestrator.lexical.ranking import Ranked, index_of
from tests.core.orchestrator.lexical.several_workflows import SEVERAL, SQL_GENERATOR


def ranked(text: str, *files: str) -> list[Ranked]:
    index = index_of(SEVERAL)
    return index.rank(read_message(text, index.spelling, index.suffixes), files)


def test_the_index_is_built_once_for_equal_sets() -> None:
    assert index_of(SEVERAL) is index_of(list(SEVERAL))
    copies = tuple(metadata.model_copy() for metadata in SEVERAL)
    assert index_of(copies) is index_of(SEVERAL)


def test_a_changed_set_gets_its_own_index() -> None:
    changed = SQL_GENERATOR.model_copy(update={"description": "Waters plants"})
    assert index_of((changed,)) is not index_of((SQL_GENERATOR,))
    words = read_message("water the plants", index_of((changed,)).spelling)
    assert index_of((changed,)).rank(words, ())[0].is_clear
    assert not index_of((SQL_GENERATOR,)).rank(words, ())


def test_unexplained_words_lower_the_score() -> None:
    plain, crowded = ranked("generate sql"), ranked("generate sql about elephants and giraffes")
    assert plain[0].profile.name == crowded[0].profile.name == "sql_generator"
    assert plain[0].score > crowded[0].score


def test_a_rare_word_weighs_more_than_a_shared_one() -> None:
    best = ranked("null columns of tables")[0]
    assert best.profile.name == "schema_profiler"


def test_a_file_speaks_for_the_workflow_that_takes_it() -> None:
    assert ranked("", "b.csv")[0].profile.name == "csv_reconciler"
    assert ranked("see a.XML")[0].has_file


def test_a_file_says_less_the_more_workflows_take_it() -> None:
    own = next(each for each in SEVERAL if each.name == "csv_reconciler")
    twin = own.model_copy(update={"name": "csv_twin", "command": "csv-twin"})
    index = index_of((*SEVERAL, twin))
    shared = index.rank(read_message("", index.spelling, index.suffixes), ("b.csv",))
    assert [each.profile.name for each in shared] == ["csv_reconciler", "csv_twin"]
    assert all(each.has_file and each.score < ranked("", "b.csv")[0].score for each in shared)


def test_beside_foreign_words_a_name_is_enough_where_one_workflow_alone_takes_names() -> None:
    taker = next(each for each in SEVERAL if each.name == "schema_profiler")
    other = next(each for each in SEVERAL if each.name == "sql_generator")
    text = "elephants and giraffes in CUSTOMER_ADDRESS"
    for workflows, is_foreign in (((taker, other), False), (SEVERAL, True)):
        index = index_of(workflows)
        best = next(
            r for r in index.rank(read_message(text, index.spelling), ()) if r.profile.metadata is taker
        )
        assert best.has_name
        assert best.is_foreign is is_foreign


def test_frequent_words_alone_are_clear_only_when_they_say_all() -> None:
    counter = WorkflowMetadata(name="word_counter", description="Counts the words in a text")
    index = index_of((counter,))
    said, other = (
        read_message(t, index.spelling) for t in ("count the words", "a text about words and elephants")
    )
    assert index.rank(said, ())[0].is_clear
    assert not index.rank(other, ())[0].is_clear
