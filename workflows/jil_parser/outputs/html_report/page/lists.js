// Lists: cycles, dangling references, jobs nothing starts and so on, each whole.

const waitsFor = () => quiet(" waits for ");

function ring(way) {
  return element("li", {}, [...way, way[0]].map((node, place) => [place ? waitsFor() : null, jobAnchor(node)]));
}

const reference = ([job, does, name, file, line]) =>
  element("li", {}, jobAnchor(job), quiet(` ${does} `), jobAnchor(name), " ", place(estate.files[file], line));

const jobEntry = (node) =>
  element("li", {}, jobAnchor(node), " ", typeTag(node, 16));

async function showList(id, more, present) {
  const sections = new Map(Object.entries(await part("sections")));
  const found = sections.get(id) ?? { title: "Nothing of this kind", meaning: "", jobs: [], ways: [], references: [] };
  const count = found.jobs.length + found.ways.length + found.references.length;
  const lists = [
    [found.jobs, jobEntry, id === "chain" ? "ol" : "ul", "names"],
    [found.ways, ring, "ul", ""],
    [found.references, reference, "ul", ""],
  ];
  const grown = lists
    .filter(([entries]) => entries.length)
    .map(([entries, render, tag, style]) => growing(element(tag, { class: style }), entries, render, 200));
  present(
    found.title,
    title({}, found.title, " ", countTag(count)),
    element("p", { class: "quiet" }, found.meaning),
    element("div", { class: "list" }, await Promise.all(grown)),
  );
}
