// How often each direction was reported, as a small bar with its numbers.

import { el, svg } from "./dom.js";
import { DIRECTIONS, SIGNS, Word, number } from "./words.js";

const WIDTH = 132;
const HEIGHT = 10;

/** counts: {improved, unchanged, worsened, mixed}; most: the largest sum in the table. */
export function directionBar(counts, most) {
  const shown = DIRECTIONS.filter((direction) => counts[direction] > 0);
  const sum = shown.reduce((total, direction) => total + counts[direction], 0);
  const label = shown.length
    ? shown.map((direction) => `${number(counts[direction])} ${direction}`).join(", ")
    : "no direction reported";
  const scale = WIDTH / Math.max(most, sum, 1);
  const bar = svg(
    "svg",
    { class: "bar", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, "aria-hidden": "true" },
    svg("rect", { class: "rail", x: 0, y: 4, width: WIDTH, height: 2, rx: 1 }),
  );
  let x = 0;
  for (const direction of shown) {
    const width = Math.max(counts[direction] * scale, 4);
    bar.append(
      svg("rect", { class: `fill ${direction}`, x, y: 0, width: Math.max(width - 1.5, 2), height: HEIGHT, rx: 2 }),
    );
    x += width;
  }
  // The three that always stand in one place make a column; mixed comes where there is some.
  const told = DIRECTIONS.filter((direction) => direction !== "mixed" || counts.mixed > 0);
  const numbers = told.map((direction) =>
    el(
      "span",
      { class: `count ${counts[direction] > 0 ? direction : "none"}` },
      `${SIGNS[direction]} ${number(counts[direction] ?? 0)}`,
    ),
  );
  return el(
    "span",
    { class: "direction" },
    bar,
    el("span", { class: "counts", "aria-hidden": "true" }, numbers),
    el("span", { class: "unseen" }, label),
  );
}

/** A direction as a word with its sign. */
export function directionWord(direction) {
  if (!direction) return el("span", { class: "quiet" }, "no direction");
  return el(
    "span",
    { class: `effect ${DIRECTIONS.includes(direction) ? direction : ""}` },
    el("span", { "aria-hidden": "true" }, `${SIGNS[direction] ?? ""} `),
    Word(direction),
  );
}

/** What the colours mean. */
export function legend() {
  return el(
    "p",
    { class: "legend" },
    "Independent studies or reports, from the patient’s side: ",
    DIRECTIONS.map((direction) =>
      el("span", { class: `count ${direction}` }, `${SIGNS[direction]} ${direction} `),
    ),
  );
}
