// Tree: boxes and what lies in them. Only open boxes are laid out, only visible rows are drawn.

const troubleMark = () =>
  element("span", { class: "mark", title: "has errors" }, "!", element("span", { class: "unseen" }, " has errors"));

class Tree {
  constructor() {
    this.view = byId("tree");
    this.rows = new Rows(this.view, 1.75, (row) => this.row(row));
    this.open = new Set();
    this.entries = this.roots().map((node, place, all) => ({ node, depth: 0, place, of: all.length, path: [] }));
    this.active = 0;
    this.view.addEventListener("keydown", (event) => this.key(event));
    this.view.addEventListener("click", (event) => this.click(event));
    this.draw();
    if (this.entries.length < 4) this.toggle(0);
  }

  // Jobs in no box, boxes that are named but not defined, and one box of every ring of boxes in each other.
  roots() {
    const reached = new Set();
    const reach = (root) => {
      const todo = [root];
      for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
        if (reached.has(node)) continue;
        reached.add(node);
        for (const member of estate.members.get(node) ?? []) todo.push(member);
      }
    };
    const undefinedBoxes = [...estate.members.keys()].filter((box) => !estate.isJob(box));
    const boxless = estate.index.names.map((_, node) => node).filter((node) => estate.box(node) < 0);
    const roots = boxless.concat(undefinedBoxes);
    roots.forEach(reach);
    for (const box of estate.members.keys()) {
      if (!reached.has(box)) {
        roots.push(box);
        reach(box);
      }
    }
    return roots;
  }

  // Members of an entry's box that do not lie around it as well.
  inside({ node, path }) {
    return (estate.members.get(node) ?? []).filter((member) => member !== node && !path.includes(member));
  }

  draw() {
    this.rows.show(this.entries.length);
    if (this.entries.length) this.view.setAttribute("aria-activedescendant", `branch-${this.active}`);
  }

  row(row) {
    const entry = this.entries[row];
    const { node, depth, place, of } = entry;
    const members = this.inside(entry).length;
    const open = this.open.has(entry);
    const current = node === this.current;
    const properties = {
      class: `row${row === this.active ? " active" : ""}${current ? " current" : ""}`,
      role: "treeitem",
      id: `branch-${row}`,
      "aria-level": depth + 1,
      "aria-setsize": of,
      "aria-posinset": place + 1,
      "aria-expanded": members ? String(open) : null,
      "aria-selected": String(current),
    };
    const sign = members ? (open ? "▾" : "▸") : "";
    const made = element(
      "div",
      properties,
      element("span", { class: "twisty", "aria-hidden": "true" }, sign),
      jobAnchor(node, { tabindex: -1 }),
      estate.troubled.has(node) ? troubleMark() : null,
      members ? element("span", { class: "type" }, number(members)) : typeTag(node, 8),
    );
    made.style.paddingInlineStart = `${Math.min(depth, 12) * 0.875 + 0.25}rem`;
    return made;
  }

  toggle(row) {
    const entry = this.entries[row];
    const inside = this.inside(entry);
    if (!inside.length) return;
    if (this.open.delete(entry)) {
      let end = row + 1;
      while (end < this.entries.length && this.entries[end].depth > entry.depth) end += 1;
      this.entries = [...this.entries.slice(0, row + 1), ...this.entries.slice(end)];
    } else {
      this.open.add(entry);
      const path = [...entry.path, entry.node];
      const added = inside.map((node, place) => ({ node, depth: entry.depth + 1, place, of: inside.length, path }));
      this.entries = [...this.entries.slice(0, row + 1), ...added, ...this.entries.slice(row + 1)];
    }
    this.draw();
  }

  move(row) {
    this.active = row;
    this.rows.reveal(row);
    this.draw();
  }

  click(event) {
    const made = event.target.closest(".row");
    if (!made) return;
    const row = Number(made.id.slice("branch-".length));
    this.active = row;
    if (event.target.closest("a")) this.draw();
    else this.toggle(row);
  }

  key(event) {
    const entry = this.entries[this.active];
    if (!entry || event.ctrlKey || event.metaKey || event.altKey) return;
    const open = this.open.has(entry);
    if (event.key === "Enter") follow(jobLink(estate.name(entry.node)));
    else if (event.key === " ") this.toggle(this.active);
    else if (event.key === "ArrowRight") open ? this.move(this.active + 1) : this.toggle(this.active);
    else if (event.key === "ArrowLeft") open ? this.toggle(this.active) : this.move(this.outer(this.active));
    else if (this.rows.target(event.key, this.active) === this.active) return;
    else this.move(this.rows.target(event.key, this.active));
    event.preventDefault();
  }

  outer(row) {
    const { depth } = this.entries[row];
    for (let above = row - 1; above >= 0; above -= 1) if (this.entries[above].depth < depth) return above;
    return row;
  }

  // Open the boxes around a job and point at it.
  reveal(node) {
    for (const box of estate.around(node)) {
      const row = this.entries.findIndex((entry) => entry.node === box);
      if (row >= 0 && !this.open.has(this.entries[row])) this.toggle(row);
    }
    const row = this.entries.findIndex((entry) => entry.node === node);
    this.current = node;
    if (row >= 0) this.move(row);
  }
}
