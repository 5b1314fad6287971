// Source text: the lines of the files, and where a statement ends.

const MOST_OF_STATEMENT = 400;
const blocksOf = [];

// The packed blocks of a file with the number of their first lines.
function blocks(file) {
  blocksOf[file] ??= [...document.querySelectorAll(`script[id^="source-${file}-"]`)].map((holder) => ({
    id: holder.id,
    first: Number(holder.dataset.first),
  }));
  return blocksOf[file];
}

function blockAt(file, line) {
  const all = blocks(file);
  let low = 0;
  let high = all.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (all[middle].first <= line) low = middle;
    else high = middle - 1;
  }
  return all[low];
}

const cut = new Map();

// The lines of a block; a promise the first time, kept for a while.
function linesOf(block) {
  let found = cut.get(block.id);
  if (!found) {
    found = content(block.id).then((whole) => whole.split("\n"));
    cut.set(block.id, found);
    if (cut.size > 16) cut.delete(cut.keys().next().value);
  }
  return found;
}

// Lines from one number to another, both included, as [number, text]; fewer at the end of the file.
async function linesBetween(file, from, to) {
  await complete;
  const found = [];
  const end = Math.min(to, estate.index.files[file].lines);
  for (let line = from; line <= end; line += 1) {
    const block = blockAt(file, line);
    const lines = await linesOf(block);
    for (; line <= end && line - block.first < lines.length; line += 1) found.push([line, lines[line - block.first]]);
    line -= 1;
  }
  return found;
}

const keyOf = (line) => /^\s*(\w+)\s*:/.exec(line)?.[1].toLowerCase();

function opensStatement(line) {
  const key = keyOf(line);
  const { prefixes, verbs } = estate.index.openings;
  return key !== undefined && (verbs.includes(key) || prefixes.some((prefix) => key.startsWith(prefix)));
}

// The lines of the statement that begins at a line: to the next one, without blank lines and comments between.
async function statementAt(file, line) {
  const lines = await linesBetween(file, line, line + MOST_OF_STATEMENT);
  const next = lines.findIndex(([, words], place) => place > 0 && opensStatement(words));
  const own = next < 0 ? lines : lines.slice(0, next);
  while (own.length > 1 && /^\s*(#.*|\/\*.*\*\/\s*)?$/.test(own.at(-1)[1])) own.pop();
  return own;
}

// The first line of the statement that a line belongs to.
async function statementStart(file, line) {
  const before = await linesBetween(file, Math.max(1, line - MOST_OF_STATEMENT), line);
  const header = before.findLast(([, words]) => opensStatement(words));
  return header ? header[0] : line;
}
