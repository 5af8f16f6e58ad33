// The mechanism graph of a therapy: its cells and mechanisms, and where these lead.

import { button, el } from "../dom.js";
import { problem, waiting } from "../problems.js";
import { get } from "../service.js";

/** Most chains that are looked up for one drawing. */
const CHAINS = 60;

/** A place that draws the graph when asked to. */
export function mechanismGraph(answer, filters) {
  const place = el("div", { class: "canvas-place" });
  const open = button("Draw the mechanism graph", () => draw(answer, filters, place, open), { "aria-pressed": "false" });
  return el("div", { class: "draws" }, open, place);
}

async function draw(answer, filters, place, open) {
  if (open.getAttribute("aria-pressed") === "true") {
    open.setAttribute("aria-pressed", "false");
    place.replaceChildren();
    return;
  }
  open.setAttribute("aria-pressed", "true");
  place.replaceChildren(waiting("Drawing…"));
  try {
    const chains = await get("v1/paths", {
      from: answer.therapy.id,
      to: "any outcome",
      through: "any mechanism",
      max_hops: 4,
      limit: CHAINS,
      ...filters,
    });
    const steps = chains.items.flatMap((path) => path.steps);
    const claims = [...answer.cell_types.claims, ...answer.mechanisms.claims, ...steps];
    const { drawn } = await import("../graph.js");
    const same = answer.therapy;
    place.replaceChildren(await drawn({ claims, middle: same, more: chains.more || chains.truncated }));
  } catch (error) {
    place.replaceChildren(problem(error));
  }
}
