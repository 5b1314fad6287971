// Definition: what is written about a job, its conditions in words, and the lines it is written on.

const CONDITIONS = { condition: "Start condition", box_success: "Box success", box_failure: "Box failure" };
const NO_WORDS =
  "Long conditions, and those of very large estates, are not put in words here; ask for the meaning in the chat.";

function inWords(text) {
  if (!text) return element("p", { class: "quiet" }, NO_WORDS);
  const [first, ...notes] = text.split("\n");
  const entries = notes.map((note) => element("li", {}, value(note.replace(/^Note: /, ""))));
  return [element("p", {}, value(first)), entries.length ? element("ul", { class: "notes" }, entries) : null];
}

function conditionSection(key, details) {
  const written = element("pre", { class: "condition" }, value(String(details.attributes.get(key)), 2000));
  return section(CONDITIONS[key], undefined, written, inWords(details.words?.get(key)));
}

// The line of each attribute: told by the data, or in a plain statement the first line that begins with its key.
function linesOfAttributes(details, statement, file) {
  if (details.lines) return details.lines;
  const lines = new Map();
  for (const [line, words] of statement) {
    const key = keyOf(words);
    if (key && !lines.has(key)) lines.set(key, [file, line]);
  }
  return lines;
}

function attributeRow(key, held, where) {
  const written = Array.isArray(held)
    ? element("ul", {}, held.map((each) => element("li", {}, value(each))))
    : value(held);
  const link = where && {
    href: lineLink(estate.files[where[0]], where[1]),
    "aria-label": `${shown(clipped(key, 80))}, line ${where[1]}`,
  };
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, shown(clipped(key, 80))),
    element("td", {}, written),
    element("td", { class: "figure" }, link ? element("a", link, String(where[1])) : null),
  );
}

function attributeTable(details, lines) {
  const titles = ["Attribute", "Value", "Line"].map((name) => element("th", { scope: "col" }, name));
  const rows = [...details.attributes].map(([key, held]) => attributeRow(key, held, lines.get(key)));
  return element(
    "table",
    { class: "attributes" },
    element("thead", {}, element("tr", {}, titles)),
    element("tbody", {}, rows),
  );
}

function excerpt(statement, file) {
  const rows = statement.slice(0, 60).map(([line, words]) => sourceLine(line, words, {}));
  const properties = { class: "code excerpt", tabindex: 0, role: "region", "aria-label": "Statement" };
  const link = lineLink(estate.files[file], statement[0][0]);
  const open = element("p", {}, element("a", { href: link }, "Open in the source"));
  return section("Source", undefined, element("div", properties, rows), open);
}
