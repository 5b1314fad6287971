// Sends forms without leaving the page. What was typed stays until the server has it; sending again is harmless,
// because a form keeps its mark until it got through.

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
  const box = form.querySelector("textarea");
  const since = box && box.value !== data.get("text") ? box.value : ""; // typed while this was on its way
  form.reset();
  if (since) box.value = since;
  form.dispatchEvent(new CustomEvent("sent"));
  if (answer.thread !== location.pathname + location.search) location.assign(answer.thread);
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
    request.addEventListener("loadend", () => {
      if (progress) progress.hidden = true;
      done(read(request));
    });
    request.send(data);
  });
}

function read(request) {
  const lost = { problem: "This could not be sent; it is still here. Try again in a moment." };
  if (request.status === 0) return lost;
  try {
    return JSON.parse(request.responseText);
  } catch {
    return lost;
  }
}

function mark() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
