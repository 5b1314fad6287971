// The live connection: it tells the server up to where the page has seen, so that nothing is lost or repeated.
import { localTimes, put } from "./posts.js";

const FIRST_WAIT = 500; // milliseconds
const LONGEST_WAIT = 8000;
const LOGIN_OVER = 4401;

export function follow(main) {
  if (!main) return;
  const status = document.getElementById("connection");
  let wait = FIRST_WAIT;

  function open() {
    const address = new URL(main.dataset.live, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    address.searchParams.set("after", main.dataset.change);
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", () => { // not "open": a connection may be opened to be told that the login has ended
      wait = FIRST_WAIT;
      status.textContent = "";
      main.dataset.connected = "";
    }, { once: true });
    socket.addEventListener("message", (event) => show(main, JSON.parse(new TextDecoder().decode(event.data))));
    socket.addEventListener("close", (event) => {
      delete main.dataset.connected;
      if (event.code === LOGIN_OVER) {
        status.textContent = "Your login has ended. What you have typed is still here; log in in another tab.";
      } else {
        status.textContent = "Reconnecting…";
      }
      setTimeout(open, wait * (0.5 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  }

  window.addEventListener("online", () => { wait = FIRST_WAIT; });
  open();
}

function show(main, news) {
  if (news.reader) welcome(main, news.reader);
  if (news.threads !== undefined) {
    const threads = document.getElementById("threads");
    threads.innerHTML = news.threads;
    localTimes(threads);
  }
  if (news.pins !== undefined) {
    const pins = document.getElementById("pins");
    pins.innerHTML = news.pins;
    localTimes(pins);
  }
  if (!news.posts) return;
  for (const post of news.posts) put(document.getElementById("posts"), post.html);
  main.dataset.change = news.change;
}

// Somebody may have logged in anew in another tab: forms that were made for the old login would be refused.
function welcome(main, reader) {
  if (reader.person !== main.dataset.person) {
    document.getElementById("connection").textContent = `You are ${reader.person} in this browser now; open the page anew.`;
    return;
  }
  for (const field of document.querySelectorAll("[name=csrf]")) field.value = reader.csrf;
}
