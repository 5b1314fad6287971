"""Workflows by category and by words."""

from tests.core.composition.samples import Sample, registry_of, saying

REGISTRY = registry_of(
    Sample("csv_profile", saying("x"), category="Quality", capabilities=["Find nulls in a file"]),
    Sample("night_report", saying("x"), category="ops", example_queries=["Which CSV is late?"]),
    Sample("skew", saying("x"), category="ops", subjects=["partition"]),
)


def found(text: str = "", category: str | None = None) -> list[str]:
    return [each.name for each in REGISTRY.find_workflows(text, category)]


def test_every_word_has_to_stand_somewhere_and_names_come_first() -> None:
    assert found() == ["csv_profile", "night_report", "skew"]
    assert found("csv") == ["csv_profile", "night_report"]
    assert found("report") == ["night_report"]
    assert found("LATE csv") == ["night_report"]
    assert found("partition") == ["skew"]
    assert found("csv partition") == []


def test_a_category_narrows_it() -> None:
    assert found(category="ops") == ["night_report", "skew"]
    assert found("nulls", "quality") == ["csv_profile"]
    assert found("nulls", "ops") == []
    assert REGISTRY.categories() == {"Quality": 1, "ops": 2}
