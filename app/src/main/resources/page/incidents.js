// What is not a room is asked for again every few seconds, so that it stays true.
import { setClock, start } from "./base.js";

const EVERY = 3000;

async function again() {
  if (document.hidden || document.querySelector("dialog[open]") || document.activeElement?.matches("main input")) return;
  const offline = document.getElementById("offline");
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    setClock(Number(page.querySelector('meta[name="clock"]').content));
    // What people write in stays as it is; the kill switch is true on every page.
    const parts = document.querySelector("[data-still]") ? ["#kill", "#stopped"] : ["#main", "#kill", "#stopped"];
    for (const part of parts) {
      const now = document.querySelector(part);
      const next = page.querySelector(part);
      if (now.dataset.text === next.innerHTML) continue;
      const marked = document.querySelector("[data-move].at a")?.getAttribute("href");
      now.dataset.text = next.innerHTML;
      now.replaceChildren(...document.importNode(next, true).childNodes);
      if (marked) document.querySelector(`[data-move] a[href="${marked}"]`)?.closest("[data-move]").classList.add("at");
    }
    offline.hidden = true;
  } catch {
    offline.hidden = false;
  }
}

start();
setInterval(again, EVERY);
