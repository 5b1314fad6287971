// Estate: names, boxes and places of the jobs. A node is a number: jobs first, then the other names.

class Estate {
  constructor(index) {
    this.index = index;
    this.count = index.names.length;
    this.files = index.files.map((file) => file.name);
    this.troubled = new Set(index.troubled);
    this.numbers = new Map(index.others.map(([name], place) => [name, this.count + place]));
    index.names.forEach((name, node) => this.numbers.set(name, node));
    this.members = this.gathered();
  }

  gathered() {
    const members = new Map();
    this.index.box.forEach((box, node) => {
      if (box < 0) return;
      const list = members.get(box);
      if (list) list.push(node);
      else members.set(box, [node]);
    });
    return members;
  }

  isJob(node) {
    return node < this.count;
  }

  name(node) {
    return this.isJob(node) ? this.index.names[node] : this.index.others[node - this.count][0];
  }

  // "missing", "global", "other scheduler" or "object" for what is no job.
  sort(node) {
    return this.isJob(node) ? "job" : this.index.others[node - this.count][1];
  }

  type(node) {
    return this.isJob(node) ? this.index.types[this.index.type[node]] : this.sort(node);
  }

  box(node) {
    return this.isJob(node) ? this.index.box[node] : -1;
  }

  // The boxes around a job, the outermost first, to a hundred levels: no estate has more. Boxes that lie in
  // each other end where they begin again.
  around(node) {
    const boxes = [];
    for (let box = this.box(node); box >= 0 && box !== node && !boxes.includes(box); box = this.box(box)) {
      if (boxes.length === 100) break;
      boxes.unshift(box);
    }
    return boxes;
  }

  file(node) {
    return this.files[this.index.file[node]];
  }

  line(node) {
    return this.index.line[node];
  }

  fileNumber(name) {
    return this.files.findIndex((file) => wellFormed(file) === name);
  }

  // The job whose statement begins at a line.
  jobAt(file, line) {
    this.headers ??= new Map(
      this.index.line.map((each, node) => [`${this.index.file[node]}:${each}`, node]),
    );
    return this.headers.get(`${file}:${line}`);
  }
}

let estate;

function jobAnchor(node, properties = {}) {
  const name = estate.name(node);
  return element("a", { class: "name", href: jobLink(name), ...properties }, shown(clipped(name, 160)));
}

const typeTag = (node, most) => element("span", { class: "type" }, shown(clipped(estate.type(node), most)));
