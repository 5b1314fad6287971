"""A slow reader of JIL, written rule by rule from tests/data/jil/README.md, to judge the fast one by.

It shares nothing with the engine: it goes character by character, keeps everything in plain dictionaries and
looks at every job as often as it likes.
"""

import re
from pathlib import Path
from typing import Any

README = Path(__file__).parents[3] / "data" / "jil" / "README.md"
KNOWN = set(README.read_text("utf-8").split("## Keys that start a further pair")[1].split("```")[1].split())
LISTS = {
    "envvars",
    "notification_emailaddress",
    "resources",
    "sp_arg",
    "sap_step_parms",
    "ws_parameter",
    "j2ee_parameter",
}
CONDITIONS = ("condition", "box_success", "box_failure")
JOB_VERBS = ("insert_job", "update_job", "delete_job", "delete_box", "override_job")
CALENDARS = ("calendar", "cycle", "extended_calendar", "ext_calendar")
KINDS = ["machine", "global", "glob", "blob", "xinst", "resource", "monbro", "job_type", "connectionprofile"]
OBJECTS = {f"{verb}_{kind}" for verb in ("insert", "update", "delete") for kind in KINDS} | set(CALENDARS)
FANCY = "\u201c\u201d\u201e\u201f\u2033"
STATUS = {
    "s": "success",
    "f": "failure",
    "d": "done",
    "t": "terminated",
    "n": "notrunning",
    "e": "exitcode",
    "v": "value",
}
TRUE = ("1", "y", "yes", "t", "true")

Edge = tuple[str, str, str, str | None, str | None, str | None, str | None, str | None]
Job = dict[str, Any]


class RefusedError(Exception):
    """The condition does not parse."""


# ------------------------------------------------------------------ text to lines


