"""Cards full of what people, files and workflows bring, for every door."""

from hypothesis import strategies as st

from core.chat.card import (
    Actions,
    Card,
    Choice,
    Entry,
    Fields,
    Link,
    Links,
    Picture,
    Step,
    Steps,
    Suggestions,
    Text,
)
from core.chat.conformance import HOSTILE

OURS = "https://dataops.example/f/0123"
"""The one address that a link may have."""

FRAGMENTS = (
    *(
        "<!channel>",
        "<@U012AB3CD>",
        "<#C012AB3CD|x>",
        "<https://e.org|click>",
        "@here ",
        "@channel",
        "&lt;!here&gt;",
        "<at>everyone</at>",
        "{{DATE(2026-05-02T06:00:00Z, SHORT)}}",
    ),
    *(
        "[click](https://e.org)",
        "[a](javascript:x)",
        "<https://e.org>",
        "![i](https://e.org/x.png)",
        "https://e.org ",
    ),
    *(
        "```",
        "```sql\n",
        "~~~\n",
        "`",
        "``",
        "    code\n",
        "**",
        "*",
        "_",
        "~~",
        ":tada:",
        "\\",
        "&amp;",
        "&#60;",
    ),
    *("- ", "1. ", "99. ", "  - ", "> ", "# ", "\n", "\n\n", "---\n", "[x]: y\n", "- [ ] "),
    *(
        "| a | b |\n|---|--:|\n",
        "| 1 | 2 |\n",
        "| 3 |\n",
        "|",
        "word ",
        "GL_POST_1 ",
        "x" * 400,
        "é\u0301 ",
        "👩\u200d💻",
    ),
    *("\x00", "\x1b[31m", "\u202e", "\ud800", "\r", "\r\n", "\u2028", "\u200b", " \t "),
)
hostile = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join),
    st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=4).map(lambda parts: "".join(parts) * 300),
    st.text(max_size=200),
)
line = st.one_of(st.lists(st.sampled_from(FRAGMENTS), max_size=5).map("".join), st.sampled_from(HOSTILE))
choices = st.lists(st.builds(Choice, label=line, value=line), max_size=6) | st.integers(20, 400).map(
    lambda most: [Choice(label=f"choice {n}", value=f"value {n}" * (n % 40)) for n in range(most)]
)
steps = st.builds(
    Step,
    title=line,
    state=st.sampled_from(["running", "done", "failed"]),
    seconds=st.floats(0, 1e6),
    detail=line,
)
short = line.map(lambda text: text[:200])
links = st.builds(Link, label=short, url=st.just(OURS), note=short)
read = st.one_of(
    st.builds(Text, markdown=hostile),
    st.builds(Fields, items=st.lists(st.tuples(line, line), max_size=12).map(tuple)),
    st.builds(Steps, items=st.lists(steps, max_size=12).map(tuple)),
    st.builds(Suggestions, items=st.lists(line, max_size=4).map(tuple)),
    st.builds(Links, items=st.lists(links, max_size=40).map(tuple)),
)
pressed = st.one_of(
    st.builds(Picture, artifact_id=st.sampled_from(["known", "other"]), alt=line),
    st.builds(Actions, action=line, choices=choices.map(tuple)),
    st.builds(
        Entry,
        action=line,
        takes=st.sampled_from(["text", "number", "file"]),
        example=line,
        suffixes=st.lists(line, max_size=2).map(tuple),
    ),
)
cards = st.builds(
    Card,
    kind=st.sampled_from(["progress", "question", "answer", "error", "notice"]),
    title=hostile.filter(str.strip),
    blocks=st.lists(read | pressed, max_size=5).map(tuple),
    footer=line,
)
