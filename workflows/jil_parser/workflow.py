"""The JIL workflow as the registry sees it."""

from typing import TYPE_CHECKING

from core.base_workflow import BaseWorkflow, WorkflowInputParameter, WorkflowMetadata

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph

JOB_NAME = r"(?=[^\s,;?!]*[A-Z0-9_.#@:])[A-Za-z0-9_.#@:\\-]{2,64}"
"""Names as AutoSys allows them (up to 64 characters); a plain lower-case word is taken for prose."""

ANALYSES = {
    "impact": [
        "what breaks", "breaks", "hold", "on hold", "held", "put on hold", "ice", "on ice", "impact",
        "impacted", "affected", "affects", "effect", "effects", "blast radius", "what happens if",
        "what happens when", "what if", "fails", "failed", "failure", "failing", "abends", "goes down",
        "is down", "dies", "late", "is late", "delayed", "delay", "overruns", "skip", "skipping", "kill",
        "hit by", "suffer", "knock-on", "ripple", "consequences", "falls over", "fall over", "safe to",
        "does not finish", "does not run", "does not complete", "never finishes", "cancel", "remove",
        "delete", "decommission", "retire", "disable", "switch off", "turn off", "miss", "at risk", "stuck",
        "hangs",
    ],
    "upstream": [
        "upstream", "levels up", "up from", "depends on", "depending on", "dependent on", "dependency of",
        "dependencies of", "waits for", "waiting for", "waiting on", "before", "prior to", "ahead of",
        "predecessor", "predecessors", "precedes", "preceding", "prerequisite", "prerequisites", "needs",
        "requires", "feeds", "feeding", "triggers", "kicks off", "what feeds", "who feeds", "jobs feed",
        "parents", "parent", "ancestors", "triggered", "triggered by", "started by", "kicked off by",
        "launched by", "what triggers", "which triggers", "who triggers", "job triggers", "what starts",
        "who starts", "what kicks off", "who kicks off", "what launches", "what has to finish",
        "what must finish", "comes from",
    ],
    "downstream": [
        "downstream", "levels down", "down from", "after", "successor", "successors", "dependents",
        "dependants", "dependent jobs", "follows", "following", "follow", "children", "descendants",
        "what depends on", "who depends on", "which depends on", "jobs depend on", "boxes depend on",
        "else depends on", "everything depends on", "anything depends on", "anyone depend on",
        "nothing depends on", "what is dependent on", "jobs dependent on", "jobs are dependent on",
        "who is waiting for", "what is waiting for", "who is waiting on", "what is waiting on",
        "jobs waiting for", "jobs waiting on", "jobs are waiting for", "jobs are waiting on",
        "what waits for", "who waits for", "jobs wait for", "everything waiting for", "what needs",
        "who needs", "jobs need", "what requires", "jobs require", "who relies on", "what relies on",
        "jobs rely on", "feed", "trigger", "kick off", "jobs triggered by", "what is triggered by",
        "what gets triggered by", "jobs started by", "jobs kicked off by", "what is started by", "goes to",
        "leads to", "what comes next", "runs next", "next in line",
    ],
    "explain": [
        "what does the condition", "condition mean", "condition of", "start condition of", "condition for",
        "explain", "in words", "in plain english", "mean", "meaning", "condition say",
        "what is the condition", "why did not", "why does not", "why has not", "why is not", "why will not",
        "translate", "decode", "stand for", "stands for", "understand the condition", "read the condition",
    ],
    "cycles": [
        "cycle", "cycles", "cyclic", "circular", "circular dependency", "circular dependencies",
        "cyclic dependencies", "circular references", "dependency cycle", "dependency cycles",
        "dependency loop", "dependency loops", "loop", "loops", "ring", "rings", "deadlock", "deadlocks",
        "dead lock", "wait for each other", "waiting for each other", "depend on each other",
        "depends on itself", "depend on themselves", "acyclic", "loop in dependencies",
        "loops in dependencies", "cycle in dependencies", "cycles in dependencies", "going in circles",
        "endless",
    ],
    "dangling": [
        "dangling", "dangling references", "missing jobs", "undefined jobs", "unknown jobs",
        "references to nothing", "do not exist", "does not exist", "not exist", "non-existent",
        "nonexistent", "nonexisting", "undefined", "broken references", "missing references",
        "missing predecessors", "missing dependencies", "not defined", "not in the file", "unresolved",
        "ghost", "invalid references", "invalid", "refer to jobs", "point to nothing",
    ],
    "longest_chain": [
        "longest chain", "longest path", "deepest path", "critical path", "deepest chain",
        "longest dependency chain", "longest sequence", "longest dependency path", "longest run of",
        "longest", "longest job chain", "longest flow",
    ],
    "roots": [
        "root jobs", "roots", "root", "starting jobs", "entry points", "entry point", "no predecessors",
        "no predecessor", "without predecessors", "no upstream", "without upstream", "no parents",
        "depend on nothing", "first jobs", "starting points", "starting point", "run first", "start first",
        "flow begin", "flow start", "batch begin", "batch start", "top of", "wait for nothing",
        "standalone", "isolated", "independent", "no dependencies", "without dependencies",
    ],
    "leaves": [
        "leaf jobs", "leaf", "leaves", "last jobs", "end points", "no successors", "no successor",
        "without successors", "no downstream", "without downstream", "nothing after", "nothing depends on",
        "nobody depends on", "no children", "final jobs", "terminal jobs", "end of the chain", "flow end",
        "batch end", "run last", "finish last",
    ],
    "ownerless": [
        "without owner", "no owner", "ownerless", "without an owner", "without owners", "no owners",
        "unowned", "missing owner", "missing owners", "nobody owns", "no one owns", "not owned",
    ],
    "startless": [
        "never start", "never starts", "never run", "never runs", "no start condition",
        "without start condition", "no start conditions", "without start conditions", "nothing starts",
        "cannot start", "can never start", "will never start", "can never run", "will never run",
        "never get started", "never triggered", "not start at all", "no trigger", "without a trigger",
        "no schedule", "not scheduled", "unscheduled", "orphan", "orphans", "orphaned", "never kick off",
        "never fire", "dead jobs", "nothing triggers",
    ],
    "counts": [
        "how many", "count", "counts", "number of", "total number", "job count", "total jobs", "total",
        "statistics", "stats", "breakdown", "how big", "size of",
    ],
    "job": [
        "describe", "tell me about", "show job", "details of", "details", "detail of", "details for",
        "definition of", "definition", "who owns", "owner of", "attributes of", "properties of",
        "information about", "info on", "info about", "when does", "when will", "what time", "what machine",
        "which machine", "what command", "which command", "what kind of job", "in which box", "which box",
        "what box", "run on",
    ],
    "overview": [
        "parse", "analyse", "analyze", "analysis", "overview", "summary", "summarise", "summarize",
        "dependencies", "dependency", "dependency graph", "dependency tree", "dependency list",
        "dependency map", "job dependencies", "big picture", "overall picture", "health check", "duplicate",
        "duplicates", "report", "inventory", "visualise", "visualize", "graph", "diagram", "draw",
        "picture of", "map of", "lint", "validate", "review", "check",
    ],
}  # fmt: skip
"""The analyses, and how people ask for each; the longest phrase in a message decides."""


