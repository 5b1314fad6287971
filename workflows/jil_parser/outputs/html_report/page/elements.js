// Elements: made one by one, their content always as text. Nothing from a JIL file is parsed as markup.

const SVG = "http://www.w3.org/2000/svg";

function filled(made, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (key === "on") {
      for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    } else if (value !== undefined && value !== null && value !== false) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return made;
}

const element = (tag, properties = {}, ...children) =>
  filled(document.createElement(tag), properties, children);

const drawn = (tag, properties = {}, ...children) =>
  filled(document.createElementNS(SVG, tag), properties, children);

const title = (properties, ...children) => element("h1", { tabindex: -1, ...properties }, ...children);

const countTag = (count) => element("span", { class: "count" }, number(count));

function section(title, count, ...content) {
  const figure = count === undefined ? null : [" ", countTag(count)];
  return element("section", {}, element("h2", {}, title, figure), content);
}

const quiet = (...children) => element("span", { class: "quiet" }, ...children);

const place = (file, line) =>
  element("a", { class: "place", href: lineLink(file, line) }, `${shown(clipped(file, 80))}:${line}`);

// A long value shows its beginning until somebody asks for the rest.
function value(text, most = 800) {
  const written = element("span", { class: "value" }, shown(clipped(text, most)));
  if (text.length <= most) return written;
  const more = element("button", { type: "button" }, `Show all ${number(text.length)} characters`);
  more.addEventListener("click", () => {
    written.textContent = shown(text);
    more.remove();
  });
  return element("span", {}, written, " ", more);
}

// A list that shows its beginning and grows on demand; the focus goes to the first entry that is new.
function growing(list, entries, render, step = 100) {
  const more = element("button", { type: "button", class: "more" });
  let made = 0;
  async function grow(event) {
    const batch = entries.slice(made, made + step);
    made += batch.length;
    const added = await Promise.all(batch.map(render));
    list.append(...added);
    more.hidden = made >= entries.length;
    more.textContent = `Show ${number(Math.min(step, entries.length - made))} more of ${number(entries.length)}`;
    if (event) (added[0].querySelector("a") ?? more).focus();
  }
  more.addEventListener("click", grow);
  return grow().then(() => [list, more]);
}

const byId = (id) => document.getElementById(id);

// What a screen reader says when a view has changed.
const announce = (text) => {
  byId("heard").textContent = text;
};
