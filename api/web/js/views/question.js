// A question and its answer: how it was understood, tools, filters, and the answer itself.

import { asked, change, go } from "../address.js";
import { el } from "../dom.js";
import { chips, filterForm, filtersOf } from "../filters.js";
import { tools } from "../copying.js";
import { details, get, Problem } from "../service.js";
import { answerView } from "./answers.js";

const PAGE = 25;
const MOST = 500;

/** Show the answer to `q`. */
export async function showQuestion(parameters, signal) {
  const { filters } = await details();
  const given = filtersOf(parameters, filters);
  const limit = Math.min(Number(parameters.get("limit")) || PAGE, MOST);
  const text = parameters.get("q");
  let body;
  try {
    body = await get("v1/ask", { q: text, ...given, limit }, signal);
  } catch (error) {
    if (error instanceof Problem && error.status === 422 && error.field === "q") {
      const name = await exactName(text, signal);
      if (name) {
        go({ entity: name.id }, { replace: true });
        return { node: null };
      }
    }
    throw error;
  }
  return { title: text, ...page(body, filters, limit) };
}

/** Where the text is a name, and of one thing alone. */
async function exactName(text, signal) {
  const found = await get("v1/entities", { q: text.slice(0, 200), limit: 5 }, signal).catch(() => ({ items: [] }));
  const same = found.items.filter((one) => one.match !== "text");
  return same.length === 1 ? same[0] : null;
}

function page(body, filters, limit) {
  const more = () => change({ limit: Math.min(limit * 4, MOST) }, { replace: true });
  const view = answerView(body, { more: limit < MOST ? more : null });
  const question = body.question.trim();
  const inForce = body.answer.query;
  const canvas = el("div", { class: "canvas-place" });
  const bar = tools({
    csv: view.csv,
    call: body.call,
    statements: body.statements,
    claims: view.claims,
    draw: view.draw && ((node) => toggleDrawing(node, canvas, view.draw)),
  });
  const parts = [
    el("h1", {}, question.charAt(0).toUpperCase() + question.slice(1)),
    el("p", { class: "understood" }, el("span", {}, "Understood as "), body.understood),
    chips(filters, asked()),
    bar,
    canvas,
    view.node,
  ];
  const side = inForce && "min_design" in inForce;
  const node = el(
    "div",
    { class: side ? "with-side" : "" },
    side && filtersAside(filters, inForce),
    el("article", { class: "answer" }, parts),
  );
  return { node, said: view.said };
}

function filtersAside(filters, inForce) {
  const form = filterForm(filters, inForce, { totals: "min_patients" in inForce });
  const wide = window.matchMedia("(min-width: 64rem)").matches;
  return el("aside", { class: "side" }, el("details", { open: wide || remembered }, summary(), form));
}

let remembered = false;
function summary() {
  const node = el("summary", {}, "Filters");
  node.addEventListener("click", () => {
    remembered = !node.parentElement.open;
  });
  return node;
}

async function toggleDrawing(node, canvas, draw) {
  const on = node.getAttribute("aria-pressed") === "true";
  node.setAttribute("aria-pressed", String(!on));
  if (on) canvas.replaceChildren();
  else {
    const { drawn } = await import("../graph.js");
    canvas.replaceChildren(await drawn(draw()));
  }
}