def decode(data: bytes) -> tuple[str, bool]:
    """The text, and whether its encoding is worth a remark."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), True
    try:
        return data.decode("utf-8-sig"), data[:3] == b"\xef\xbb\xbf"
    except UnicodeDecodeError:
        return data.removeprefix(b"\xef\xbb\xbf").decode("cp1252"), True


def cut_lines(text: str) -> list[str]:
    lines = [""]
    for index, char in enumerate(text):
        if char == "\n" and index and text[index - 1] == "\r":
            continue
        if char in "\r\n":
            lines.append("")
        else:
            lines[-1] += char
    return lines


def without_comments(lines: list[str], found: set[tuple[str, int]]) -> list[tuple[int, str]]:
    """(number, text) of every line that is not all comment; blank lines are kept as ""."""
    result = []
    inside = False
    for number, raw in enumerate(lines, 1):
        text, comment_seen, hash_line = raw, inside, False
        while True:
            if inside:
                end = text.find("*/")
                if end < 0:
                    break
                text, inside = text[end + 2 :], False
            text = text.lstrip(" \t")
            if text.startswith("#"):
                hash_line = True
                break
            if not text.startswith("/*"):
                break
            comment_seen = inside = True
            text = text[2:]
        if inside or hash_line or (comment_seen and not text):
            continue
        text = inner_comments_out(text)
        if any(quote in text for quote in FANCY):
            found.add(("typographic-quotes", number))
            text = "".join('"' if char in FANCY else char for char in text)
        result.append((number, text.strip(" \t")))
    return result


def inner_comments_out(text: str) -> str:
    result, quoted, index = "", False, 0
    while index < len(text):
        char = text[index]
        if (char == '"' or char in FANCY) and not result.endswith("\\"):
            quoted = not quoted
        end = text.find("*/", index + 2)
        if text.startswith("/*", index) and not quoted and result[-1:] in (" ", "\t") and end >= 0:
            result += " "
            index = end + 2
            continue
        result += char
        index += 1
    return result


# ------------------------------------------------------------------ lines to statements


def quotes(text: str) -> list[int]:
    return [i for i, char in enumerate(text) if char == '"' and text[i - 1 : i] != "\\"]


def odd(text: str) -> bool:
    return len(quotes(text)) % 2 == 1


def key_at(text: str, index: int) -> tuple[str, int] | None:
    """The key that starts at an index and the index behind its colon."""
    end = index
    while end < len(text) and (text[end].isascii() and (text[end].isalnum() or text[end] == "_")):
        end += 1
    if end == index or text[index].isdigit():
        return None
    colon = end
    while text[colon : colon + 1] in (" ", "\t"):
        colon += 1
    return (text[index:end].lower(), colon + 1) if text[colon : colon + 1] == ":" else None


def further_pairs(text: str, *, quoted: bool) -> list[list[str]]:
    """[["", first value], [key, value], ...]."""
    pieces = [["", ""]]
    index = 0
    while index < len(text):
        if text[index] == '"' and text[index - 1 : index] != "\\":
            quoted = not quoted
        key = key_at(text, index + 1) if text[index] in " \t" and not quoted else None
        if key and key[0] in KNOWN:
            pieces.append([key[0], ""])
            index = key[1]
            continue
        pieces[-1][1] += text[index]
        index += 1
    return [[key, value.strip(" \t")] for key, value in pieces]


def goes_on(key: str, value: str, text: str) -> bool:
    if odd(value) or value[-1:] in (",", "&", "|"):
        return True
    if key not in CONDITIONS:
        return False
    words = re.split(r"[^\w.#@-]", value)
    return words[-1].lower() in ("and", "or") or bool(re.match(r"(&|\||and\b|or\b)", text, re.IGNORECASE))


def opens(key: str) -> bool:
    return key in CALENDARS or (
        key.split("_", maxsplit=1)[0] + "_" in ("insert_", "update_", "delete_", "override_", "rename_")
        and "_" in key
    )


def statements(lines: list[tuple[int, str]], found: set[tuple[str, int]]) -> list[list[list[Any]]]:
    """Each statement is a list of [key, raw value, line]; the first is the header."""
    result: list[list[list[Any]]] = []
    closed = False
    for number, text in lines:
        key = key_at(text, 0)
        if not text:
            closed = bool(result) and result[-1][-1][0] not in CONDITIONS
        elif key and (opens(key[0]) or result):
            if opens(key[0]):
                result.append([])
            (_, value), *more = further_pairs(text[key[1] :], quoted=False)
            result[-1].append([key[0], value, number])
            result[-1].extend([name, rest, number] for name, rest in more)
            if more and key[0] in ("command", "description"):
                found.add(("inline-pair", number))
            closed = False
        elif result and not key and not closed and goes_on(result[-1][-1][0], result[-1][-1][1], text):
            last = result[-1][-1]
            (_, value), *more = further_pairs(text, quoted=odd(last[1]))
            last[1] = (last[1] + " " + value).strip(" \t")
            result[-1].extend([name, rest, number] for name, rest in more)
        elif not (
            result
            and result[-1][0][0] not in JOB_VERBS
            and re.match(r"\d{1,2}/\d{1,2}/\d{4}(\s+[\d:]+)?$", text)
        ):
            found.add(("stray-line", number))
    return result


def unquote(value: str) -> str:
    marks = quotes(value)
    if len(marks) >= 2 and marks[0] == 0 and marks[1] == len(value) - 1:
        return value[1:-1].replace('\\"', '"')
    return value


# ------------------------------------------------------------------ statements to jobs


def play(script: list[list[list[Any]]], found: set[tuple[str, int]]) -> dict[str, Job]:
    jobs: dict[str, Job] = {}
    updates: dict[str, set[str]] = {}
    for header, *pairs in script:
        verb, name, line = header[0], unquote(header[1]).replace("\\:", ":"), header[2]
        found.update(("unbalanced-quote", place) for _, raw, place in [header, *pairs] if odd(raw))
        if verb not in JOB_VERBS and verb not in OBJECTS:
            found.add(("unknown-statement", line))
        elif not name:
            found.add(("nameless-statement", line))
        elif verb in JOB_VERBS:
            values, places = attributes(pairs, found)
            if len(name) > 64:
                found.add(("name-too-long", line))
            if verb == "override_job":
                override(values, places, line, found)
            elif verb in ("delete_job", "delete_box"):
                found.update(("ignored-attribute", place) for place in places.values())
                if name in jobs:
                    delete(verb, name, jobs, updates)
                else:
                    found.add(("delete-unknown", line))
            else:
                define(verb, name, line, jobs, updates, set(values) - {"job_type"}, found)
                change(jobs[name], values, places)
    return jobs


def attributes(pairs: list[list[Any]], found: set[tuple[str, int]]) -> tuple[dict[str, Any], dict[str, int]]:
    values: dict[str, Any] = {}
    places: dict[str, int] = {}
    for key, raw, place in pairs:
        if key not in KNOWN:
            found.add(("unknown-attribute", place))
        if key in values and key in LISTS:
            values[key] = (values[key] if isinstance(values[key], list) else [values[key]]) + [unquote(raw)]
            continue
        if key in values:
            found.add(("repeated-attribute", place))
        values[key], places[key] = unquote(raw), place
    return values, places


def override(values: dict[str, Any], places: dict[str, int], line: int, found: set[tuple[str, int]]) -> None:
    found.add(("override-next-run", line))
    for key in CONDITIONS:
        if values.get(key) and not parses(values[key]):
            found.add(("condition-syntax", places[key]))


def delete(verb: str, name: str, jobs: dict[str, Job], updates: dict[str, set[str]]) -> None:
    doomed = [name]
    for box in doomed:
        if verb == "delete_box":
            doomed += [
                job["name"] for job in jobs.values() if job["box"] == box and job["name"] not in doomed
            ]
    for gone in doomed:
        del jobs[gone]
        updates.pop(gone, None)
    for job in jobs.values():
        if job["box"] == name and verb == "delete_job":
            job["box"] = None


def define(  # noqa: PLR0917
    verb: str,
    name: str,
    line: int,
    jobs: dict[str, Job],
    updates: dict[str, set[str]],
    changed: set[str],
    found: set[tuple[str, int]],
) -> None:
    """Bring a job into being where it is not there yet, or where it is inserted again."""
    if verb == "insert_job":
        updates.pop(name, None)
        if jobs.pop(name, None):
            found.add(("duplicate-insert", line))
    else:
        if updates.get(name, set()) & changed:
            found.add(("repeated-update", line))
        updates[name] = updates.get(name, set()) | changed
    if name not in jobs:
        if not re.fullmatch(r"[A-Za-z0-9_.#@:-]+", name):
            found.add(("odd-name", line))
        new = {"name": name, "type": "CMD", "box": None, "statement": verb, "line": line}
        jobs[name] = {**new, "attributes": {}, "places": {}}


def change(job: Job, values: dict[str, Any], places: dict[str, int]) -> None:
    if "job_type" in values:
        kind = values.pop("job_type").upper()
        job["type"] = {"B": "BOX", "C": "CMD", "F": "FW", "": "CMD"}.get(kind, kind)
    if "box_name" in values:
        job["box"] = values.pop("box_name").replace("\\:", ":") or None
    job["attributes"].update(values)
    job["places"].update(places)


# ------------------------------------------------------------------ conditions


class Parser:
    """Recursive descent over a condition; trees are ("atom", fields) and (operator, left, right)."""

    atom_pattern = re.compile(
        r"(success|failure|done|terminated|notrunning|exitcode|value|[sfdtnev])\s*\(\s*"
        r"((?:\\.|[^\s\\()\[\],:;^&|\"=<>!])+)\s*"
        r"(?:\^((?:\\.|[^\s\\()\[\],:;^&|\"=<>!])+)\s*)?(?:,\s*([0-9]+(?:(?:\.|\\:)[0-9]{1,2})?)\s*)?\)",
        re.IGNORECASE | re.ASCII,
    )
    compare_pattern = re.compile(r"\s*(!=|<=|>=|=|<|>)\s*", re.ASCII)

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.odd_lookback = False

    def blanks(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in " \t\n\r\f\v":
            self.at += 1

    def whole(self) -> Any:
        tree = self.expression()
        if self.at < len(self.text):
            raise RefusedError
        return tree

    def expression(self) -> Any:
        tree = self.operand()
        while True:
            self.blanks()
            word = re.compile(r"&|\||and\b|or\b", re.IGNORECASE).match(self.text, self.at)
            if not word:
                return tree
            self.at = word.end()
            tree = ("and" if word[0].lower() in ("&", "and") else "or", tree, self.operand())

    def operand(self) -> Any:
        self.blanks()
        if self.text[self.at : self.at + 1] == "(":
            self.at += 1
            tree = self.expression()
            self.blanks()
            if self.text[self.at : self.at + 1] != ")":
                raise RefusedError
            self.at += 1
            return tree
        return ("atom", self.atom())

    def atom(self) -> tuple[Any, ...]:
        match = self.atom_pattern.match(self.text, self.at)
        if not match:
            raise RefusedError
        status = STATUS[match[1][0].lower()]
        self.at = match.end()
        operator = value = None
        if status == "value" and (match[3] or match[4]):
            raise RefusedError
        if status in ("exitcode", "value"):
            compare = self.compare_pattern.match(self.text, self.at)
            if not compare:
                raise RefusedError
            operator, self.at = compare[1], compare.end()
            value = self.compared(status)
        lookback = self.lookback(match[4], status)
        return (
            status,
            match[2].replace("\\:", ":"),
            lookback,
            match[3] and match[3].replace("\\:", ":"),
            operator,
            value,
        )

    def compared(self, status: str) -> str:
        pattern = r"[+-]?[0-9]+" if status == "exitcode" else r'"(?:\\.|[^"\\])*"|[^\s&|()",]+'
        match = re.compile(pattern, re.ASCII).match(self.text, self.at)
        if not match or (
            not re.match(r"[\s&|()]|$", self.text[match.end() :], re.ASCII) and match[0][0] == '"'
        ):
            raise RefusedError
        if status == "exitcode" and not re.match(r"[\s&|()]|$", self.text[match.end() :], re.ASCII):
            raise RefusedError
        if match[0][0] != '"' and self.text[match.end() : match.end() + 1] == '"':
            raise RefusedError
        self.at = match.end()
        return match[0][1:-1].replace('\\"', '"') if match[0][0] == '"' else match[0]

    def lookback(self, text: str | None, status: str) -> str | None:
        if text is None:
            return None
        hours, dot, minutes = text.replace("\\:", ".").partition(".")
        self.odd_lookback |= status == "notrunning" or (bool(dot) and (len(minutes) < 2 or int(minutes) > 59))
        return text if text in ("0", "9999") else f"{hours:0>2}.{minutes or '00':0>2}"


def parse(text: str) -> Any:
    return Parser(text).whole()


def parses(text: str) -> bool:
    try:
        parse(text)
    except RefusedError:
        return False
    return True


def atoms_of(text: str) -> list[tuple[Any, ...]]:
    """The atoms of a condition; of a broken one all that are well-formed."""
    return flatten(parse(text)) if parses(text) else recovered(text)


def recovered(text: str) -> list[tuple[Any, ...]]:
    result, parser = [], Parser(text)
    starts = re.compile(r'"[^"]*"|(?<![\w.#@$%-])(?=[sfdtnev])', re.IGNORECASE | re.ASCII)
    while match := starts.search(text, parser.at):
        parser.at = match.end()
        if match[0]:
            continue
        try:
            result.append(parser.atom())
        except RefusedError:
            parser.at = match.end() + 1
    return result


def flatten(tree: Any) -> list[tuple[Any, ...]]:
    return [tree[1]] if tree[0] == "atom" else flatten(tree[1]) + flatten(tree[2])


def edges_of(jobs: dict[str, Job]) -> set[Edge]:
    edges: set[Edge] = set()
    for name, job in jobs.items():
        if job["box"]:
            edges.add((job["box"], name, "member", None, None, None, None, None))
        for kind in CONDITIONS:
            for status, source, lookback, instance, operator, value in atoms_of(
                job["attributes"].get(kind, "")
            ):
                origin = "$GLOBAL:" + source if status == "value" else source
                edges.add((origin, name, kind, status, lookback, instance, operator, value))
    return edges


# ------------------------------------------------------------------ findings over all jobs


def orders(edge: Edge) -> bool:
    return edge[2] == "condition" and edge[3] not in ("notrunning", "value") and edge[5] is None


def around(jobs: dict[str, Job], name: str) -> list[str]:
    result: list[str] = []
    while name in jobs and jobs[name]["box"] and jobs[name]["box"] not in result:
        name = jobs[name]["box"]
        result.append(name)
    return result


def reachable(name: str, steps: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    front = [name]
    while front:
        front = [after for at in front for after in steps.get(at, ()) if after not in seen]
        seen.update(front)
    return seen


def judge(jobs: dict[str, Job], edges: set[Edge], found: set[tuple[str, int]]) -> None:
    for source, target, kind, status, _, instance, _, _ in edges:
        place = jobs[target]["places"].get(kind, 0)
        if kind == "member":
            place = jobs[target]["places"]["box_name"]
            if source not in jobs:
                found.add(("dangling-box", place))
            elif jobs[source]["type"] != "BOX":
                found.add(("box-is-not-a-box", place))
            continue
        if status != "value" and instance is None and source not in jobs:
            found.add(("dangling-reference", place))
        if kind != "condition" and (status == "value" or instance or target not in around(jobs, source)):
            found.add(("box-outside-reference", place))
    for edge in filter(orders, edges):
        if edge[0] == edge[1]:
            found.add(("self-dependency", jobs[edge[1]]["places"]["condition"]))
    judge_conditions(jobs, found)
    judge_cycles(jobs, edges, found)
    judge_schedules(jobs, found)
    judge_boxes(jobs, found)


def judge_conditions(jobs: dict[str, Job], found: set[tuple[str, int]]) -> None:
    for job in jobs.values():
        for kind in CONDITIONS:
            text = job["attributes"].get(kind, "")
            if text and not parses(text):
                found.add(("condition-syntax", job["places"][kind]))
            elif text:
                parser = Parser(text)
                parser.whole()
                if parser.odd_lookback:
                    found.add(("odd-lookback", job["places"][kind]))


def judge_cycles(jobs: dict[str, Job], edges: set[Edge], found: set[tuple[str, int]]) -> None:
    steps: dict[str, set[str]] = {}
    for edge in filter(orders, edges):
        steps.setdefault(edge[0], set()).add(edge[1])
    reach = {name: reachable(name, steps) for name in jobs}
    for name in jobs:
        ring = [other for other in jobs if other != name and other in reach[name] and name in reach[other]]
        if ring and all(list(jobs).index(name) < list(jobs).index(other) for other in ring):
            found.add(("cycle", jobs[name]["line"]))


def judge_schedules(jobs: dict[str, Job], found: set[tuple[str, int]]) -> None:
    for job in jobs.values():
        has = [
            key
            for key in ("start_times", "start_mins", "days_of_week", "run_calendar")
            if job["attributes"].get(key)
        ]
        if has and job["attributes"].get("date_conditions", "").lower() not in TRUE:
            found.add(("dead-schedule", job["line"]))
        if {"start_times", "start_mins"} <= set(has) or {"days_of_week", "run_calendar"} <= set(has):
            found.add(("schedule-conflict", job["line"]))


def judge_boxes(jobs: dict[str, Job], found: set[tuple[str, int]]) -> None:
    for name, job in jobs.items():
        if name in around(jobs, name):
            found.add(("box-ring", 0))
        if job["type"] == "BOX" and cannot_complete(jobs, name, ()):
            found.add(("box-cannot-complete", job["line"]))


def cannot_complete(jobs: dict[str, Job], box: str, outer: tuple[str, ...]) -> bool:
    if jobs[box]["attributes"].get("box_success") or jobs[box]["attributes"].get("box_failure"):
        return False
    inside = [name for name in jobs if box in around(jobs, name) and name != box]
    can_start: set[str] = set()
    for _ in inside:
        for name in inside:
            own = jobs[name]["box"]
            if (own == box or own in can_start) and comes_true(jobs, name, box, inside, can_start):
                can_start.add(name)
    members = [name for name in inside if jobs[name]["box"] == box]
    return any(
        name not in can_start or (name not in outer and cannot_complete(jobs, name, (*outer, box)))
        for name in members
    )


def comes_true(jobs: dict[str, Job], name: str, box: str, inside: list[str], can_start: set[str]) -> bool:
    text = jobs[name]["attributes"].get("condition", "")
    false = {box, *around(jobs, box)}

    def true(atom: tuple[Any, ...]) -> bool:
        if atom[0] in ("notrunning", "value") or atom[3]:
            return True
        return atom[1] in jobs and atom[1] not in false and (atom[1] not in inside or atom[1] in can_start)

    def holds(tree: Any) -> bool:
        if tree[0] == "atom":
            return true(tree[1])
        return (all if tree[0] == "and" else any)(holds(side) for side in tree[1:])

    return holds(parse(text)) if text and parses(text) else all(map(true, atoms_of(text)))


def read(data: bytes) -> tuple[dict[str, Job], set[Edge], set[tuple[str, int]]]:
    """Jobs, edges, and (code, line) of every finding; line 0 for rings of boxes, whose place is open."""
    found: set[tuple[str, int]] = set()
    text, remark = decode(data)
    if remark:
        found.add(("encoding", 1))
    jobs = play(statements(without_comments(cut_lines(text), found), found), found)
    edges = edges_of(jobs)
    judge(jobs, edges, found)
    return jobs, edges, found
