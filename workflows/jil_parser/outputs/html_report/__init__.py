"""``report.html``: a whole estate in one file that opens offline, with search, job pages and the source."""

from workflows.jil_parser.outputs.html_report.document import html_report

__all__ = ["html_report"]
