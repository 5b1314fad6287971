from tests.workflows.jil_parser.engine.estates import codes, read


def test_delete_box_takes_members_at_any_depth_that_are_in_it_then() -> None:
    text = """insert_job: BX job_type: b
insert_job: IN job_type: b
box_name: BX
insert_job: DEEP
box_name: IN
insert_job: OUT
box_name: BX
update_job: OUT
box_name:
delete_box: BX
insert_job: LATE
box_name: BX
"""
    estate = read(text)
    assert list(estate.jobs) == ["OUT", "LATE"]
    assert codes(estate) == [("dangling-box", 12)]


def test_delete_job_frees_the_members_of_a_box() -> None:
    estate = read("insert_job: BX job_type: b\ninsert_job: A\nbox_name: BX\ndelete_job: BX\n")
    assert estate.jobs["A"].box is None
    assert estate.edges == []


def test_nothing_of_a_deleted_job_is_left_when_it_comes_again() -> None:
    estate = read(
        "insert_job: A\nmachine: m\ncondition: s(X)\ndelete_job: A\ninsert_job: A job_type: f\nowner: o\n"
    )
    job = estate.jobs["A"]
    assert (job.type, job.statement, job.attributes, job.line) == ("FW", "insert_job", {"owner": "o"}, 5)


def test_an_update_keeps_what_it_does_not_name_and_the_type() -> None:
    estate = read(
        "insert_job: A job_type: b\nowner: o\nenvvars: A=1\nenvvars: B=2\nupdate_job: A\nenvvars: C=3\n"
    )
    job = estate.jobs["A"]
    assert (job.type, job.attributes) == ("BOX", {"owner": "o", "envvars": "C=3"})
    assert job.where("envvars") == ("night.jil", 6)
    assert job.where("machine") == ("night.jil", 1)


def test_only_what_two_updates_both_set_is_a_repeated_update() -> None:
    text = "insert_job: A\nupdate_job: A job_type: c\nowner: o\n"
    text += "update_job: A job_type: c\nmachine: m\nupdate_job: A\nowner: p\n"
    assert codes(read(text)) == [("repeated-update", 6)]


def test_an_override_changes_nothing_but_is_checked() -> None:
    estate = read("insert_job: A\nmachine: m\noverride_job: A\nmachine: n\ncondition: s(\n")
    assert estate.jobs["A"].attributes == {"machine": "m"}
    assert codes(estate) == [("override-next-run", 3), ("condition-syntax", 5)]


def test_attributes_below_a_delete_are_told() -> None:
    assert codes(read("insert_job: A\ndelete_job: A\nmachine: m\n")) == [("ignored-attribute", 3)]


def test_many_deletions_do_not_look_at_every_job_each() -> None:
    jobs = "".join(f"insert_job: J{n}\nbox_name: B{n}\n" for n in range(5000))
    estate = read(jobs + "".join(f"delete_job: J{n}\n" for n in range(4999)))
    assert list(estate.jobs) == ["J4999"]
