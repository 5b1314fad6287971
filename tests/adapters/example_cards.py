"""Cards as people get them, for every door: each kind, and each block in its usual and its unusual size."""

from core.chat.card import (
    Actions,
    Card,
    Choice,
    Entry,
    Fields,
    Picture,
    Step,
    Steps,
    Suggestions,
    Text,
)
from core.chat.controls import cancel_button, retry_button, steps_button

MARKDOWN = """\
# Two ways in

`GL_POST` waits for **two** jobs, and *one* of them is ~~late~~ missing:

1. `GL_LOAD`
   - a box
   - at 02:00
2. `GL_SUM` ([runbook](https://example.org/gl?a=1&b=2))

> The window closes at 06:00.

```sql
SELECT *
FROM gl_post
```

---

| job | runs | mean |
|:----|-----:|:----:|
| `GL_LOAD` | 1,204 | 0.4 s |
| GL_SUM | | 12 s |

See <https://example.org/estate>.
"""

HOSTILE = (
    "<!channel> @here <@U012AB3CD> <https://evil.example|click> [click](https://evil.example) :tada: & *all*"
)

CARDS: dict[str, Card] = {
    "progress": Card(
        kind="progress",
        title="Working on it",
        blocks=(
            Steps(
                items=(
                    Step(title="Read the export", state="done", seconds=0.4),
                    Step(title="Resolve names", state="failed", seconds=1.0, detail="no file"),
                    Step(title="Draw", state="running", seconds=3.2),
                )
            ),
            cancel_button("run_1"),
        ),
        footer="4.6 s",
    ),
    "progress_folded": Card(
        kind="progress",
        title="Done",
        blocks=(Steps(items=(Step(title="Read the export", state="done"),), unfold=steps_button("run_1")),),
        footer="4.6 s",
    ),
    "question_choices": Card(
        kind="question",
        title="Which direction?",
        blocks=(
            Text(markdown="For example: `up`"),
            Actions(
                action="question_1",
                choices=tuple(Choice(label=f"Direction {n}", value=f"d{n}") for n in range(1, 8)),
            ),
        ),
    ),
    "question_menu": Card(
        kind="question",
        title="Which job?",
        blocks=(
            Actions(
                action="question_1",
                choices=tuple(Choice(label=f"JOB_{n}", value=f"JOB_{n}") for n in range(1, 31)),
            ),
        ),
    ),
    "question_long_choices": Card(
        kind="question",
        title="Which definition?",
        blocks=(
            Actions(
                action="question_1",
                choices=(
                    Choice(label="short", value="2"),
                    Choice(label="the long definition " * 5, value="v" * 2_001),
                ),
            ),
        ),
    ),
    "question_text": Card(
        kind="question", title="Which job?", blocks=(Entry(action="question_1", example="GL_POST"),)
    ),
    "question_number": Card(
        kind="question", title="How many levels?", blocks=(Entry(action="question_1", takes="number"),)
    ),
    "question_file": Card(
        kind="question",
        title="Which export shall I read?",
        blocks=(Entry(action="question_1", takes="file", suffixes=(".txt", ".zip")),),
    ),
    "question_closed": Card(kind="question", title="Which job?", footer="Ada answered: GL_POST"),
    "answer": Card(
        kind="answer",
        title="12 jobs wait for `GL_POST`.",
        blocks=(
            Fields(items=(("Jobs", "1,204"), ("Files", "/data/*.csv, /in/*.txt"))),
            Picture(artifact_id="artifact_graph_1", alt="12 jobs wait for GL_POST."),
            Picture(artifact_id="artifact_graph_2", alt=""),
            Picture(artifact_id="artifact_graph_3", alt="not uploaded yet"),
            Text(markdown=MARKDOWN),
            Suggestions(items=("What is upstream of GL_POST?", "Show `GL_LOAD`")),
        ),
        footer="estate.txt of 2 May",
    ),
    "answer_long": Card(
        kind="answer",
        title="Everything",
        blocks=(
            Text(markdown="\n\n".join(f"paragraph {n} " + "says so " * 60 for n in range(24))),
            retry_button("run_1"),
        ),
        footer="estate.txt",
    ),
    "answer_hostile": Card(
        kind="answer",
        title=HOSTILE,
        blocks=(
            Text(markdown=HOSTILE),
            Fields(items=((HOSTILE, HOSTILE),)),
            Steps(items=(Step(title=HOSTILE, state="done", detail=HOSTILE),)),
            Picture(artifact_id="artifact_graph_1", alt=HOSTILE),
            Actions(action=HOSTILE, choices=(Choice(label=HOSTILE, value=HOSTILE),)),
            Entry(action=HOSTILE, takes="file", suffixes=(HOSTILE,)),
            Suggestions(items=(HOSTILE,)),
        ),
        footer=HOSTILE,
    ),
    "error": Card(
        kind="error",
        title="Something went wrong on my side; try again, or tell an admin.",
        blocks=(retry_button("run_1"),),
        footer="Reference: run_1",
    ),
    "notice": Card(
        kind="notice",
        title="Not every file could be delivered",
        blocks=(Text(markdown="graph.png is too large\nlog.txt is empty"),),
    ),
}
