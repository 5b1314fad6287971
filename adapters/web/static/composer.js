// The message box: Enter sends, files can be dropped or pasted, and examples can be taken over.
import { nameOf, setFiles } from "./files.js";

export function compose(form) {
  if (!form) return;
  const text = form.querySelector("textarea");
  const files = form.querySelector("[type=file]");
  const list = form.querySelector(".attached");

  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  files.addEventListener("change", () => show([...attached.get(files) ?? [], ...files.files], files, list)); // a picker forgets what was there
  form.addEventListener("sent", () => {
    show([...files.files], files, list);
    text.focus();
  });
  text.addEventListener("paste", (event) => {
    const { types } = event.clipboardData;
    const cells = types.includes("text/plain") && types.includes("text/html"); // they come with a picture of themselves
    if (!cells) add(event.clipboardData.files, files, list, event);
  });
  dropping(form, files, list);
  document.addEventListener("click", (event) => {
    const example = event.target.closest("[data-example]");
    if (!example) return;
    text.value = example.dataset.example;
    text.focus();
  });
}

function dropping(form, files, list) {
  for (const kind of ["dragenter", "dragover"]) {
    window.addEventListener(kind, (event) => {
      if (isForText(event)) return;
      event.preventDefault();
      if (hasFiles(event)) form.classList.add("dropping");
    });
  }
  window.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("dropping");
  });
  window.addEventListener("drop", (event) => {
    if (isForText(event)) return;
    event.preventDefault(); // a browser would leave the page for what is dropped on it
    form.classList.remove("dropping");
    add(event.dataTransfer.files, files, list, event);
  });
}

function hasFiles(event) {
  return event.dataTransfer.types.includes("Files");
}

function isForText(event) {
  return !hasFiles(event) && Boolean(event.target.closest?.("textarea, input"));
}

function add(more, files, list, event) {
  if (!more.length) return;
  event.preventDefault();
  change([...files.files, ...more], files, list);
}

function change(chosen, files, list) {
  show(chosen, files, list);
  files.dispatchEvent(new Event("input", { bubbles: true }));
}

const attached = new WeakMap(); // what each picker holds

function show(chosen, files, list) {
  attached.set(files, chosen);
  setFiles(files, chosen);
  list.replaceChildren(
    ...chosen.map((file, place) => {
      const item = document.createElement("li");
      const remove = document.createElement("button");
      remove.type = "button";
      remove.textContent = "remove";
      remove.setAttribute("aria-label", `remove ${nameOf(file)}`);
      remove.addEventListener("click", () => {
        change(chosen.filter((_, index) => index !== place), files, list);
        (list.querySelectorAll("button")[Math.min(place, files.files.length - 1)] ?? files).focus();
      });
      item.append(`${nameOf(file)} (${size(file.size)}) `, remove);
      return item;
    }),
  );
}

function size(bytes) {
  return bytes < 2 ** 20 ? `${Math.ceil(bytes / 2 ** 10)} kB` : `${(bytes / 2 ** 20).toFixed(1)} MB`; // as the limit counts
}
