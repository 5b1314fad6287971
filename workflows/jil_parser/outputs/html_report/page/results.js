// Results: the search field and the list below it. The focus stays in the field; arrows move through the list.

class Results {
  constructor() {
    this.field = byId("query");
    this.list = byId("results");
    this.rows = new Rows(this.list, 2.75, (row) => this.row(row));
    this.found = [];
    this.active = -1;
    this.field.addEventListener("input", () => this.later());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => this.click(event));
    document.addEventListener("keydown", (event) => this.shortcut(event));
  }

  get query() {
    return this.field.value.trim();
  }

  // Large estates are not searched at every letter of a fast typist.
  later() {
    clearTimeout(this.pending);
    this.pending = setTimeout(() => this.search(), estate.count > 20000 ? 120 : 30);
  }

  ask(query) {
    this.field.value = query;
    return this.search();
  }

  async search() {
    clearTimeout(this.pending);
    this.pending = undefined;
    this.show();
    if (search.ready || !this.query) return;
    await search.load();
    this.show();
  }

  show() {
    const asked = this.query !== "";
    this.found = asked ? search.find(this.query) : [];
    this.active = this.found.length ? 0 : -1;
    document.documentElement.classList.toggle("searching", asked);
    this.list.hidden = !asked;
    this.list.scrollTop = 0;
    this.field.setAttribute("aria-expanded", String(asked));
    this.rows.show(this.found.length);
    this.point();
    const more = search.ready ? "" : " by name; reading the rest …";
    const number = this.found.length ? counted(this.found.length, "job") : "No job";
    byId("found").textContent = asked ? `${number} found${more}` : "";
  }

  row(row) {
    const node = this.found[row];
    const name = marked(estate.name(node), search.terms(this.query));
    const properties = {
      class: "row",
      role: "option",
      id: `result-${row}`,
      "aria-selected": String(row === this.active),
      "aria-setsize": this.found.length,
      "aria-posinset": row + 1,
    };
    return element("div", properties, element("span", { class: "name" }, name), typeTag(node, 8), this.second(node));
  }

  // Where the query stands if not in the name, else the box.
  second(node) {
    const box = estate.box(node);
    const otherwise = { before: box < 0 ? "" : "in ", text: box < 0 ? "" : estate.name(box), words: "" };
    const { before, text, words } = search.reason(node, this.query) ?? otherwise;
    const start = Math.max(0, text.toLowerCase().indexOf(words) - 24);
    const cut = `${start ? "…" : ""}${text.slice(start, start + 160)}`;
    return element("span", { class: "second" }, before, marked(cut, [{ words }]));
  }

  key(event) {
    if (event.key === "Escape") {
      if (!this.query) this.field.blur();
      this.ask("");
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.pending) this.search(); // what was typed last
      this.open();
    } else if (["ArrowDown", "ArrowUp", "PageDown", "PageUp"].includes(event.key) && this.found.length) {
      event.preventDefault();
      this.active = this.rows.target(event.key, this.active);
      this.rows.reveal(this.active);
      this.rows.refresh();
      this.point();
    }
  }

  click(event) {
    const row = event.target.closest(".row");
    if (!row) return;
    this.active = Number(row.id.slice("result-".length));
    this.rows.refresh();
    this.point();
    this.open();
  }

  point() {
    if (this.active < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `result-${this.active}`);
  }

  open() {
    const node = this.found[Math.max(0, this.active)];
    if (node !== undefined) follow(jobLink(estate.name(node)));
  }

  // On a narrow screen the list covers the page; there it closes when a job is chosen.
  leave() {
    if (matchMedia("(max-width: 60rem)").matches) this.ask("");
  }

  shortcut(event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(input|select|textarea)$/i.test(event.target.tagName ?? "")) return;
    event.preventDefault();
    this.field.focus();
    this.field.select();
  }
}

// A text with what was searched marked, unless a letter of it grows in lower case, which moves the places.
function marked(text, terms) {
  const lower = text.toLowerCase();
  const term = terms.find(({ words }) => words && lower.includes(words));
  if (!term || text.length !== lower.length) return [shown(clipped(text, 160))];
  const start = lower.indexOf(term.words);
  const end = start + term.words.length;
  const found = element("mark", {}, shown(text.slice(start, end)));
  return [shown(text.slice(0, start)), found, shown(clipped(text.slice(end), 160))];
}
