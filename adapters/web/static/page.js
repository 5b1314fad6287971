// What the pages do beyond plain forms and links: they live on by themselves, and keep what was typed.
import { follow } from "./live.js";
import { compose } from "./composer.js";
import { sendForms } from "./send.js";
import { localTimes, stayAtEnd } from "./posts.js";

document.documentElement.classList.add("scripted");
localTimes(document);
if (document.querySelector(".composer")) stayAtEnd();
sendForms();
compose(document.querySelector(".composer"));
follow(document.querySelector("[data-live]"));

for (const choice of document.querySelectorAll("[data-submit]")) {
  choice.addEventListener("change", () => choice.form.requestSubmit());
}
