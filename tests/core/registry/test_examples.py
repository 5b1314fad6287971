"""A setting names the examples that are on; a name that no example has is refused in one sentence."""

import pytest

from core.errors import UserFacingError
from core.registry.code import EXAMPLES
from core.registry.examples import all_examples, chosen_examples

NAMES = ["conditional", "iterative", "parallel", "sequential", "simple", "supervisor"]


def test_there_is_one_example_for_each_pattern() -> None:
    assert [folder.name for folder in all_examples()] == NAMES


@pytest.mark.parametrize(
    ("setting", "names"),
    [
        ("", []),
        (" , ", []),
        ("all", NAMES),
        ("simple", ["simple"]),
        (" Supervisor,,simple ", ["simple", "supervisor"]),
        ("simple,all", NAMES),
    ],
)
def test_the_named_ones_are_chosen(setting: str, names: list[str]) -> None:
    assert chosen_examples(setting) == [EXAMPLES / name for name in names]


@pytest.mark.parametrize(
    ("setting", "said"), [("simpel", "'simpel'"), ("simple,../jil", "'../jil'"), ("a\x1b[2J\nb", "'a [2j b'")]
)
def test_an_unknown_name_is_refused_with_those_there_are(setting: str, said: str) -> None:
    with pytest.raises(UserFacingError) as refused:
        chosen_examples(setting)
    assert str(refused.value) == (
        f"DATAOPS_EXAMPLES names {said}, which is no example; name some of {', '.join(NAMES)}, or say all."
    )
