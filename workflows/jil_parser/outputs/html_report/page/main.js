// Main: reads the index, then everything on the page is alive.

const TITLE = document.title;
let results;
let tree;

async function start() {
  if (!("DecompressionStream" in window)) throw new Error("this browser cannot unpack the data; a newer one can.");
  estate = new Estate(await part("index"));
  search = new Search();
  document.documentElement.classList.add("scripted");
  results = new Results();
  tree = new Tree();
  history.scrollRestoration = "manual";
  document.addEventListener("click", (event) => {
    if (event.target.closest("a")) byLink = true;
  });
  addEventListener("hashchange", go);
  await go();
  performance.mark("ready");
  results.field.addEventListener("focus", () => search.load(), { once: true });
}

start().catch(report);
