"""Metadata of five more data workflows, as their authors would declare them, to rank several at once."""

from core.contracts import WorkflowInputParameter, WorkflowMetadata

SQL_GENERATOR = WorkflowMetadata(
    name="sql_generator",
    description="Generates SQL queries from a question about a database schema",
    capabilities=[
        "Generate SQL queries",
        "Write joins and aggregations",
        "Explain a query",
        "Check SQL syntax",
    ],
    example_queries=[
        "Write a query that lists the top customers by revenue",
        "Generate SQL for orders per month",
        "Give me a select statement joining orders and customers",
    ],
    category="generation",
)
SCHEMA_PROFILER = WorkflowMetadata(
    name="schema_profiler",
    description="Profiles the tables of a database schema",
    capabilities=[
        "Profile columns and null rates",
        "Detect primary keys",
        "Suggest indexes",
        "Find skewed columns",
    ],
    example_queries=[
        "Profile the CUSTOMER_ADDRESS table",
        "Which columns have nulls?",
        "Suggest indexes for table ORDER_LINE",
    ],
    required_inputs=[
        WorkflowInputParameter(
            name="table", description="the table", pattern=r"[A-Z][A-Z0-9_.]{2,63}", required=False
        ),
        WorkflowInputParameter(
            name="sample_rows",
            description="rows to look at",
            type="integer",
            required=False,
            words=["row", "rows"],
        ),
        WorkflowInputParameter(
            name="with_examples",
            description="show example values",
            type="boolean",
            required=False,
            words=["example values"],
        ),
        WorkflowInputParameter(
            name="null_share",
            description="the share of nulls that is too much",
            type="number",
            required=False,
            words=["null share", "threshold"],
        ),
    ],
)
INFORMATICA_CONVERTER = WorkflowMetadata(
    name="informatica_converter",
    description="Converts Informatica PowerCenter mappings to Snowflake",
    capabilities=[
        "Convert Informatica workflows",
        "Convert mappings and sessions",
        "Report unsupported transformations",
    ],
    example_queries=[
        "Convert this Informatica mapping to Snowflake",
        "Migrate the PowerCenter workflow",
        "Which transformations can not be converted?",
    ],
    category="migration",
    required_inputs=[
        WorkflowInputParameter(
            name="export", description="the XML export", type="file", kind="powercenter", suffixes=[".xml"]
        )
    ],
)
LINEAGE_TRACER = WorkflowMetadata(
    name="lineage_tracer",
    description="Traces column lineage through SQL scripts",
    capabilities=[
        "Trace column lineage",
        "Find where a column comes from",
        "Show upstream tables of a table",
    ],
    example_queries=[
        "Where does column ORDERS.AMOUNT come from?",
        "Show the lineage of SALES.REVENUE",
        "Which tables feed the sales report?",
    ],
    required_inputs=[
        WorkflowInputParameter(
            name="column", description="the column", pattern=r"[A-Z_]{2,32}\.[A-Z_]{2,32}", required=False
        )
    ],
)
CSV_RECONCILER = WorkflowMetadata(
    name="csv_reconciler",
    description="Reconciles two CSV files and reports differences",
    capabilities=["Compare CSV files row by row", "Reconcile totals", "Report missing and changed records"],
    example_queries=[
        "Compare these two CSV files",
        "Reconcile the ledger extract with the bank statement",
        "Which records are missing in the second file?",
    ],
    required_inputs=[
        WorkflowInputParameter(
            name="files", description="the files", type="file", kind="csv", suffixes=[".csv"]
        )
    ],
)
SEVERAL = (SQL_GENERATOR, SCHEMA_PROFILER, INFORMATICA_CONVERTER, LINEAGE_TRACER, CSV_RECONCILER)
