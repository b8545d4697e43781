// What stands over every plot: the promise, and the moments with their words, which never lie on each other.

export const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The line of what was promised. */
export function drawPromise(u, at, words) {
  const { ctx, bbox } = u;
  const dpr = devicePixelRatio;
  const y = u.valToPos(at, "y", true);
  if (y <= bbox.top || y >= bbox.top + bbox.height) return;
  ctx.strokeStyle = ctx.fillStyle = style("--warn");
  ctx.lineWidth = 1.5 * dpr;
  ctx.beginPath(); ctx.moveTo(bbox.left, y); ctx.lineTo(bbox.left + bbox.width, y); ctx.stroke();
  ctx.textAlign = "left";
  ctx.fillText(words, bbox.left + 4 * dpr, y - 4 * dpr);
}

/**
 * A line for each moment, and its words above the plot in the lowest of so many rows that is free there; where none is,
 * the line stands alone.
 */
export function drawMoments(u, marks, rows, worded) {
  const { ctx, bbox } = u;
  const dpr = devicePixelRatio;
  const taken = Array.from({ length: rows }, () => []);
  for (const mark of marks) {
    const x = u.valToPos(mark.at, "x", true);
    if (x < bbox.left - 1 || x > bbox.left + bbox.width + 1) continue;
    ctx.strokeStyle = mark.kind === "now" ? style("--ink") : style("--label");
    ctx.lineWidth = dpr;
    ctx.setLineDash(mark.kind === "now" ? [] : [2 * dpr, 3 * dpr]);
    ctx.beginPath(); ctx.moveTo(x, bbox.top); ctx.lineTo(x, bbox.top + bbox.height); ctx.stroke();
    ctx.setLineDash([]);
    if (!worded(mark)) continue;
    const text = mark.kind === "deploy" ? `▾ ${mark.label}` : mark.label;
    const wide = ctx.measureText(text).width + 9 * dpr;
    const left = x + wide > bbox.left + bbox.width;
    const [from, to] = left ? [x - wide, x] : [x, x + wide];
    const row = taken.findIndex((spans) => spans.every(([a, b]) => to <= a || from >= b));
    if (row < 0) continue;
    taken[row].push([from, to]);
    ctx.textAlign = left ? "right" : "left";
    ctx.fillStyle = style("--support");
    ctx.fillText(text, x + (left ? -3 : 3) * dpr, bbox.top - 4 * dpr - row * 12 * dpr);
  }
}
