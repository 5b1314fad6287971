// Graph: a job in the middle, what it waits for on the left, what waits for it on the right; one below the
// other where there is no room. Kinds of links differ by words and dashes too, not by colour alone.

const MOST_DRAWN = 8;
const NODE = 40;
const GAP = 10;
const LETTER = 7.25;

// The ends of names tell most, so that long ones are cut in the middle.
function fitting(name, width) {
  const most = Math.floor(width / LETTER);
  if (name.length <= most) return shown(name);
  return shown(`${name.slice(0, Math.ceil(most / 2) - 1)}…${name.slice(name.length - Math.floor(most / 2))}`);
}

function graphNode(node, words, x, y, width, kind) {
  const name = estate.name(node);
  const style = `node ${kind}${estate.isJob(node) ? "" : " other"}`;
  return drawn(
    "a",
    { href: jobLink(name), class: style, transform: `translate(${x} ${y})` },
    drawn("title", {}, shown(clipped(`${name} (${estate.type(node)}): ${words}`, 400))),
    drawn("rect", { width, height: NODE, rx: 4 }),
    drawn("text", { x: 10, y: 17 }, fitting(name, width - 20)),
    drawn("text", { x: 10, y: 32, class: "words" }, fitting(words, (width - 20) * 1.1)),
  );
}

const shapeOf = ({ kind, status }) => (kind === "member" ? "member" : status);

function arrow(path, tip, link) {
  const shape = shapeOf(link);
  const parts = [drawn("path", { d: path, class: "line" })];
  // notrunning() keeps jobs apart and puts them in no order, so that it has no arrow.
  if (shape !== "notrunning") parts.push(drawn("path", { d: tip, class: "tip" }));
  return drawn("g", { class: `edge ${shape}` }, parts);
}

const rightTip = (x, y) => `M${x - 8} ${y - 4.5}L${x} ${y}L${x - 8} ${y + 4.5}Z`;
const downTip = (x, y) => `M${x - 4.5} ${y - 8}L${x} ${y}L${x + 4.5} ${y - 8}Z`;

function besides(before, behind, width) {
  const node = Math.min(300, (width - 140) / 3);
  const gap = (width - 3 * node) / 2;
  const tall = (side) => side.drawn.length * (NODE + GAP) + (side.left ? 22 : 0);
  const height = Math.max(tall(before), tall(behind), NODE + GAP);
  const middle = height / 2;
  const column = (side, x) => {
    const top = middle - tall(side) / 2 + GAP / 2;
    return side.drawn.map((each, place) => ({ ...each, x, y: top + place * (NODE + GAP) }));
  };
  const curve = (x1, y1, x2, y2) => `M${x1} ${y1}C${x1 + gap / 2} ${y1} ${x2 - gap / 2} ${y2} ${x2} ${y2}`;
  const left = column(before, 0).map((each) => ({
    ...each,
    path: curve(node, each.y + NODE / 2, node + gap - 6, middle),
    tip: rightTip(node + gap - 1, middle),
  }));
  const right = column(behind, width - node).map((each) => ({
    ...each,
    path: curve(2 * node + gap, middle, each.x - 6, each.y + NODE / 2),
    tip: rightTip(each.x - 1, each.y + NODE / 2),
  }));
  return { height, node, left, right, focus: { x: node + gap, y: middle - NODE / 2 } };
}

function below(before, behind, width) {
  const node = width - 44;
  const step = NODE + GAP;
  const top = before.drawn.length * step + (before.left ? 22 : 0) + (before.drawn.length ? 14 : 0);
  const start = top + NODE + 14;
  const height = start + behind.drawn.length * step + (behind.left ? 22 : 0);
  const left = before.drawn.map((each, place) => {
    const y = place * step;
    const path = `M${node} ${y + NODE / 2}H${width - 34}q10 0 10 10V${top - 6}`;
    return { ...each, x: 0, y, path, tip: downTip(width - 24, top - 1) };
  });
  const right = behind.drawn.map((each, place) => {
    const y = start + place * step;
    const path = `M32 ${top + NODE}V${y + NODE / 2 - 8}q0 8 6 8`;
    return { ...each, x: 44, y, path, tip: rightTip(43, y + NODE / 2) };
  });
  return { height, node, left, right, focus: { x: 22, y: top } };
}

const side = (all) => ({ drawn: all.slice(0, MOST_DRAWN), left: Math.max(0, all.length - MOST_DRAWN) });

function drawGraph(node, before, behind, width) {
  const [first, last] = [side(before), side(behind)];
  const laid = width < 620 ? below(first, last, width) : besides(first, last, width);
  const neighbour = (each) => graphNode(each.node, each.words, each.x, each.y, laid.node, "");
  const rest = (left, x, end) =>
    left ? drawn("text", { class: "words", x, y: end }, `and ${number(left)} more, listed below`) : null;
  const bottom = (placed) => (placed.at(-1)?.y ?? 0) + NODE + 20;
  const properties = {
    class: "graph",
    width,
    height: laid.height,
    viewBox: `0 0 ${width} ${laid.height}`,
    role: "group",
    "aria-label": "The job between what it waits for and what waits for it",
  };
  return drawn(
    "svg",
    properties,
    [...laid.left, ...laid.right].map((each) => arrow(each.path, each.tip, each.links[0])),
    laid.left.map(neighbour),
    graphNode(node, estate.type(node), laid.focus.x, laid.focus.y, laid.node, "focus"),
    laid.right.map(neighbour),
    rest(first.left, 10, bottom(laid.left)),
    rest(last.left, (laid.right[0]?.x ?? 0) + 10, bottom(laid.right)),
  );
}

// A graph that is drawn anew when the room for it changes.
function graph(node, before, behind) {
  const frame = element("div", { class: "frame" });
  let width = 0;
  new ResizeObserver(() => {
    if (frame.clientWidth === width || !frame.clientWidth) return;
    width = frame.clientWidth;
    frame.replaceChildren(drawGraph(node, before, behind, width));
  }).observe(frame);
  return frame;
}
