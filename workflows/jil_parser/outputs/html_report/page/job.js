// Job: everything about one job, or about a name that is none.

const WHAT = {
  missing: "is not defined in these files.",
  global: "is a global variable.",
  "other scheduler": "runs on another scheduler.",
  object: "is no job after the last line of the files.",
};

// What the details part has about a job; keys of a file are looked up in maps, where no name has a meaning.
async function detailsOf(node) {
  const batch = estate.index.batches.details;
  const details = await part(`details-${Math.floor(node / batch)}`);
  const row = node % batch;
  return {
    statement: details.statement[row],
    attributes: new Map(Object.entries(details.attributes[row])),
    lines: details.lines[row] && new Map(Object.entries(details.lines[row])),
    words: details.words && new Map(Object.entries(details.words[row] ?? {})),
  };
}

// Several links between the same two jobs are one entry.
function grouped(found) {
  const groups = new Map();
  for (const link of found) {
    if (!groups.has(link.node)) groups.set(link.node, []);
    groups.get(link.node).push(link);
  }
  return [...groups].map(([node, all]) => {
    return { node, links: all, words: [...new Set(all.map(linkWords))].join("; ") };
  });
}

async function neighbourList(title, entries) {
  if (!entries.length) return null;
  const list = element("ul", { class: "neighbours" });
  const entry = ({ node, words }) =>
    element("li", {}, element("span", { class: "words" }, words), jobAnchor(node), typeTag(node, 16));
  return section(title, entries.length, await growing(list, entries, entry, 50));
}

function boxPath(node) {
  const boxes = estate.around(node);
  if (!boxes.length) return null;
  const steps = boxes.map((box) => [jobAnchor(box), quiet(" › ")]);
  return element("nav", { class: "path", "aria-label": "Boxes around it" }, steps);
}

function facts(node, details) {
  const state = details.attributes.get("status");
  return element(
    "p",
    { class: "facts" },
    element("span", { class: "badge" }, shown(clipped(estate.type(node), 40))),
    state ? element("span", { class: "badge strong" }, shown(clipped(String(state), 40))) : null,
    quiet(`${shown(details.statement)} at `, place(estate.file(node), estate.line(node))),
  );
}

function heading(node, details) {
  const description = details.attributes.get("description");
  return [
    boxPath(node),
    title({ class: "name" }, value(estate.name(node), 300)),
    facts(node, details),
    description ? element("p", { class: "lead" }, value(String(description))) : null,
  ];
}

async function around(node) {
  const { before, behind } = await neighbours(node);
  const first = grouped(before);
  const last = grouped(behind.filter(({ kind }) => kind !== "member"));
  const members = grouped(behind.filter(({ kind }) => kind === "member"));
  const lists = await Promise.all([
    neighbourList("Waits for", first),
    neighbourList("Is waited for by", last),
    neighbourList("Holds", members),
  ]);
  const alone = element("p", { class: "quiet" }, "It waits for nothing, and nothing waits for it.");
  const picture = lists.some(Boolean) ? graph(node, first, last.concat(members)) : alone;
  return [section("Around it", undefined, picture), element("div", { class: "sides" }, lists)];
}

function nodeNamed(name) {
  return estate.numbers.get(name) ?? estate.index.names.findIndex((each) => wellFormed(each) === name);
}

async function showJob(name, more, present) {
  const node = nodeNamed(name);
  if (node < 0) showUnknown(name, present);
  else if (estate.isJob(node)) await showDefined(node, present);
  else await showOther(node, present);
}

function showUnknown(name, present) {
  const link = element("a", { href: `#search=${encoded(name)}` }, "Search for it");
  const words = ["There is no job ", element("span", { class: "name" }, shown(clipped(name, 200))), ". ", link];
  present("No such job", title({}, "No such job"), element("p", {}, words));
}

async function showDefined(node, present) {
  const file = estate.index.file[node];
  const [details, surroundings, statement, found] = await Promise.all([
    detailsOf(node),
    around(node),
    statementAt(file, estate.line(node)),
    diagnosticsOf(node),
  ]);
  const conditions = Object.keys(CONDITIONS).filter((key) => details.attributes.get(key));
  const table = attributeTable(details, linesOfAttributes(details, statement, file));
  present(
    estate.name(node),
    heading(node, details),
    found,
    surroundings,
    conditions.map((key) => conditionSection(key, details)),
    section("Definition", details.attributes.size, table),
    excerpt(statement, file),
  );
  reveal(node);
}

async function showOther(node, present) {
  const surroundings = await around(node);
  const name = estate.name(node);
  const what = element("p", { class: "lead" }, `This ${WHAT[estate.sort(node)]}`);
  present(name, title({ class: "name" }, value(name, 300)), what, surroundings);
}
