"""The JIL workflow as the registry sees it."""

from typing import TYPE_CHECKING

from core.base_workflow import BaseWorkflow, WorkflowInputParameter, WorkflowMetadata
from workflows.jil_parser.phrases import ANALYSES, LEVELS, SCENARIOS, SUBJECTS

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph

JOB_NAME = r"(?=[^\s,;?!]*[A-Z0-9_.#@:])[A-Za-z0-9_.#@:\\-]{2,64}"
"""Names as AutoSys allows them (up to 64 characters); a plain lower-case word is taken for prose."""


class JILParserWorkflow(BaseWorkflow):
    """Reads Autosys JIL exactly and answers what depends on what."""

    def get_metadata(self) -> WorkflowMetadata:
        """Name, abilities, and the inputs: the export, a job or another object, and the question."""
        return WorkflowMetadata(
            name="jil_parser",
            command="parse-jil",
            description="Analyzes Autosys JIL files to identify job dependencies",
            capabilities=[
                "Parse JIL file structure",
                "Identify upstream dependencies",
                "Identify downstream dependencies",
                "Trace job lineage",
                "Say what breaks when a job is held, put on ice or fails",
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
                "What if GL_FX_REVAL fails, or is put on ice?",
                "Which boxes cannot complete?",
                "Show the errors and warnings",
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
            prompt="Which Autosys JIL export should I read? Attach it here (.jil, or a .zip of several).",
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
            name="scenario",
            description="what happens to the job whose impact is asked for; a hold unless said",
            type="choice",
            required=False,
            choices=SCENARIOS,
            example="hold",
        ),
        WorkflowInputParameter(
            name="name",
            description="the machine, owner, calendar or global variable the question is about",
            required=False,
            example="server01",
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
