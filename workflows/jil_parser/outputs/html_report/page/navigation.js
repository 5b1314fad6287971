// Navigation: the fragment of the address says what is shown, so that links, back and forward work everywhere.

const VIEWS = new Map([
  ["job", showJob], ["line", showLine], ["source", showSource], ["diagnostics", showDiagnostics], ["list", showList],
  ["search", showSearch], ["boxes", showBoxes], ["overview", showOverview], ["", showOverview],
]);
const scrolled = new Map();
let turn = 0;
let current;
let byLink = true;

function follow(link) {
  byLink = true;
  if (location.hash === link) go();
  else location.hash = link;
}

// A change of a filter is no step to go back to.
const replace = (link) => location.replace(link);

function parsed(fragment) {
  const [first, ...others] = fragment.split("&").map((pair) => {
    const [key, ...words] = pair.split("=");
    return [key, decoded(words.join("="))];
  });
  return { name: first[0], value: first[1], more: new Map(others) };
}

async function go() {
  const fragment = location.hash.slice(1);
  const { name, value: asked, more } = parsed(fragment);
  if (!VIEWS.has(name)) return;
  if (current !== undefined) scrolled.set(current, scrollY);
  current = fragment;
  turn += 1;
  const mine = turn;
  if (name !== "search") results.leave();
  try {
    await VIEWS.get(name)(asked, more, (title, ...content) => mine === turn && present(name, title, content));
  } catch (error) {
    if (mine === turn) report(error);
  }
}

function present(name, title, content) {
  const view = byId("view");
  const wide = content.length > 0;
  view.replaceChildren(...element("div", {}, content).childNodes);
  view.hidden = !wide;
  byId("overview").hidden = wide;
  byId("trouble").hidden = true;
  document.documentElement.classList.toggle("browsing", name === "boxes");
  document.title = `${shown(clipped(title, 80))} – ${TITLE}`;
  markCurrent(name);
  settle(wide ? view : byId("overview"), title);
  return true;
}

function markCurrent(name) {
  const views = { "": "overview", line: "source" };
  for (const link of document.querySelectorAll("[data-view]")) {
    if (link.dataset.view === (views[name] ?? name)) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

// A new view begins at its heading; one that was seen before, where it was left.
function settle(view, title) {
  scrollTo(0, byLink ? 0 : (scrolled.get(current) ?? 0));
  if (turn > 1) view.querySelector("h1")?.focus({ preventScroll: true });
  announce(shown(clipped(title, 120)));
  byLink = false;
}

function showOverview(_, more, present_) {
  present_("Overview");
}

function showSearch(query, more, present_) {
  present_("Overview");
  results.field.focus();
  return results.ask(query);
}

function showBoxes(_, more, present_) {
  results.ask("");
  present_("Boxes");
  byId("tree").focus();
}

// The tree follows the job that is shown, unless it makes room for what was searched.
function reveal(node) {
  if (!results.query && byId("tree").clientHeight) tree.reveal(node);
}

function report(error) {
  byId("trouble").textContent = `This cannot be shown: ${shown(clipped(String(error.message), 300))}`;
  byId("trouble").hidden = false;
}
