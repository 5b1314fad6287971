// Diagnostics: all of them, narrowed by severity and code. What is shown stands in the link.

const SEVERITIES = ["error", "warning", "info"];
const diagnostics = lasting("diagnostics", (columns) => columns);

async function diagnosticEntry(found) {
  const batch = estate.index.batches.diagnostics;
  const words = await part(`diagnostics-${Math.floor(found / batch)}`);
  const row = found % batch;
  const { codes, code, severity, job } = await diagnostics();
  const head = [
    element("b", { class: `severity ${severity[found]}` }, severity[found]),
    element("code", {}, codes[code[found]]),
    place(estate.files[words.file[row]], words.line[row]),
    job[found] >= 0 && estate.isJob(job[found]) ? jobAnchor(job[found]) : null,
  ];
  return element(
    "li",
    { class: "diagnostic" },
    element("p", { class: "head" }, head),
    element("p", {}, value(words.message[row]), " ", quiet(words.advice[row])),
  );
}

// The section of a job's own diagnostics; nothing where it has none.
async function diagnosticsOf(node) {
  const { job } = await diagnostics();
  const own = [...job.keys()].filter((found) => job[found] === node);
  if (!own.length) return null;
  const list = element("ol", { class: "diagnostics" });
  return section("Diagnostics", own.length, await growing(list, own, diagnosticEntry, 20));
}

function numbersOf(values) {
  const found = new Map();
  for (const each of values) found.set(each, (found.get(each) ?? 0) + 1);
  return found;
}

const filterLink = (severity, code) =>
  `#diagnostics${severity ? `&severity=${severity}` : ""}${code ? `&code=${code}` : ""}`;

function severityLinks({ severity }, chosen) {
  const numbers = numbersOf(severity);
  const links = ["", ...SEVERITIES.filter((each) => numbers.has(each))].map((each) => {
    const properties = { href: filterLink(each, ""), "aria-current": each === chosen.severity ? "true" : null };
    return element("a", properties, each || "all", " ", countTag(numbers.get(each) ?? severity.length));
  });
  return element("nav", { "aria-label": "Severity" }, links);
}

function codeSelect({ codes, code, severity }, chosen) {
  const fitting = code.filter((_, found) => !chosen.severity || severity[found] === chosen.severity);
  const numbers = [...numbersOf(fitting)].map(([kind, count]) => [codes[kind], count]).sort();
  const options = numbers.map(([name, count]) =>
    element("option", { value: name, selected: name === chosen.code }, `${name} (${number(count)})`),
  );
  const change = (event) => replace(filterLink(chosen.severity, event.target.value));
  return element("select", { id: "code", on: { change } }, element("option", { value: "" }, "every code"), options);
}

async function showDiagnostics(_, more, present) {
  const columns = await diagnostics();
  const { codes, code, severity } = columns;
  const chosen = { severity: more.get("severity") ?? "", code: more.get("code") ?? "" };
  const fits = (found) =>
    (!chosen.severity || severity[found] === chosen.severity) && (!chosen.code || codes[code[found]] === chosen.code);
  const found = [...code.keys()].filter(fits);
  const list = element("ol", { class: "diagnostics", "aria-label": "Diagnostics" });
  const label = element("label", { for: "code" }, "Code");
  present(
    "Diagnostics",
    title({}, "Diagnostics ", countTag(found.length)),
    element("div", { class: "filters" }, severityLinks(columns, chosen), label, codeSelect(columns, chosen)),
    await growing(list, found, diagnosticEntry, 50),
  );
  announce(counted(found.length, "diagnostic"));
}
