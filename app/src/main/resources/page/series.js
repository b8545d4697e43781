// Evidence that is a course in time: its lines, what was promised and usual, the incident and the changes before it.
import { drawMoments, drawPromise, style } from "./moments.js";

const hues = ["--ink", "--act", "--good", "--bad", "--warn", "--label"];
const dashes = [[], [8, 4], [2, 3], [12, 3, 2, 3], [5, 5], [1, 4]];
const loaded = new Map();
let plots = [];

const short = (v) => +v.toPrecision(3);

export function words(value, unit) {
  if (unit === "ms") return value >= 1000 ? `${short(value / 1000)} s` : `${short(value)} ms`;
  return unit === "ratio" ? `${short(100 * value)} %` : String(short(value));
}

const clock = (t, seconds) => new Date(t * 1000).toISOString().slice(11, seconds ? 19 : 16);

function rows(lines) {
  const times = [...new Set(lines.flatMap((l) => l.points.map((p) => p[0])))].sort((a, b) => a - b);
  return [times, ...lines.map((l) => { const by = new Map(l.points); return times.map((t) => by.get(t) ?? null); })];
}

function below(u, data) {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath(); ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height); ctx.clip();
  const x1 = u.valToPos(data.from, "x", true);
  const x2 = u.valToPos(data.to, "x", true);
  ctx.globalAlpha = 0.07;
  ctx.fillStyle = style("--bad");
  ctx.fillRect(x1, bbox.top, Math.max(1, x2 - x1), bbox.height);
  if (data.usual) {
    const high = u.valToPos(data.usual.high, "y", true);
    ctx.globalAlpha = 0.16;
    ctx.fillStyle = style("--label");
    ctx.fillRect(bbox.left, high, bbox.width, Math.max(2, u.valToPos(data.usual.low, "y", true) - high));
  }
  ctx.restore();
}

function above(u, data) {
  const { ctx, bbox } = u;
  const dpr = devicePixelRatio;
  ctx.save();
  ctx.font = `${11 * dpr}px ${getComputedStyle(document.body).fontFamily}`;
  if (data.promised !== undefined) drawPromise(u, data.promised, `SLO ${words(data.promised, data.unit)}`);
  drawMoments(u, data.marks, 2, (mark) => mark.label);
  ctx.restore();
}

function legend(host, data) {
  const key = document.createElement("p");
  key.className = "series-key note";
  data.lines.forEach((line, i) => {
    const item = document.createElement("span");
    const swatch = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    swatch.setAttribute("viewBox", "0 0 24 8");
    const stroke = document.createElementNS("http://www.w3.org/2000/svg", "path");
    stroke.setAttribute("d", "M0 4H24");
    stroke.setAttribute("stroke", style(hues[i]));
    stroke.setAttribute("stroke-width", "2");
    stroke.setAttribute("stroke-dasharray", dashes[i].join(" "));
    swatch.append(stroke);
    item.append(swatch, line.name);
    key.append(item);
  });
  if (data.usual) { const item = document.createElement("span"); item.className = "usual"; item.textContent = data.usual.words; key.append(item); }
  const item = document.createElement("span");
  item.className = "burning-time";
  item.textContent = "the incident";
  key.append(item);
  host.after(key);
  return key;
}

function chart(host, data) {
  const grid = { stroke: style("--line"), width: 1 };
  const axis = { stroke: style("--label"), grid, ticks: { ...grid, size: 4 }, font: `11px ${getComputedStyle(document.body).fontFamily}` };
  const values = rows(data.lines);
  const span = values[0].at(-1) - values[0][0];
  const most = Math.max(data.promised ?? 0, data.usual?.high ?? 0, ...data.lines.flatMap((l) => l.points.map((p) => p[1])));
  const least = Math.min(0, ...data.lines.flatMap((l) => l.points.map((p) => p[1])));
  return new uPlot({
    width: host.clientWidth,
    height: 180,
    padding: [28, 12, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    scales: { x: { time: false }, y: { range: [least, most * 1.08 || 1] } },
    axes: [{ ...axis, values: (_, ticks) => ticks.map((t) => clock(t, span < 300)), incrs: [5, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 43200, 86400], space: 64 }, { ...axis, size: 54, values: (_, ticks) => ticks.map((v) => words(v, data.unit)) }],
    series: [{}, ...data.lines.map((_, i) => ({ stroke: style(hues[i]), dash: dashes[i], width: 2, spanGaps: true, points: { show: values[0].length < 3 } }))],
    hooks: { drawClear: [(u) => below(u, data)], draw: [(u) => above(u, data)] },
  }, values, host);
}

const address = (host) => `/rooms/${document.querySelector("[data-room]").dataset.room}/evidence.json?message=${host.closest("[data-of]").dataset.of}&id=${encodeURIComponent(host.dataset.series)}`;

async function draw(host) {
  const from = address(host);
  if (!loaded.has(from)) {
    const answer = await fetch(from);
    if (!answer.ok) { host.remove(); return; }
    loaded.set(from, await answer.json());
  }
  const data = loaded.get(from);
  plots.push({ host, key: legend(host, data), plot: chart(host, data) });
}

/** Draws what is open and not drawn yet. */
export function drawSeries() {
  for (const host of document.querySelectorAll("details[open] [data-series]:not([data-begun]), .paper [data-series]:not([data-begun])")) {
    host.dataset.begun = "yes";
    draw(host);
  }
}

function again() {
  for (const p of plots) { p.plot.destroy(); p.key.remove(); delete p.host.dataset.begun; p.host.replaceChildren(); }
  plots = [];
  drawSeries();
}

let wide = innerWidth;
addEventListener("resize", () => { if (innerWidth !== wide) { wide = innerWidth; setTimeout(again, 160); } });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
document.addEventListener("toggle", (e) => { if (e.target.matches?.("details") && e.target.open) drawSeries(); }, true);
