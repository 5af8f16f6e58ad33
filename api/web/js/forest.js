// A forest plot in SVG: a square and its interval for each arm, a diamond for what is pooled.

import { el, svg } from "./dom.js";
import { number, percent } from "./words.js";

const ROW = 24;
const LEFT = 250;
const PLOT = 320;
const RIGHT = 150;
const TOP = 30;
const WIDTH = LEFT + PLOT + RIGHT;
/** Most lines of one plot; a longer one is no picture any more. */
const MOST = 80;

/** rows: [{label, affected, at_risk, rate, low, high, arms: [same]}]; rates from 0 to 1. */
export function forest(rows) {
  const lines = linesOf(rows);
  const shown = lines.slice(0, MOST);
  const top = scaleTop(shown);
  const x = (rate) => LEFT + (Math.min(rate, top) / top) * PLOT;
  const height = TOP + shown.length * ROW + 30;
  const plot = svg(
    "svg",
    { class: "forest", viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height, role: "img", "aria-label": said(rows) },
    axis(x, top, height),
    shown.map((line, i) => drawn(line, TOP + i * ROW + ROW / 2, x)),
  );
  return el(
    "figure",
    { class: "forest-place" },
    el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Forest plot, scrolls sideways" }, plot),
    el("figcaption", { class: "quiet" }, caption(rows), lines.length > MOST && ` The first ${MOST} of ${lines.length} lines.`),
  );
}

function linesOf(rows) {
  return rows.flatMap((row) => {
    const arms = row.arms.filter((arm) => arm.rate !== null && arm.rate !== undefined);
    const own = row.rate !== null && row.rate !== undefined;
    // One arm that is all there is says the same as the row.
    const inner = own && arms.length < 2 ? [] : arms;
    return [{ ...row, kind: own ? (arms.length > 1 ? "pooled" : "alone") : "head" }, ...inner.map((arm) => ({ ...arm, kind: "arm" }))];
  });
}

function scaleTop(lines) {
  const most = Math.max(...lines.map((line) => line.high ?? line.rate ?? 0), 0.02);
  return [0.05, 0.1, 0.2, 0.25, 0.4, 0.5, 0.75, 1].find((step) => step >= most) ?? 1;
}

function axis(x, top, height) {
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => part * top);
  return ticks.map((rate) => [
    svg("line", { class: "tick", x1: x(rate), x2: x(rate), y1: TOP - 6, y2: height - 26 }),
    svg("text", { class: "axis", x: x(rate), y: height - 10, "text-anchor": "middle" }, percent(rate)),
  ]);
}

function drawn(line, y, x) {
  const head = line.kind !== "arm";
  const parts = [svg("text", { class: head ? "label head" : "label", x: head ? 0 : 14, y: y + 4 }, short(line.label, head ? 36 : 38), svg("title", {}, line.label))];
  if (line.rate !== null && line.rate !== undefined) {
    const low = line.low ?? line.rate;
    const high = line.high ?? line.rate;
    if (line.kind === "pooled") {
      const points = [[x(low), y], [x(line.rate), y - 6], [x(high), y], [x(line.rate), y + 6]];
      parts.push(svg("polygon", { class: "pooled", points: points.map((point) => point.join(",")).join(" ") }));
    } else {
      const side = Math.min(5 + Math.sqrt(line.at_risk ?? 0) / 3, 13);
      parts.push(svg("line", { class: "interval", x1: x(low), x2: x(high), y1: y, y2: y }));
      parts.push(svg("rect", { class: "square", x: x(line.rate) - side / 2, y: y - side / 2, width: side, height: side }));
    }
    parts.push(svg("text", { class: "value", x: LEFT + PLOT + 16, y: y + 4 }, valueText(line)));
  }
  return svg("g", {}, parts);
}

function short(text, most) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function valueText(line) {
  const counts = line.affected === null || line.affected === undefined ? "" : `  ${number(line.affected)}/${number(line.at_risk)}`;
  return `${percent(line.rate)}${counts}`;
}

function said(rows) {
  const parts = rows.slice(0, 20).map((row) => (row.rate === null || row.rate === undefined ? `${row.label}, ${row.arms.length} arms` : `${row.label} ${percent(row.rate)}`));
  return `Forest plot of adverse events: ${parts.join("; ")}. The table below has the same numbers.`;
}

function caption(rows) {
  const methods = [...new Set(rows.map((row) => row.method).filter((one) => typeof one === "string"))];
  const pooled = methods.length ? `Rates pooled by ${methods.join(", ")}. ` : "Rates as each arm reports them; nothing is pooled. ";
  const spread = rows.map((row) => row.heterogeneity).find((one) => one !== null && one !== undefined);
  return `${pooled}${spread === undefined ? "" : "Heterogeneity is in the table. "}Squares: arms, by size; diamonds: pooled.`;
}
