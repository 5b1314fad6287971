// Rows: a scrolling list of which only the visible part is in the document.

const ROOT_SIZE = parseFloat(getComputedStyle(document.documentElement).fontSize);

class Rows {
  // `height` of a row in rem; `render` makes the element of a row, or gives nothing while it is not there yet.
  constructor(container, height, render) {
    this.container = container;
    this.height = height * ROOT_SIZE;
    this.render = render;
    this.count = 0;
    this.sheet = element("div", { class: "sheet", role: "presentation" });
    container.replaceChildren(this.sheet);
    container.addEventListener("scroll", () => this.refresh(), { passive: true });
    new ResizeObserver(() => this.refresh()).observe(container);
  }

  show(count) {
    this.count = count;
    this.sheet.style.height = `${count * this.height}px`;
    this.refresh();
  }

  refresh() {
    const { scrollTop, clientHeight } = this.container;
    const first = Math.max(0, Math.floor(scrollTop / this.height) - 8);
    const last = Math.min(this.count, Math.ceil((scrollTop + clientHeight) / this.height) + 8);
    const visible = [];
    for (let row = first; row < last; row += 1) {
      const made = this.render(row);
      made.style.top = `${row * this.height}px`;
      made.style.height = `${this.height}px`;
      visible.push(made);
    }
    this.sheet.replaceChildren(...visible);
  }

  // Bring a row into sight; in the middle if it was far away.
  reveal(row) {
    const { scrollTop, clientHeight } = this.container;
    const top = row * this.height;
    if (top >= scrollTop && top + this.height <= scrollTop + clientHeight) return;
    const near = Math.abs(top - scrollTop - clientHeight / 2) < clientHeight;
    if (!near) this.container.scrollTop = top - clientHeight / 2;
    else this.container.scrollTop = top < scrollTop ? top : top + this.height - clientHeight;
    this.refresh();
  }

  get page() {
    return Math.max(1, Math.floor(this.container.clientHeight / this.height) - 1);
  }

  // Where a key leads from a row; the same row if it leads nowhere.
  target(key, row) {
    const { page, count } = this;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -count, End: count };
    return Math.max(0, Math.min(count - 1, row + (steps[key] ?? 0)));
  }
}
