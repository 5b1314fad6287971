// Sends forms without leaving the page. What was typed stays until the server has it; sending again is harmless,
// because a form keeps its mark until it got through.
import { nameOf, setFiles, unreadable } from "./files.js";

export function sendForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("send" in form.dataset)) return;
    event.preventDefault();
    if (!form.dataset.sending) send(form, event.submitter);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.lost) return;
    delete form.dataset.lost; // it may have come through after all: what is different now is another message
    form.querySelector("[name=act]").value = mark();
  });
}

async function send(form, submitter) {
  const problem = form.querySelector(".problem");
  const data = new FormData(form, submitter);
  const tooMuch = tooLarge(form, data);
  problem.textContent = tooMuch;
  if (tooMuch) return;
  form.dataset.sending = "yes";
  const answer = await post(form, data);
  delete form.dataset.sending;
  if (answer.problem) {
    if (!answer.reference) form.dataset.lost = "yes";
    problem.textContent = answer.reference ? `${answer.problem} (Reference: ${answer.reference})` : answer.problem;
    return;
  }
  form.querySelector("[name=act]").value = mark();
  empty(form, data);
  form.dispatchEvent(new CustomEvent("sent"));
  if (answer.thread !== location.pathname + location.search) location.assign(answer.thread);
}

// What was typed or attached while the rest was on its way stays.
function empty(form, data) {
  const box = form.querySelector("textarea");
  const picker = form.querySelector("[type=file]");
  const sent = data.getAll("files");
  const typed = box && box.value !== data.get("text") ? box.value : "";
  const attached = picker ? [...picker.files].filter((file) => !sent.includes(file)) : [];
  form.reset();
  if (typed) box.value = typed;
  if (attached.length) setFiles(picker, attached);
}

function tooLarge(form, data) {
  const most = Number(form.dataset.max ?? document.querySelector("[data-max]")?.dataset.max ?? Infinity);
  const size = [...data.values()].reduce((sum, value) => sum + (value.size ?? 0), 0);
  if (size <= most) return "";
  return `That is more than the ${Math.floor(most / 2 ** 20)} MB one message may bring; attach less, or split it.`;
}

function post(form, data) {
  const progress = form.querySelector("progress");
  return new Promise((done) => {
    const request = new XMLHttpRequest(); // fetch cannot say how far an upload is
    request.open("POST", form.getAttribute("action")); // form.action is the input of that name, where there is one
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (!progress || !event.lengthComputable) return;
      progress.hidden = event.loaded === event.total;
      progress.value = event.loaded / event.total;
    });
    request.addEventListener("loadend", async () => {
      if (progress) progress.hidden = true;
      done(request.status === 0 ? await lost(data) : read(request));
    });
    request.send(data);
  });
}

const LOST = { problem: "This could not be sent; it is still here. Try again in a moment." };

async function lost(data) {
  const file = await unreadable(data.getAll("files"));
  if (!file) return LOST;
  return { problem: `${nameOf(file)} cannot be read: it is a folder, or it has changed. Remove it and attach it again, a folder as a zip.` };
}

function read(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return LOST;
  }
}

function mark() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
