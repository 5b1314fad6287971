"""Texts that try to run something, to load something, or to deceive a reader."""

SCRIPT = "<script>window.__pwned = 'script'</script>"
IMAGE = "<img src=x onerror=\"window.__pwned = 'image'\">"
BREAKOUT = "\"'></textarea></title></style><svg onload=\"window.__pwned = 'svg'\">"
TEMPLATE = "{{ 7 * 191 }} {% raw %} ${7 * 191} <%= 7 * 191 %>"
LINKS = (
    "[run](javascript:window.__pwned='link') [data](data:text/html,<script>window.__pwned=1</script>) "
    "![picture](http://evil.example/track.png) <http://evil.example> [there](//evil.example) "
    "<a href=\"javascript:window.__pwned='a'\">a</a> [x](vbscript:x)"
)
TURNED = "invoice\u202egpj.exe\u202c \u2066hidden\u2069 zero\u200bwidth"
CONTROLS = "nul\x00 bell\x07 escape\x1b[31m back\x08"
NAME = f"<img src=x onerror=window.__pwned='name'> {TURNED}"
ALL = f"{SCRIPT} {IMAGE} {BREAKOUT} {TEMPLATE} {LINKS} {TURNED}"

JOB_NAMES = ("A<script>window.__pwned=1</script>", "B&lt;b&gt;", "C\u202eD", "`E`", "[F](javascript:1)")
JOB = f"""insert_job: {{name}}   job_type: CMD
command: {SCRIPT}
description: "{IMAGE}{TURNED}"
owner: {SCRIPT}
condition: s({SCRIPT}) & s(</svg>)
"""
"""What is filled with a name is a job of an export."""

DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""What turns text around for a reader."""
