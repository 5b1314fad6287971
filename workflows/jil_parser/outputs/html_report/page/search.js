// Search: which jobs a query means. Names are searched at once, other texts as soon as they are unpacked.

class Search {
  constructor() {
    this.names = estate.index.names.map((name) => name.toLowerCase());
    this.texts = [];
    this.fields = estate.index.searched;
    this.columns = Object.fromEntries(this.fields.map((field) => [field, []]));
    // A word, or field:word, where a word in quotes has to be the whole value.
    const fields = ["name", "box", "type", ...this.fields].join("|");
    this.term = new RegExp(`(?:(${fields}):)?(?:"((?:[^"\\\\]|\\\\.)*)"?|(\\S+))`, "g");
  }

  terms(query) {
    return [...query.toLowerCase().matchAll(this.term)].map(([, field, quoted, word]) => ({
      field,
      whole: field !== undefined && quoted !== undefined,
      words: quoted === undefined ? word : quoted.replace(/\\(.)/g, "$1"),
    }));
  }

  get ready() {
    return this.texts.length === estate.count;
  }

  // Unpack what is searched beside names; others may work in between.
  load() {
    this.loaded ??= this.unpack();
    return this.loaded;
  }

  async unpack() {
    for (let batch = 0; !this.ready; batch += 1) {
      const columns = await part(`search-${batch}`);
      for (const field of this.fields) this.columns[field].push(...columns[field]);
      columns.machine.forEach((_, row) =>
        this.texts.push(this.fields.map((field) => columns[field][row] ?? "").join("\n").toLowerCase()),
      );
    }
  }

  // The jobs that have every term somewhere: the name itself first, then its beginning, then names, then the rest.
  find(query) {
    const terms = this.terms(query);
    const ranked = [[], [], [], []];
    if (!terms.length) return [];
    const name = query.trim().toLowerCase();
    for (let node = 0; node < estate.count; node += 1) {
      if (terms.every((term) => this.has(node, term))) ranked[this.rank(node, name, terms)].push(node);
    }
    return ranked.flat();
  }

  rank(node, query, terms) {
    const name = this.names[node];
    if (name === query) return 0;
    if (!terms.every((term) => name.includes(term.words))) return 3;
    return name.startsWith(terms[0].words) ? 1 : 2;
  }

  has(node, { field, words, whole }) {
    if (field === undefined) {
      const texts = [this.names[node], this.boxName(node), this.texts[node] ?? ""];
      return texts.some((text) => text.includes(words));
    }
    const found = this.field(node, field).toLowerCase();
    return whole ? this.values(found, field).includes(words) : found.includes(words);
  }

  field(node, field) {
    const box = estate.box(node);
    if (field === "name") return estate.name(node);
    if (field === "box") return box < 0 ? "" : estate.name(box);
    if (field === "type") return estate.type(node);
    return this.columns[field][node] ?? "";
  }

  // A job can name several machines; an owner counts with and without the machine behind the @.
  values(found, field) {
    if (field === "machine") return found.split(",").map((name) => name.trim());
    return field === "owner" ? [found.trim(), found.trim().split("@")[0]] : [found.trim()];
  }

  boxName(node) {
    const box = estate.box(node);
    return box < 0 ? "" : (this.names[box] ?? estate.name(box).toLowerCase());
  }

  // Where a job has the first term of a query that its name has not; nothing if the name has all.
  reason(node, query) {
    const { field, words } = this.terms(query).find((term) => !this.names[node].includes(term.words)) ?? {};
    const fields = field ? [field] : ["box", ...this.fields];
    const found = words && fields.find((each) => this.field(node, each).toLowerCase().includes(words));
    return found ? { before: `${found}: `, text: this.field(node, found), words } : undefined;
  }
}

let search;
