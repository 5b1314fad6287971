// The message box: Enter sends, files can be dropped or pasted, and examples can be taken over.

const DECEIVING = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}]/gu; // what turns a name around for its reader

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
  files.addEventListener("change", () => name(files, list));
  form.addEventListener("sent", () => {
    name(files, list);
    text.focus();
  });
  text.addEventListener("paste", (event) => add(event.clipboardData.files, files, list, event));
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
      event.preventDefault();
      form.classList.add("dropping");
    });
  }
  window.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("dropping");
  });
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("dropping");
    add(event.dataTransfer.files, files, list, event);
  });
}

function add(more, files, list, event) {
  if (!more.length) return;
  event.preventDefault();
  const all = new DataTransfer();
  for (const file of [...files.files, ...more]) all.items.add(file);
  files.files = all.files;
  files.dispatchEvent(new Event("input", { bubbles: true }));
  name(files, list);
}

function name(files, list) {
  list.replaceChildren(
    ...[...files.files].map((file, place) => {
      const item = document.createElement("li");
      const shown = file.name.replace(DECEIVING, "\ufffd");
      const remove = document.createElement("button");
      remove.type = "button";
      remove.textContent = "remove";
      remove.setAttribute("aria-label", `remove ${shown}`);
      remove.addEventListener("click", () => {
        const rest = new DataTransfer();
        [...files.files].forEach((each, index) => index !== place && rest.items.add(each));
        files.files = rest.files;
        files.dispatchEvent(new Event("input", { bubbles: true }));
        name(files, list);
        (list.querySelectorAll("button")[Math.min(place, files.files.length - 1)] ?? files).focus();
      });
      item.append(`${shown} (${size(file.size)}) `, remove);
      return item;
    }),
  );
}

function size(bytes) {
  return bytes < 2 ** 20 ? `${Math.ceil(bytes / 2 ** 10)} kB` : `${(bytes / 2 ** 20).toFixed(1)} MB`; // as the limit counts
}
