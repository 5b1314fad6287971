"""The documentation says what is so."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bots.pages import pages
from tests.bots.commandline import dataops

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
VARYING = [(r"run_[0-9a-f]{16}", "RUN"), (r"\d+\.\d s", "N s")]


def settled(text: str) -> str:
    """A thread without what differs between two runs of it."""
    for pattern, name in VARYING:
        text = re.sub(pattern, name, text)
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for line in lines if not line.startswith("  …"))  # seen on a slow machine only


def fenced(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


async def test_what_is_written_from_the_code_is_as_the_code_is() -> None:
    stale = [path for path, text in (await pages()).items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run make pages"


def test_the_readme_shows_the_thread_that_the_demo_gives(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "workflows" / "jil_parser" / "examples", tmp_path / "workflows/jil_parser/examples"
    )
    command = re.search(r"dataops (ask .*)", (ROOT / "Makefile").read_text())
    assert command is not None
    words = command[1].replace("$(ESTATE)", "workflows/jil_parser/examples/nightly_estate.jil")
    arguments = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', words)]
    shown = fenced(ROOT / "README.md", "text")[0]
    assert settled(shown) == settled(dataops(tmp_path, *arguments).stdout)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if not target.startswith("https://"):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_first_workflow_is_as_easy_as_its_page_says(tmp_path: Path) -> None:
    folder = tmp_path / "my_workflows" / "row_count"
    folder.mkdir(parents=True)
    (folder / "workflow.py").write_text(fenced(ROOT / "docs" / "workflows.md", "python")[0])
    (tmp_path / "day.csv").write_text("a,b\n1,2\n3,4\n")
    listed = dataops(tmp_path, "list", DATAOPS_WORKFLOWS="my_workflows")
    assert "/dataops row-count" in listed.stdout, listed.stdout
    asked = dataops(
        tmp_path,
        "ask",
        "how many rows are in this extract?",
        "--file",
        "day.csv",
        DATAOPS_WORKFLOWS="my_workflows",
    )
    assert "3 rows in 1 extract(s)." in asked.stdout
    waiting = dataops(tmp_path, "ask", "/dataops row-count", DATAOPS_WORKFLOWS="my_workflows")
    assert waiting.returncode == 4
    assert "Which extract should I count?" in waiting.stdout


def test_every_verb_and_option_is_documented(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "terminal.md").read_text(encoding="utf-8")
    verbs = re.findall(
        r"^  (\w+) ", dataops(tmp_path, "--help").stdout.partition("Commands:")[2], re.MULTILINE
    )
    assert set(verbs) >= {"ask", "route", "list", "resume", "doctor", "jil"}
    assert all(f"dataops {verb}" in page for verb in verbs)
    options = set(re.findall(r"--[a-z]+", dataops(tmp_path, "ask", "--help").stdout)) - {"--help"}
    assert all(option in page for option in options)


def test_no_file_names_a_package_index_or_a_path_of_one_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607 - the git of the path
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix in (".lock", ".toml", ".md", ".py", ".sh", "") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="ignore")
            assert "pypi" + ".org" not in text, name
