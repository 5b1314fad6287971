"""The six patterns, and what a workflow made from each does with data."""

from core.base_workflow import WorkflowInputParameter
from core.devkit.templates.workflow_template import WorkflowTemplate

CSV = WorkflowInputParameter(
    name="file",
    description="the CSV file to read",
    type="file",
    required=False,
    kind="csv",
    suffixes=[".csv", ".tsv", ".zip"],
    example="orders.csv",
    prompt="Which CSV file should I read? Attach it here.",
)

LOG = WorkflowInputParameter(
    name="file",
    description="the log file to read",
    type="file",
    required=False,
    kind="log",
    suffixes=[".log", ".zip"],
    content=r"(?m)^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d",
    example="load.log",
    prompt="Which log file should I read? Attach it here.",
)

DATA_FILE = WorkflowInputParameter(
    name="file",
    description="the data file to read",
    type="file",
    required=False,
    kind="data_file",
    suffixes=[".csv", ".json", ".jsonl", ".log", ".zip"],
    example="orders.json",
    prompt="Which data file should I read? Attach it here (CSV, JSON or log).",
)

ROUNDS = WorkflowInputParameter(
    name="rounds",
    description="the most rounds of repair",
    type="integer",
    required=False,
    words=["rounds"],
    example=3,
)


class SimpleWorkflowTemplate(WorkflowTemplate):
    """One step."""

    pattern = "simple"
    description = "Profiles a CSV file: how many rows, empty cells and distinct values"
    category = "analysis"
    capabilities = ("Profile a CSV file", "Count the empty cells and distinct values of a CSV file")
    example_queries = ("How many cells are empty in this CSV?", "Profile the distinct values of this CSV")
    subjects = ("csv", "profile", "empty cells")
    inputs = (CSV,)
    samples = ("orders.csv",)


class SupervisorWorkflowTemplate(WorkflowTemplate):
    """A supervisor that hands the work to workers until it is done."""

    pattern = "supervisor"
    description = "Checks the quality of a CSV file: missing values, duplicates, outliers"
    category = "quality"
    capabilities = ("Check the data quality of a CSV file", "Find missing values, duplicates and outliers")
    example_queries = (
        "Check the data quality of this CSV",
        "Are there duplicates, outliers or missing values in this CSV?",
    )
    subjects = ("csv", "data quality", "duplicates", "outliers")
    inputs = (CSV,)
    samples = ("orders.csv",)


class IterativeWorkflowTemplate(WorkflowTemplate):
    """A step that is repeated until nothing is left to do."""

    pattern = "iterative"
    description = "Repairs a CSV file round by round: header names, broken and repeated rows"
    category = "cleaning"
    capabilities = ("Repair a CSV file until it is clean", "Fix header names and broken rows")
    example_queries = ("Repair this CSV", "Fix the header names of this CSV in at most 3 rounds")
    subjects = ("csv", "header names", "repair")
    inputs = (CSV, ROUNDS)
    samples = ("messy.csv",)


class SequentialWorkflowTemplate(WorkflowTemplate):
    """Steps one after the other."""

    pattern = "sequential"
    description = "Summarises a log file: entries by level, and what is said most often"
    category = "operations"
    capabilities = ("Summarise a log file", "Count the entries of a log by level and message")
    example_queries = ("Summarise the entries of this log", "What is said most often in this log file?")
    subjects = ("log file", "log")
    inputs = (LOG,)
    samples = ("load.log",)


class ParallelWorkflowTemplate(WorkflowTemplate):
    """The same step for several parts at once, and one that joins what came out."""

    pattern = "parallel"
    description = "Describes every column of a CSV file at once: type, range, most frequent value"
    category = "analysis"
    capabilities = ("Describe each column of a CSV file", "Infer the column types of a CSV file")
    example_queries = ("Describe every column of this CSV", "Which types do the columns of this CSV have?")
    subjects = ("csv", "column types", "columns")
    inputs = (CSV,)
    samples = ("orders.csv",)


class ConditionalWorkflowTemplate(WorkflowTemplate):
    """The one step of several that fits."""

    pattern = "conditional"
    description = "Tells what is in a data file, by the reader that fits: CSV, JSON or log"
    category = "analysis"
    capabilities = ("Tell what is in a data file", "Recognise CSV, JSON and log files by their content")
    example_queries = ("Which format does this data file have?", "Recognise this JSON file")
    subjects = ("data file", "json", "format")
    inputs = (DATA_FILE,)
    samples = ("orders.csv", "orders.json", "load.log")


TEMPLATES: dict[str, type[WorkflowTemplate]] = {
    "simple": SimpleWorkflowTemplate,
    "supervisor": SupervisorWorkflowTemplate,
    "iterative": IterativeWorkflowTemplate,
    "sequential": SequentialWorkflowTemplate,
    "parallel": ParallelWorkflowTemplate,
    "conditional": ConditionalWorkflowTemplate,
}
"""The classes by the names that ``--template`` takes."""