SUBJECTS = [
    "jil", "autosys", "job", "jobs", "box", "boxes", "estate", "batch", "scheduler", "schedule",
    "schedules", "chain", "chains", "stream", "streams", "job flow", "nightly", "cron", "export",
    "calendar", "autorep", "watcher", "watchers",
]  # fmt: skip
"""What people call the thing they ask about."""


LEVELS = ["level", "levels", "step", "steps", "hop", "hops", "deep", "depth", "generations", "tiers"]
"""What stands beside the number of steps to look."""


class JILParserWorkflow(BaseWorkflow):
    """Reads Autosys JIL exactly and answers what depends on what."""

    def get_metadata(self) -> WorkflowMetadata:
        """Name, abilities, and the inputs: the export, a job, the analysis and how far to look."""
        return WorkflowMetadata(
            name="jil_parser",
            command="parse-jil",
            description="Analyzes Autosys JIL files to identify job dependencies",
            capabilities=[
                "Parse JIL file structure",
                "Identify upstream dependencies",
                "Identify downstream dependencies",
                "Trace job lineage",
                "Say what breaks when a job is held",
                "Find cycles, dangling references and jobs that never start",
                "Explain a start condition in words",
            ],
            example_queries=[
                "Parse JIL dependencies for BATCH_PROCESSING",
                "What are upstream jobs for DATA_LOAD?",
                "Analyze JIL file and show dependencies",
                "Parse JIL file for BATCH_JOB",
                "What breaks if I hold LOAD_GL?",
                "Which jobs are downstream of GL_POST within 2 levels?",
                "Are there cycles or dangling references in this export?",
                "What does the condition of EOD_REPORT mean?",
                "Explain s(LOAD_A) & f(LOAD_B) | d(LOAD_C,02.00) in words",
                "What does n(LOAD_A) & t(LOAD_B) & e(LOAD_C) = 4 & v(GO) = 1 mean?",
                "Explain success(LOAD_A) or failure(LOAD_B) or done(LOAD_C) or terminated(LOAD_D)",
                "What do notrunning(LOAD_A), exitcode(LOAD_B) and value(GO) mean?",
                "Which jobs are affected when the nightly batch is late?",
                "Which jobs run on a machine, belong to a box or use a calendar?",
                "Draw the dependency graph of the batch flow",
            ],
            category="migration",
            author="DataOps Agent",
            subjects=SUBJECTS,
            required_inputs=_inputs(),
        )

    def get_compiled_graph(self) -> "CompiledGraph":
        """Read, parse, resolve, analyse, write."""
        from workflows.jil_parser.graph import build_graph

        return build_graph()


def _inputs() -> list[WorkflowInputParameter]:
    """The export is required; everything else narrows the question."""
    return [
        WorkflowInputParameter(
            name="file_path",
            description="the Autosys JIL export to read",
            type="file",
            required=False,  # the graph asks for it, unless the question is about a condition that was typed
            kind="jil",
            suffixes=[".jil", ".zip"],
            content=r"(?im)^\s*(insert|update|delete|override)_(job|box|machine)\s*:",
            example="estate.jil",
            prompt="Which Autosys JIL export should I read? Attach the file (.jil, or a .zip of several) here.",
        ),
        WorkflowInputParameter(
            name="current_job",
            description="the job or box the question is about",
            required=False,
            pattern=JOB_NAME,
            example="LOAD_GL",
            prompt="Which job do you mean? Give its name as it stands in the JIL.",
        ),
        WorkflowInputParameter(
            name="analysis",
            description="what to find out",
            type="choice",
            required=False,
            choices=ANALYSES,
            example="impact",
        ),
        WorkflowInputParameter(
            name="levels",
            description="how many levels up or down to look",
            type="integer",
            required=False,
            words=LEVELS,
            example=2,
        ),
    ]
