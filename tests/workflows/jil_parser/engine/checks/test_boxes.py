from tests.workflows.jil_parser.engine.estates import codes, read


def test_a_ring_of_boxes_is_told_once() -> None:
    boxes = "insert_job: A job_type: b\nbox_name: B\ninsert_job: B job_type: b\nbox_name: A\n"
    estate = read(boxes + "insert_job: M\nbox_name: A\n")
    assert [item.message for item in estate.diagnostics if item.code == "box-ring"] == [
        "Boxes lie in each other: B is in A is in B.",
    ]


def test_a_job_in_what_is_no_box() -> None:
    assert codes(read("insert_job: A\ninsert_job: M\nbox_name: A\n")) == [("box-is-not-a-box", 3)]


def test_a_box_name_in_other_case_is_offered() -> None:
    estate = read("insert_job: BX job_type: b\ninsert_job: M\nbox_name: bx\n")
    assert codes(estate) == [("dangling-box", 3)]
    assert estate.diagnostics[0].advice.startswith("Did you mean BX?")


def test_the_end_of_a_box_may_hang_on_inner_members_only() -> None:
    text = "insert_job: BX job_type: b\nbox_success: s(DEEP)\nbox_failure: f(BX)\n"
    estate = read(text + "insert_job: IN job_type: b\nbox_name: BX\ninsert_job: DEEP\nbox_name: IN\n")
    assert codes(estate) == [("box-outside-reference", 3)]


def test_deep_nesting_is_walked_without_recursion() -> None:
    text = "insert_job: B0 job_type: b\n" + "".join(
        f"insert_job: B{n} job_type: b\nbox_name: B{n - 1}\n" for n in range(1, 1200)
    )
    assert read(text).diagnostics == []
