// Source: the files with line numbers, open at a line, with the statement of that line marked.

const MOST_OF_LINE = 5000;
// Browsers cannot scroll further than some ten million pixels, so that longer files are shown in stretches.
const STRETCH = 400000;

const jobPageLink = (job) =>
  element(
    "a",
    {
      href: jobLink(estate.name(job)),
      class: "to-job",
      tabindex: -1,
      "aria-label": `Page of ${shown(clipped(estate.name(job), 80))}`,
    },
    "job page",
  );

function sourceLine(line, words, { target = false, own = false, job }) {
  const left = words.length - MOST_OF_LINE;
  const whole = words.slice(0, MOST_OF_LINE).split("\t").map(shown).join("\t");
  return element(
    "div",
    { class: `row${own ? " own" : ""}${target ? " target" : ""}`, "aria-current": target ? "true" : null },
    element("span", { class: "number" }, target ? "▸ " : "", String(line)),
    element("code", {}, whole, left > 0 ? quiet(` … ${counted(left, "more character")}`) : null),
    job === undefined ? null : jobPageLink(job),
  );
}

class SourceView {
  // `own` are the lines of the statement that is marked.
  constructor(file, target, own) {
    Object.assign(this, { file, target, own: new Set(own), asked: new Set(), lines: new Map() });
    this.first = Math.floor((target - 1) / STRETCH) * STRETCH + 1;
    this.last = Math.min(this.first + STRETCH - 1, estate.index.files[file].lines);
    this.view = element("div", { class: "code whole", tabindex: 0, role: "region", "aria-label": "Source" });
    this.rows = new Rows(this.view, 1.25, (row) => this.row(this.first + row));
  }

  // An empty row stands in until the block of the line is unpacked.
  row(line) {
    const block = blockAt(this.file, line);
    const words = this.lines.get(block.id)?.[line - block.first];
    if (words === undefined) this.load(block);
    const job = estate.jobAt(this.file, line);
    return sourceLine(line, words ?? "", { target: line === this.target, own: this.own.has(line), job });
  }

  async load(block) {
    if (this.asked.has(block.id)) return;
    this.asked.add(block.id);
    this.lines.set(block.id, await linesOf(block));
    if (this.lines.size > 24) this.forget(this.lines.keys().next().value);
    this.rows.refresh();
  }

  forget(id) {
    this.lines.delete(id);
    this.asked.delete(id);
  }

  open() {
    this.rows.show(this.last - this.first + 1);
    this.rows.reveal(this.target - this.first);
  }
}

function stretches(view) {
  const { name, lines } = estate.index.files[view.file];
  if (lines <= STRETCH) return null;
  const link = (line, words) =>
    line < 1 || line > lines ? null : [" ", element("a", { href: lineLink(name, line) }, words)];
  return quiet(
    `Lines ${number(view.first)} to ${number(view.last)} of ${number(lines)}`,
    link(view.first - STRETCH, "earlier"),
    link(view.first + STRETCH, "later"),
  );
}

function fileSelect(view) {
  if (estate.files.length === 1) return null;
  const options = estate.files.map((name, file) =>
    element("option", { value: file, selected: file === view.file }, shown(clipped(name, 80))),
  );
  const change = (event) => follow(lineLink(estate.files[event.target.value], 1));
  return [element("label", { for: "to-file" }, "File"), element("select", { id: "to-file", on: { change } }, options)];
}

function sourceTools(view) {
  const { name, lines } = estate.index.files[view.file];
  const input = element("input", { id: "to-line", type: "number", min: 1, max: lines, value: view.target });
  const submit = (event) => {
    event.preventDefault();
    follow(lineLink(name, input.value || 1));
  };
  const label = element("label", { for: "to-line" }, "Line");
  const go = element("button", {}, "Go");
  return element("form", { class: "filters", on: { submit } }, fileSelect(view), label, input, go, stretches(view));
}

const showSource = (_, more, present) => showFile(0, 1, present);

function showLine(asked, more, present) {
  const colon = asked.lastIndexOf(":");
  const line = Number.parseInt(asked.slice(colon + 1), 10) || 1;
  return showFile(estate.fileNumber(asked.slice(0, colon)), line, present);
}

async function showFile(file, asked, present) {
  if (!estate.index.files[file]?.lines) {
    present("Source", title({}, "Source"), element("p", {}, "There is no such file here, or it is empty."));
    return;
  }
  const { name, lines } = estate.index.files[file];
  const line = Math.max(1, Math.min(asked, lines));
  const statement = await statementAt(file, await statementStart(file, line));
  const own = statement.map(([each]) => each);
  const job = own.includes(line) ? estate.jobAt(file, own[0]) : undefined;
  const view = new SourceView(file, line, own.includes(line) ? own : []);
  const of = job === undefined ? null : element("p", { class: "facts" }, quiet(`Line ${line} is part of `), jobAnchor(job));
  const shownName = title({ class: "name" }, shown(clipped(name, 120)));
  if (present(`${name}:${line}`, shownName, sourceTools(view), of, view.view)) view.open();
}
