// What every page does: its clock, its keys, its palette.

const offset = () => Number(document.querySelector('meta[name="clock"]').content) - Date.now();
let ahead = offset();

/** The time of what is shown, in milliseconds; it goes on between two messages. */
export const now = () => Date.now() + ahead;

/** Takes the time of what was shown last. */
export function setClock(millis) {
  ahead = millis - Date.now();
}

const two = (n) => String(n).padStart(2, "0");

function length(millis) {
  const s = Math.max(0, Math.round(millis / 1000));
  if (s < 120) return `${s} s`;
  if (s < 7200) return `${Math.floor(s / 60)} min ${two(s % 60)} s`;
  if (s < 172800) return `${Math.floor(s / 3600)} h ${two(Math.floor((s % 3600) / 60))} min`;
  return `${Math.floor(s / 86400)} d ${Math.floor((s % 86400) / 3600)} h`;
}

const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 });

function tick() {
  const at = now();
  const clock = document.querySelector("[data-clock]");
  if (clock) clock.textContent = `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
  for (const e of document.querySelectorAll("[data-since]")) {
    const since = at - Number(e.dataset.since);
    if (e.closest("tr")) continue;
    e.textContent = e.dataset.rate ? dollars.format((since / 60000) * Number(e.dataset.rate)) : length(since);
  }
  for (const e of document.querySelectorAll("[data-until]")) {
    const left = Number(e.dataset.until) - at;
    e.textContent = left > 0 ? `${Math.floor(left / 60000)}:${two(Math.floor((left % 60000) / 1000))}` : "0:00";
    if (left <= 0) inert(e.closest("[data-card]"), "This card has expired: an answer has no effect any more.");
  }
}

/** A card that can no longer be answered says so and takes no answer. */
export function inert(card, why) {
  if (!card || card.dataset.inert) return;
  card.dataset.inert = "yes";
  for (const e of card.querySelectorAll("form input, form button")) e.disabled = true;
  const result = card.querySelector(".result");
  if (result) result.textContent = why;
}

/** Local time beside UTC, where the two differ. */
export function localTimes(root) {
  for (const e of root.querySelectorAll("time[data-local]:empty")) {
    const at = new Date(e.dataset.local);
    e.dateTime = e.dataset.local;
    e.textContent = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
  }
  for (const e of root.querySelectorAll("time[datetime]:not([title])")) {
    e.title = `${new Date(e.dateTime).toLocaleString()} where you are`;
  }
}

let at = -1;
const movable = () => [...document.querySelectorAll("[data-move]")].filter((e) => e.offsetParent !== null);

function move(by) {
  const all = movable();
  if (!all.length) return;
  const current = all.findIndex((e) => e.classList.contains("at"));
  at = Math.min(all.length - 1, Math.max(0, current < 0 ? (by > 0 ? 0 : all.length - 1) : current + by));
  all.forEach((e) => e.classList.remove("at"));
  all[at].classList.add("at");
  (all[at].querySelector("a") && !all[at].matches(".message") ? all[at].querySelector("a") : all[at]).focus({ preventScroll: true });
  all[at].scrollIntoView({ block: "nearest" });
}

function jump(selector) {
  const found = document.querySelector(selector);
  if (!found) return;
  found.scrollIntoView({ block: "start" });
  const into = found.querySelector("input:not([type=hidden]), button, h2") ?? found;
  if (!into.matches("input, button, a")) into.tabIndex = -1;
  into.focus({ preventScroll: true });
}

const actions = {
  j: () => move(1),
  k: () => move(-1),
  e: () => {
    const details = document.querySelector(".message.at details") ?? [...document.querySelectorAll(".message details")].at(-1);
    if (details) { details.open = !details.open; details.scrollIntoView({ block: "nearest" }); }
  },
  o: () => document.querySelector("[data-move].at a")?.click(),
  c: () => document.querySelector(".message.at [data-challenge]")?.click(),
  d: () => jump("#decision"),
  r: () => jump("#replay"),
  "/": () => document.querySelector("[data-slash]")?.focus(),
  "?": () => document.getElementById("keys")?.showModal(),
};

const palette = document.getElementById("palette");
const places = () => [
  ...[...document.querySelectorAll("main h1, main h2")].filter((h) => h.textContent).map((h) => ({ name: h.textContent, go: () => { h.tabIndex = -1; h.scrollIntoView(); h.focus(); } })),
  { name: "Incidents", go: () => { location.href = "/"; } },
  { name: "Forecasts", go: () => { location.href = "/forecasts"; } },
  { name: "Sources and health", go: () => { location.href = "/health"; } },
  { name: "Keys", go: () => actions["?"]() },
  { name: "Stop all actions", go: () => document.querySelector("#kill button")?.focus() },
  ...[...document.querySelectorAll('main a[href^="/rooms/"]')].map((a) => ({ name: a.textContent, go: () => a.click() })),
];

function fill() {
  const words = document.getElementById("palette-words").value.toLowerCase();
  const list = document.getElementById("palette-found");
  list.replaceChildren(...places().filter((p) => p.name.toLowerCase().includes(words)).slice(0, 9).map((p) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = p.name;
    button.addEventListener("click", () => { palette.close(); p.go(); });
    item.append(button);
    return item;
  }));
}

/** Copies a text field; where a browser has no clipboard for us, it is selected for the person to copy. */
async function copy(field, button) {
  const said = document.getElementById("said");
  field.select();
  try {
    if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
    else if (!document.execCommand("copy")) throw new Error("no clipboard");
    said.textContent = "Copied.";
    button.dataset.done = "copied";
  } catch {
    said.textContent = "Selected; copy it with the keys of your system.";
    button.dataset.done = "selected";
  }
}

export function start() {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      palette.showModal();
      document.getElementById("palette-words").value = "";
      fill();
      return;
    }
    const typing = event.target.closest?.("input, textarea, select, dialog");
    if (event.key === "Escape" && event.target.matches?.("input")) event.target.blur();
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (actions[event.key]) { event.preventDefault(); actions[event.key](); }
  });
  document.getElementById("palette-words").addEventListener("input", fill);
  palette.addEventListener("keydown", (event) => {
    const buttons = [...palette.querySelectorAll("li button")];
    const i = buttons.indexOf(document.activeElement);
    if (event.key === "ArrowDown") { event.preventDefault(); buttons[Math.min(buttons.length - 1, i + 1)]?.focus(); }
    if (event.key === "ArrowUp") { event.preventDefault(); (i <= 0 ? document.getElementById("palette-words") : buttons[i - 1]).focus(); }
    if (event.key === "Enter" && i < 0) { event.preventDefault(); buttons[0]?.click(); }
  });
  document.querySelector("[data-keys]").addEventListener("click", actions["?"]);
  document.addEventListener("submit", (event) => {
    const csrf = event.target.elements?.namedItem("csrf");
    if (csrf) csrf.value = document.querySelector('meta[name="csrf"]').content;
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (button) copy(document.getElementById(button.dataset.copy), button);
  });
  localTimes(document);
  tick();
  setInterval(tick, 1000);
}
