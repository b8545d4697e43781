// The room goes on by server-sent events: each message once, and each part of the page when it has changed.
import { inert, localTimes, setClock, start } from "./base.js";
import { draw, drawVerified } from "./plot.js";
import { drawSeries } from "./series.js";

const war = document.querySelector(".war");
const room = war.dataset.room;
const log = document.getElementById("log");
const live = document.getElementById("live");
const offline = document.getElementById("offline");
const said = document.getElementById("said");
let last = Number(war.dataset.seq);
let source;
let unseen = 0;
live.textContent = "connecting";

function element(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

const scrolls = () => getComputedStyle(log).overflowY === "auto";
const nearEnd = () => (scrolls() ? log.scrollTop + log.clientHeight > log.scrollHeight - 120 : scrollY > 200 && log.getBoundingClientRect().bottom < innerHeight + 200);

/** Whoever reads further up keeps their place, and is told what came meanwhile. */
function below(count) {
  unseen = count;
  live.textContent = count ? `live, ${count} new below` : "live";
}

log.addEventListener("scroll", () => { if (unseen && nearEnd()) below(0); });

function toEnd() {
  if (scrolls()) log.scrollTop = log.scrollHeight;
  else log.lastElementChild?.scrollIntoView({ block: "nearest" });
}

function message(event) {
  const seq = Number(event.lastEventId);
  if (seq <= last) return;
  last = seq;
  if (!event.data.trim()) return;
  const follow = nearEnd();
  const item = element(event.data);
  log.append(item);
  localTimes(item);
  drawSeries();
  said.textContent = `${item.querySelector(".sender").textContent} ${item.querySelector(".says")?.textContent.trim().slice(0, 160) ?? ""}`;
  if (follow) toEnd();
  else below(unseen + 1);
}

function part(event) {
  const end = event.data.indexOf("\n");
  const [id, version] = event.data.slice(0, end).split(" ");
  const old = document.getElementById(id);
  if (!old || old.dataset.version === version) return;
  const card = old.querySelector("[data-card]");
  const typed = [...old.querySelectorAll("input[id]")].map((e) => [e.id, e.value]);
  const open = [...old.querySelectorAll("details")].map((d) => d.open);
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  old.innerHTML = event.data.slice(end + 1);
  old.dataset.version = version;
  const same = card && old.querySelector("[data-card]")?.dataset.plan === card.dataset.plan;
  if (same) for (const [key, value] of typed) { const e = document.getElementById(key); if (e) e.value = value; }
  old.querySelectorAll("details").forEach((d, i) => { if (open[i]) d.open = true; });
  if (focused) document.getElementById(focused)?.focus();
  if (card && !same && id === "decision") said.textContent = "The plan has changed; read the new one.";
  shown();
}

function connect() {
  source = new EventSource(`/rooms/${room}/events?after=${last}`);
  source.addEventListener("message", message);
  source.addEventListener("part", part);
  source.addEventListener("clock", (e) => setClock(Number(e.data)));
  source.addEventListener("open", () => { below(unseen); offline.hidden = true; answering(true); });
  source.addEventListener("ended", () => { live.textContent = "ended"; });
  source.addEventListener("error", () => {
    live.textContent = "not connected";
    offline.hidden = false;
    answering(false);
    // A browser gives up on an answer that is no stream; we do not.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 2000);
  });
}

function answering(on) {
  for (const e of document.querySelectorAll("[data-card]:not([data-inert]) form button")) e.disabled = !on;
  if (on) confirmed();
}

/** What has to be typed is typed before approving is possible, and actions are allowed. */
function confirmed() {
  const approve = document.querySelector('[data-card]:not([data-inert]) form button[value="approve"]');
  if (!approve) return;
  const typed = approve.form.querySelector("input[data-confirm]");
  const missing = typed && typed.value !== typed.dataset.confirm;
  approve.disabled = missing || source?.readyState !== EventSource.OPEN || Boolean(document.querySelector(".stop-banner"));
}

async function send(event) {
  const form = event.target.closest("[data-send]");
  if (!form) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  const result = form.querySelector(".result");
  const data = new URLSearchParams(new FormData(form, event.submitter));
  const button = event.submitter;
  try {
    const answer = await fetch(form.action, { method: "POST", body: data });
    const text = await answer.text();
    result.textContent = text.trim();
    if (answer.ok && form.matches("[data-answer]")) inert(form.closest("[data-card]"), text.trim());
    if (answer.ok && form.matches(".ask")) form.reset();
    if (answer.ok && form.matches(".doubting")) { form.reset(); form.closest("dialog").close(); said.textContent = text.trim(); }
  } catch {
    result.textContent = "Not sent: Aegis does not answer. Nothing was changed; try again when the page is connected.";
  } finally {
    delete form.dataset.busy;
    button?.focus();
  }
}

function evidence(event) {
  const link = event.target.closest("[data-evidence]");
  if (!link) return;
  for (const piece of document.querySelectorAll(".evidence .piece")) {
    if (piece.querySelector("b")?.textContent === link.dataset.evidence) {
      event.preventDefault();
      const details = piece.closest("details");
      details.open = true;
      piece.tabIndex = -1;
      piece.scrollIntoView({ block: "center" });
      piece.focus();
      return;
    }
  }
}

/** Asks why before a claim is challenged. */
function challenge(event) {
  const dialog = document.getElementById("challenge");
  if (event.target.closest("[data-close]")) {
    event.preventDefault();
    dialog.close();
  }
  const button = event.target.closest("[data-challenge]");
  if (!button) return;
  event.preventDefault();
  if (!button.checkVisibility()) return;
  const message = button.closest(".message");
  dialog.querySelector('input[name="message"]').value = button.dataset.challenge;
  dialog.querySelector(".result").textContent = "";
  document.getElementById("challenged").textContent = `What ${message.querySelector(".sender").textContent} said at ${message.querySelector("time").textContent} UTC is looked at again on the evidence as it is now.`;
  dialog.showModal();
  document.getElementById("doubt").focus();
}

function mention(event) {
  const button = event.target.closest("[data-mention]");
  if (!button) return;
  const input = document.getElementById("question");
  if (!input.value.includes(button.dataset.mention)) input.value = `${button.dataset.mention} ${input.value}`;
  input.focus();
}

async function earlier(event) {
  const link = event.target.closest("[data-earlier]");
  if (!link) return;
  event.preventDefault();
  const answer = await fetch(link.dataset.earlier);
  if (!answer.ok) return;
  const items = document.createElement("template");
  items.innerHTML = await answer.text();
  log.prepend(items.content);
  localTimes(log);
  drawSeries();
  link.parentElement.remove();
}

/** Draws what is new to the page and keeps its dock true. */
function shown() {
  localTimes(document);
  drawSeries();
  draw();
  drawVerified();
  const open = document.querySelector(".card.waiting");
  document.querySelector(".dock").hidden = !open;
  if (open?.dataset.granted.split(" ").includes(document.body.dataset.person)) inert(open, "You approved this; somebody else has to, too. Nothing is done before that.");
  answering(source?.readyState === EventSource.OPEN);
}

document.addEventListener("submit", send);
document.addEventListener("click", evidence);
document.addEventListener("click", earlier);
document.addEventListener("click", challenge);
document.addEventListener("click", mention);
document.addEventListener("input", confirmed);
start();
// Whoever opened the address of a challenge is asked as by a click.
if (document.querySelector("#challenge[open]")) {
  document.getElementById("challenge").close();
  document.getElementById("challenge").showModal();
}
if (scrolls()) toEnd();
connect();
shown();
