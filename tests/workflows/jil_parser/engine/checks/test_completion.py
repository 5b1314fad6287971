import pytest

from tests.workflows.jil_parser.engine.estates import read

BOX = "insert_job: BX job_type: b\n"


def job(name: str, condition: str = "", box: str = "BX", kind: str = "c") -> str:
    return f"insert_job: {name}\njob_type: {kind}\nbox_name: {box}\ncondition: {condition}\n"


@pytest.mark.parametrize(
    ("text", "stuck"),
    [
        (BOX + job("A") + job("B", "s(A)"), []),
        (BOX + job("B", "s(A)") + job("A"), []),
        (BOX, []),
        (BOX + job("A", "s(BX)"), ["BX"]),
        (BOX + job("A", "n(BX) & s(X^I) & v(G) = 1"), []),
        (BOX + job("A", "s(GONE)"), ["BX"]),
        (BOX + job("A", "s(GONE) | s(OUT)") + job("OUT", box=""), []),
        (BOX + job("A", "s(B)") + job("B", "s(A)"), ["BX"]),
        (BOX + "box_success: s(A)\n" + job("A", "s(BX)"), []),
        (BOX + "box_failure: f(A)\n" + job("A", "s(BX)"), []),
        (BOX + job("IN", kind="b") + job("A", "s(BX)", "IN"), ["BX", "IN"]),
        (
            BOX + job("IN", kind="b") + "box_success: s(B)\n" + job("A", "s(BX)", "IN") + job("B", "", "IN"),
            [],
        ),
        (BOX + job("IN", "s(A)", kind="b") + job("X", "", "IN") + job("A", "s(X)"), ["BX"]),
        (BOX + job("IN", kind="b") + job("X", "", "IN") + job("A", "s(X)"), []),
        (BOX + job("A", "s(GONE) &"), ["BX"]),
        (BOX + job("A", "garbage"), []),
    ],
)
def test_a_box_completes_when_every_member_can_start(text: str, stuck: list[str]) -> None:
    found = [item.job for item in read(text).diagnostics if item.code == "box-cannot-complete"]
    assert found == stuck


def test_a_long_chain_written_backwards_is_judged_in_one_go() -> None:
    text = BOX + "".join(job(f"J{n}", f"s(J{n + 1})") for n in range(3000)) + job("J3000")
    assert not any(item.code == "box-cannot-complete" for item in read(text).diagnostics)
