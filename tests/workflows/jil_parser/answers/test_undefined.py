"""Names that the files use but do not define still get an answer."""

import pytest

from core.errors import UserFacingError
from tests.workflows.jil_parser.asking import NIGHT, ask


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("RATES", "`RATES` is a job on the scheduler `PR2`, not defined in these files; 1 job names it."),
        (
            "RATES^PR2",
            "`RATES^PR2` is a job on the scheduler `PR2`, not defined in these files; 1 job names it.",
        ),
        ("OPEN", "`OPEN` is a global variable, no job; 1 job names it."),
        ("GONE", "`GONE` is not defined in these files; 2 jobs name it."),
        ("NO_BX", "`NO_BX` is not defined in these files; 1 job names it."),
    ],
)
def test_a_name_that_is_used_is_explained(name: str, sentence: str) -> None:
    text = NIGHT + "insert_job: X\nbox_name: NO_BX\ncondition: s(GONE)\ninsert_job: Y\ncondition: s(GONE)\n"
    found = ask(text, "downstream", name)
    assert found.answer.finding == sentence
    assert found.result["defined"] is False


def test_its_users_are_listed_with_file_and_line() -> None:
    found = ask("insert_job: X\nbox_name: NO_BX\n", "impact", "NO_BX")
    assert found.rows == [{"job": "X", "by": "member", "status": "", "place": "night.jil:2"}]
    assert found.answer.details == "- `X` (member, `night.jil:2`)"


def test_a_name_that_nobody_uses_is_refused_with_near_ones() -> None:
    with pytest.raises(UserFacingError, match=r"There is no job REPORTS\. Did you mean REPORT\b"):
        ask(NIGHT, "job", "REPORTS")
    with pytest.raises(UserFacingError, match=r"^There is no job ZZZ_9\. Ask again with a name"):
        ask(NIGHT, "job", "ZZZ_9")
