// Puts posts that the server rendered into the page, without taking the focus or the place from the reader.

const NEAR_END = 160; // pixels; whoever has scrolled further up is reading and stays there

export function localTimes(part) {
  const now = new Date();
  for (const time of part.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    const today = at.toDateString() === now.toDateString();
    time.title = at.toLocaleString();
    time.textContent = today
      ? at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })
      : at.toLocaleDateString([], { month: "short", day: "numeric" });
  }
}

function atEnd() {
  return document.getElementById("posts").getBoundingClientRect().bottom <= window.innerHeight + NEAR_END;
}

// Begins at the end of the conversation and stays there while posts come and pictures arrive, until the reader scrolls up.
export function stayAtEnd() {
  let following = true;
  window.addEventListener("scroll", () => { following = atEnd(); }, { passive: true });
  const grown = new ResizeObserver(() => { if (following) scrollToEnd(); });
  grown.observe(document.getElementById("posts"));
  grown.observe(document.querySelector(".composer"));
}

function scrollToEnd() {
  const posts = document.getElementById("posts").getBoundingClientRect();
  const composer = document.querySelector(".composer").offsetHeight;
  window.scrollBy(0, posts.bottom + composer - window.innerHeight);
}

// A post that is being pressed on is changed once the press is over: a click needs its button to stay.
let pressedOn = null;
const held = new Map();
document.addEventListener("pointerdown", (event) => { pressedOn = event.target.closest?.(".post") ?? null; });
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => setTimeout(() => {
    pressedOn = null;
    for (const [list, html] of held.values()) put(list, html);
    held.clear();
  }));
}

export function put(list, html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  localTimes(holder.content);
  const fresh = holder.content.firstElementChild;
  const known = document.getElementById(fresh.id);
  if (!known) {
    if (list.firstElementChild && number(fresh) < number(list.firstElementChild)) return; // it stands a page further up
    const later = [...list.children].find((post) => number(post) > number(fresh));
    list.insertBefore(fresh, later ?? null);
    return;
  }
  if (known === pressedOn) {
    held.set(fresh.id, [list, html]);
    return;
  }
  const focused = known.contains(document.activeElement) ? document.activeElement.id : "";
  known.replaceWith(fresh);
  if (focused) (document.getElementById(focused) ?? document.getElementById("text"))?.focus();
}

function number(post) {
  return Number(post.id.replace("post-", ""));
}
