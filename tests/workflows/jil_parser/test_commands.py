"""``dataops jil condition`` for terminals and pipelines."""

import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.bots.commandline import COMMAND, dataops
from tests.workflows.jil_parser.engine.estates import DATA
from workflows.jil_parser.condition_lines import write_conditions

CONDITIONS: dict[str, list[dict[str, Any]]] = json.loads((DATA / "conditions.json").read_text("utf-8"))


def flat(tree: Any) -> Any:
    """A tree with ``and`` inside ``and`` and ``or`` inside ``or`` joined."""
    if not isinstance(tree, list) or tree[0] not in ("and", "or"):
        return tree
    parts = [flat(part) for part in tree[1:]]
    inside = [part[1:] if part[0] == tree[0] else [part] for part in parts]
    return [tree[0], *(part for group in inside for part in group)]


def test_the_known_conditions_come_out_line_by_line(tmp_path: Path) -> None:
    known = [*CONDITIONS["good"], *CONDITIONS["bad"]]
    done = dataops(
        tmp_path, "jil", "condition", "-", "--json", given="".join(f"{each['text']}\n" for each in known)
    )
    assert (done.returncode, done.stderr) == (0, "")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["text"] for each in found] == [each["text"] for each in known]
    for each, right in zip(found, known, strict=True):
        assert each.keys() == {"text", "ast", "error"}
        assert flat(each["ast"]) == flat(right.get("ast"))
        assert (each["error"] is None) == ("ast" in right)


def test_an_argument_is_explained_and_a_wrong_one_ends_with_1(tmp_path: Path) -> None:
    done = dataops(tmp_path, "jil", "condition", "s(A) & f(B)")
    assert done.returncode == 0
    assert done.stdout.startswith("True when A has ended in SUCCESS and B has ended in FAILURE.\nNote: ")
    done = dataops(tmp_path, "jil", "condition", "s(A) &")
    assert done.returncode == 1
    assert done.stdout.startswith("not valid: ")


def test_bytes_that_are_no_text_are_read_with_replacements(tmp_path: Path) -> None:
    done = dataops(tmp_path, "jil", "condition", "s(A\udcff)", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["text"] == "s(A\ufffd)"
    command = [*COMMAND, "jil", "condition", "-", "--json"]
    given = b"\xef\xbb\xbfs(A)\n\xff\xfe\n"
    written = subprocess.run(command, cwd=tmp_path, input=given, capture_output=True, check=True).stdout
    assert [json.loads(line)["ast"] for line in written.splitlines()] == [["s", "A"], None]


def written(lines: list[str], *, as_json: bool = True) -> tuple[int, list[str]]:
    out = io.StringIO()
    failed = write_conditions(lines, out, as_json=as_json)
    return failed, out.getvalue().splitlines()


def test_every_line_has_a_line_in_the_answer_even_an_empty_one() -> None:
    failed, lines = written(["s(A)\n", "\n", "s(B)\r\n"])
    assert failed == 1
    assert [json.loads(line)["text"] for line in lines] == ["s(A)", "", "s(B)"]
    assert json.loads(lines[1])["error"]


@pytest.mark.parametrize("operator", ["&", "|"])
def test_a_condition_of_a_megabyte_has_a_tree(operator: str) -> None:
    condition = f" {operator} ".join(f"s(JOB_{number:06d})" for number in range(66_000))
    failed, (line,) = written([condition])
    assert failed == 0
    word = {"&": "and", "|": "or"}[operator]
    tree = line.partition('"ast":')[2]
    assert tree.startswith(f'["{word}",' * 65_999 + '["s","JOB_000000"],["s","JOB_000001"]]')
    assert tree.endswith('["s","JOB_065999"]],"error":null}')


def test_deep_parentheses_on_the_right_are_a_tree_too() -> None:
    condition = "".join(f"s(J{number}) & (" for number in range(400)) + "s(END)" + ")" * 400
    _, (line,) = written([condition])
    tree = json.loads(line)["ast"]
    for number in range(400):
        assert tree[:2] == ["and", ["s", f"J{number}"]]
        tree = tree[2]
    assert tree == ["s", "END"]
