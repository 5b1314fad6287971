import pytest

from tests.workflows.jil_parser.engine.estates import codes, read


@pytest.mark.parametrize(
    ("body", "key", "value", "stray"),
    [
        ('command: "a\nb"', "command", "a b", []),
        ('command: "a\n\nb"', "command", '"a', [4]),
        ("start_mins: 0,\n20", "start_mins", "0, 20", []),
        ("start_mins: 0,\n\n20", "start_mins", "0,", [4]),
        ("condition: s(A) &\n\ns(A)", "condition", "s(A) & s(A)", []),
        ("condition: s(A)\n# c\nAND s(A)", "condition", "s(A) AND s(A)", []),
        ("condition: s(A) or\n/* c */\n s(A)", "condition", "s(A) or s(A)", []),
        ("condition: s(A)\norder of business", "condition", "s(A)", [3]),
        ("command: a and\nb", "command", "a and", [3]),
        ("machine: m\n& s(A)", "machine", "m", [3]),
        ('command: "a\nmachine: m', "command", '"a', []),
    ],
)
def test_a_value_goes_on_only_where_the_rules_say_so(
    body: str, key: str, value: str, stray: list[int]
) -> None:
    estate = read(f"insert_job: J\n{body}\n")
    assert estate.jobs["J"].attributes[key] == value
    assert [line for code, line in codes(estate) if code == "stray-line"] == stray


def test_a_continuation_may_hold_a_further_pair() -> None:
    job = read('insert_job: J\ncommand: "a owner: x\nb" owner: y\n').jobs["J"]
    assert job.attributes == {"command": "a owner: x b", "owner": "y"}
    assert job.where("owner") == ("night.jil", 3)


def test_nothing_of_another_object_leaks_into_the_job_before_it() -> None:
    estate = read(
        "insert_job: J\ninsert_machine: m\nmax_load: 5\ncalendar: C\n01/02/2027 00:00\nx y\nrename_job: J\n"
    )
    assert estate.jobs["J"].attributes == {}
    assert codes(estate) == [("stray-line", 6), ("unknown-statement", 7)]


def test_a_misspelt_attribute_is_kept_and_the_right_one_offered() -> None:
    estate = read("insert_job: J\nstart_mines: 5\nzzz: 1\n")
    assert estate.jobs["J"].attributes == {"start_mines": "5", "zzz": "1"}
    assert [item.advice.startswith("Did you mean start_mins?") for item in estate.diagnostics] == [
        True,
        False,
    ]


def test_lines_count_from_the_file_behind_a_long_comment() -> None:
    estate = read("/* a\nb */ insert_job: J\nmachine: m /* c */ owner: o\n/* d */ condition: s(GONE)\n")
    job = estate.jobs["J"]
    assert (job.line, job.where("owner"), job.where("condition")) == (2, ("night.jil", 3), ("night.jil", 4))
    assert codes(estate) == [("dangling-reference", 4)]
