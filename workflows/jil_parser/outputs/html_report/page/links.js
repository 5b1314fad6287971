// Links: the edges of the estate by where they lead to and where they come from.

// Numbers of edges in the order of one of their ends, and where the edges of each node begin.
function sorted(ends, nodes) {
  const starts = new Uint32Array(nodes + 1);
  for (const end of ends) starts[end + 1] += 1;
  for (let node = 0; node < nodes; node += 1) starts[node + 1] += starts[node];
  const next = starts.slice();
  const order = new Uint32Array(ends.length);
  ends.forEach((end, edge) => {
    order[next[end]] = edge;
    next[end] += 1;
  });
  return (node) => [...order.subarray(starts[node], starts[node + 1])];
}

const links = lasting("edges", ({ source, target, label, labels }) => {
  const nodes = estate.count + estate.index.others.length;
  const into = sorted(target, nodes);
  const outOf = sorted(source, nodes);
  const linkOf = (node, edge) => ({ node, ...named(labels[label[edge]]) });
  return {
    into: (node) => into(node).map((edge) => linkOf(source[edge], edge)),
    outOf: (node) => outOf(node).map((edge) => linkOf(target[edge], edge)),
  };
});

function named([kind, status, lookback, instance, operator, compared]) {
  return { kind, status, lookback, instance, operator, compared };
}

// A link in a few words: what is tested, how old it may be, and what it decides if not the start.
function linkWords({ kind, status, lookback, instance, operator, compared }) {
  if (kind === "member") return "box";
  const tests = {
    notrunning: "not running",
    exitcode: `exit code ${operator} ${compared}`,
    value: `value ${operator} "${compared}"`,
  };
  const words = [tests[status] ?? status];
  if (lookback) words.push(`look-back ${lookback}`);
  if (instance) words.push(`on ${instance}`);
  if (kind !== "condition") words.push(`for ${kind}`);
  return shown(clipped(words.join(", "), 120));
}

// What decides about a node, and what it decides about: conditions first, then boxes.
async function neighbours(node) {
  const { into, outOf } = await links();
  const box = estate.box(node);
  const member = { kind: "member" };
  return {
    before: [...into(node), ...(box < 0 ? [] : [{ node: box, ...member }])],
    behind: [...outOf(node), ...(estate.members.get(node) ?? []).map((each) => ({ node: each, ...member }))],
  };
}
