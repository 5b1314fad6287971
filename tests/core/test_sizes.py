"""Sizes are told in the unit that fits."""

import pytest

from core.sizes import in_words


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1.0 kB"),
        (3_449, "3.4 kB"),
        (1_000_000, "1.0 MB"),
        (12_500_000_000, "12.5 GB"),
        (1_200_000_000_000, "1,200.0 GB"),
    ],
)
def test_a_size_is_said_in_its_unit(count: int, said: str) -> None:
    assert in_words(count) == said
