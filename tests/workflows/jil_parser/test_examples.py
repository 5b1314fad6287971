"""The bundled estates hold what their README says, and the answers about them are right."""

import re

from tests.workflows.jil_parser.asking import EXAMPLES, ask, facts_of
from workflows.jil_parser.facts import Facts

NIGHTLY = (EXAMPLES / "nightly_estate.jil").read_text("utf-8")
README = (EXAMPLES / "README.md").read_text("utf-8")


def nightly() -> Facts:
    return facts_of(NIGHTLY)


def planted() -> list[tuple[str, str]]:
    """Code and job of every row of the README's first table of plants; a cycle has its first job."""
    rows = re.findall(r"^\| ([a-z-]+)(?: \(warning\))? \| (`[^|]*`) \|", README, re.MULTILINE)
    return [(code, jobs.split("`")[1]) for code, jobs in rows if code != "code"]


def names_in(line: str) -> list[str]:
    return re.findall(r"`([A-Z][A-Z0-9_]*)`", line)


def test_the_small_estate_is_sound() -> None:
    facts = facts_of((EXAMPLES / "small.jil").read_text("utf-8"))
    assert len(facts.estate.jobs) == 20
    assert facts.estate.diagnostics == []
    assert (facts.ownerless, facts.startless, facts.dependencies.cycles) == ([], [], ())


def test_the_nightly_estate_has_exactly_the_planted_diagnostics() -> None:
    facts = nightly()
    assert len(facts.estate.jobs) == 341
    found = [(each.code, each.job) for each in facts.estate.diagnostics]
    assert len(planted()) == 12
    assert sorted(found) == sorted(planted())
    harmless = [
        each.job
        for each in facts.estate.diagnostics
        if each.code == "dangling-reference" and each.severity == "warning"
    ]
    assert harmless == ["OPS_BKP_OFFSITE"]


def test_jobs_without_start_and_without_owner_are_those_of_the_readme() -> None:
    facts = nightly()
    startless = next(line for line in README.splitlines() if line.startswith("* No start condition"))
    ownerless = next(line for line in README.splitlines() if line.startswith("* No owner"))
    assert sorted(facts.startless) == sorted(names_in(startless))
    assert sorted(facts.ownerless) == sorted(names_in(ownerless))


def test_the_cycle_is_told_in_full() -> None:
    finding = ask(NIGHTLY, "cycles")
    assert finding.result["cycles_total"] == 1
    assert set(finding.result["cycles"][0]["jobs"]) == {"TRS_FX_REVAL", "COL_MARGIN_CALC", "RSK_EXPOSURE"}


def test_holding_load_gl_is_the_story_of_the_readme() -> None:
    found = ask(NIGHTLY, "impact", "LOAD_GL")
    effect = {row["job"]: row["effect"] for row in found.rows}
    waiting = [
        "GL_POST",
        "GL_TRIAL_BALANCE",
        "DWH_STG_GL",
        "DATA_LOAD",
        "CRM_CAMPAIGN_LIST",
        "GL_CLOSE_DAY",
        "EOD_LEDGER_SEAL",
        "GL_LOAD_ALERT",
        "REG_TRIAL_BALANCE",
    ]
    assert {effect[job] for job in waiting} == {"never starts"}
    assert {effect[job] for job in ("GL_LOAD_BX", "GL_POST_BX", "APPL_GL")} == {"box cannot complete"}
    assert {effect[job] for job in ("AR_GL_INTERFACE", "EOD_REPORT", "OPS_BKP_FIN", "DB_REORG_FIN")} == {
        "runs all the same"
    }
    assert (
        found.answer.finding
        == "If you hold `LOAD_GL`, 82 jobs will not start and 6 boxes cannot complete until you release it."
    )


def test_names_of_other_schedulers_are_recognised() -> None:
    line = next(line for line in README.splitlines() if line.startswith("* Other schedulers"))
    for name, scheduler in re.findall(r"`(\w+)\^(\w+)`", line):
        assert f"is a job on the scheduler `{scheduler}`" in ask(NIGHTLY, "downstream", name).answer.finding


def test_conditions_without_parentheses_are_read_from_left_to_right() -> None:
    for job in ("AR_WRITEOFF", "DWH_AGG_MONTHLY"):
        assert re.search(r"can start when \(.* and .*\) or .*", ask(NIGHTLY, "explain", job).answer.finding)
