// The replay as a picture: observed, do nothing, and each fix with its band, over one time axis.
import { drawMoments, drawPromise, style } from "./moments.js";

let data;
let drawnFrom = "";
let plots = [];

function look(kind) {
  switch (kind) {
    case "observed": return { stroke: style("--ink"), width: 2 };
    case "nothing": return { stroke: style("--label"), width: 2, dash: [2, 4] };
    case "pass": return { stroke: style("--good"), width: 3 };
    case "reject": return { stroke: style("--bad"), width: 2, dash: [8, 5] };
    case "abstain": return { stroke: style("--warn"), width: 2, dash: [8, 5] };
    default: return { stroke: style("--act"), width: 0, dots: true };
  }
}

const wash = (colour, share) => `color-mix(in srgb, ${colour} ${share}%, transparent)`;

/** Every moment of every curve once, and each curve over all of them. */
function aligned(curves, columns) {
  const times = [...new Set(curves.flatMap((c) => c.points.map((p) => p[0])))].sort((a, b) => a - b);
  const place = new Map(times.map((t, i) => [t, i]));
  const rows = [times];
  for (const curve of curves) {
    for (const column of columns) {
      const row = new Array(times.length).fill(null);
      for (const p of curve.points) row[place.get(p[0])] = p[column];
      rows.push(row);
    }
  }
  return rows;
}

function millis(v) {
  return v >= 1000 ? `${+(v / 1000).toPrecision(2)} s` : `${+v.toPrecision(2)} ms`;
}

/** On a log axis only 1, 2 and 5 have their words. */
const ticks = (v) => ([1, 2, 5].includes(Math.round(v / 10 ** Math.floor(Math.log10(v) + 1e-9))) ? millis(v) : "");

const hour = (t) => new Date(t * 1000).toISOString().slice(11, 16);

/** The promise, the moments and the names at the ends, on the drawing itself. */
function annotate(u, curves, marks, promise, promiseWords, columns, narrow) {
  const { ctx, bbox } = u;
  const dpr = devicePixelRatio;
  ctx.save();
  ctx.font = `${11 * dpr}px ${getComputedStyle(document.body).fontFamily}`;
  drawPromise(u, promise, promiseWords);
  drawMoments(u, marks, 3, (mark) => mark.label && (!narrow || mark.kind === "now" || mark.kind === "deploy"));
  const taken = [];
  curves.forEach((curve, i) => {
    if (curve.kind === "observed" || curve.kind === "measured") return;
    const points = curve.points;
    if (!points.length) return;
    const end = points.at(-1);
    const word = { pass: "✓ ", reject: "✕ ", abstain: "? " }[curve.kind] ?? "";
    let at = u.valToPos(Math.max(end[columns[1]], u.scales.y.min), "y", true) + 4 * dpr;
    const lowest = bbox.top + bbox.height;
    at = Math.min(at, lowest);
    const by = at > lowest - 26 * dpr ? -13 * dpr : 13 * dpr;
    while (taken.some((t) => Math.abs(t - at) < 12 * dpr)) at += by;
    taken.push(at);
    ctx.fillStyle = look(curve.kind).stroke;
    ctx.textAlign = "left";
    ctx.font = `600 ${11 * dpr}px ${getComputedStyle(document.body).fontFamily}`;
    ctx.fillText(word + curve.name, u.valToPos(end[0], "x", true) + 5 * dpr, at);
  });
  ctx.restore();
}

