// Data: the packed parts of this file, each unpacked when it is first needed.

const KEPT = 64;
const unpacked = new Map();

const complete = new Promise((resolve) => {
  if (document.readyState !== "loading") resolve();
  else document.addEventListener("DOMContentLoaded", resolve, { once: true });
});

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let place = 0; place < binary.length; place += 1) bytes[place] = binary.charCodeAt(place);
  return bytes;
}

async function textOf(holder) {
  const packed = new Blob([bytesOf(holder.textContent)]);
  const stream = packed.stream().pipeThrough(new DecompressionStream("deflate"));
  const bytes = await new Response(stream).arrayBuffer();
  // A byte order mark inside a file is text like any other.
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

// The text of a part. The latest ones are kept, so that walking around does not unpack the same part again.
function content(id) {
  const found = unpacked.get(id) ?? textOf(byId(id));
  unpacked.delete(id);
  unpacked.set(id, found);
  if (unpacked.size > KEPT) unpacked.delete(unpacked.keys().next().value);
  return found;
}

// The index stands before the script; everything else may still be on its way.
async function part(id) {
  if (id !== "index") await complete;
  return JSON.parse(await content(id));
}

// A part that is parsed once and stays.
function lasting(id, make) {
  let found;
  return () => (found ??= part(id).then(make));
}