function chart(host, curves, marks, columns, { height, log, promise, promiseWords, words, tall }) {
  const width = host.clientWidth;
  const narrow = width < 480;
  const rows = aligned(curves, columns);
  const series = [{}];
  const bands = [];
  curves.forEach((curve) => {
    const l = look(curve.kind);
    const at = series.length;
    const edge = { stroke: "transparent", width: 0, points: { show: false }, spanGaps: true };
    const line = { stroke: l.stroke, width: l.width, dash: l.dash, spanGaps: true, points: l.dots ? { show: true, size: 7, fill: l.stroke, stroke: l.stroke } : { show: false } };
    series.push(edge, line, edge);
    if (curve.kind !== "observed" && curve.kind !== "measured") bands.push({ series: [at + 2, at], fill: wash(l.stroke, 14) });
  });
  const grid = { stroke: style("--line"), width: 1 };
  const axis = { stroke: style("--label"), grid, ticks: { ...grid, size: 4 }, font: `11px ${getComputedStyle(document.body).fontFamily}` };
  return new uPlot({
    width,
    height,
    padding: [tall ? 40 : 8, narrow ? 74 : 96, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    scales: { x: { time: false }, y: log ? { distr: 3, range: (_, low, high) => [10 ** Math.floor(Math.log10(low / 1.1)), Math.max(high, promise) * 1.6] } : { range: (_, low, high) => [0, Math.max(promise * 2, high * 1.05)] } },
    axes: [
      { ...axis, values: (_, ticks) => ticks.map(hour), incrs: [60, 120, 300, 600, 1200, 1800, 3600], space: 60 },
      { ...axis, size: 54, values: (_, ticks) => ticks.map((v) => (v === null ? "" : words(v))) },
    ],
    series,
    bands,
    hooks: { draw: [(u) => annotate(u, curves, tall ? marks : marks.map((m) => ({ ...m, label: "" })), promise, promiseWords, columns, narrow)] },
  }, rows, host);
}

/** On a log scale nothing is nothing. */
const positive = (curves) => curves.map((c) => ({ ...c, points: c.points.map((p) => p.map((v, i) => (i > 0 && i < 4 ? Math.max(1, v) : v))) }));

function both(host) {
  host.replaceChildren();
  const first = document.createElement("div");
  const second = document.createElement("div");
  const caption = (text) => { const p = document.createElement("p"); p.className = "label"; p.textContent = text; return p; };
  host.append(caption("p99, log scale"), first, caption("errors, share of requests"), second);
  const start = Math.min(...data.curves.filter((c) => c.kind === "observed").flatMap((c) => c.points.map((p) => p[0])), Infinity);
  const marks = data.marks.filter((m) => m.at >= start - 1);
  plots.push(chart(first, positive(data.curves), marks, [1, 2, 3], { height: host.clientWidth < 480 ? 240 : 300, log: true, promise: data.p99Slo, promiseWords: `SLO ${millis(data.p99Slo)}`, words: ticks, tall: true }));
  plots.push(chart(second, data.curves, marks, [4, 5, 6], { height: 130, log: false, promise: data.errorSlo, promiseWords: `SLO ${+(100 * data.errorSlo).toPrecision(2)} %`, words: (v) => `${+(100 * v).toPrecision(2)} %`, tall: false }));
}

async function load(host) {
  const from = host.dataset.plot;
  if (from !== drawnFrom) {
    const answer = await fetch(from);
    if (!answer.ok) return false;
    data = await answer.json();
    drawnFrom = from;
  }
  return true;
}

/** Draws the replay where it is not drawn yet. */
export async function draw() {
  const host = document.querySelector("[data-plot]:not([data-drawn])");
  if (!host) return;
  host.dataset.drawn = "yes";
  if (await load(host)) both(host);
}

/** Draws what was forecast of the executed fix and what was measured. */
export async function drawVerified() {
  const host = document.querySelector("[data-verified]:not([data-drawn])");
  const replay = document.querySelector("[data-plot]");
  if (!host || !replay) return;
  host.dataset.drawn = "yes";
  if (!(await load(replay))) return;
  const pass = data.curves.filter((c) => c.kind === "pass").slice(-1);
  const measured = data.curves.filter((c) => c.kind === "measured");
  if (pass.length) plots.push(chart(host, positive([...pass, ...measured]), data.marks.filter((m) => m.kind === "step"), [1, 2, 3], { height: 160, log: true, promise: data.p99Slo, promiseWords: `SLO ${millis(data.p99Slo)}`, words: ticks, tall: true }));
}

/** In another width or light everything is drawn again. */
function again() {
  plots.forEach((p) => p.destroy());
  plots = [];
  document.querySelectorAll("[data-drawn]").forEach((e) => { delete e.dataset.drawn; e.replaceChildren(); });
  draw();
  drawVerified();
}

let waiting;
let wide = innerWidth;
addEventListener("resize", () => {
  if (innerWidth === wide) return;
  wide = innerWidth;
  clearTimeout(waiting);
  waiting = setTimeout(again, 150);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
