// The page that asks for paths: from, to, and how many steps.

import { go } from "../address.js";
import { completing } from "../ask_box.js";
import { tools } from "../copying.js";
import { el, freshId } from "../dom.js";
import { problem } from "../problems.js";
import { callAddress, get } from "../service.js";
import { pathsView } from "./paths.js";

/** Show the form, and the chains where both ends are given. */
export async function showPaths(parameters, signal) {
  const from = parameters.get("from") ?? "";
  const to = parameters.get("to") ?? "";
  const hops = parameters.get("max_hops") ?? "4";
  const parts = [el("h1", {}, "How one thing leads to another"), form(from, to, hops)];
  let said = "";
  if (from && to) {
    const asked = { from, to, max_hops: hops };
    try {
      const answer = await get("v1/paths", { ...asked, limit: 25 }, signal);
      const view = pathsView(answer);
      const canvas = el("div", { class: "canvas-place" });
      const draw = view.draw && ((node) => toggle(node, canvas, view.draw));
      parts.push(tools({ csv: view.csv, call: callAddress("v1/paths", asked), claims: view.claims, draw }), canvas, view.node);
      said = view.said;
    } catch (error) {
      if (error.name === "AbortError") throw error;
      parts.push(problem(error, () => go(parameters, { replace: true })));
    }
  }
  return { title: from && to ? `${from} to ${to}` : "Paths", node: el("article", { class: "answer" }, parts), said };
}

async function toggle(node, canvas, draw) {
  const on = node.getAttribute("aria-pressed") === "true";
  node.setAttribute("aria-pressed", String(!on));
  if (on) {
    canvas.replaceChildren();
    return;
  }
  const { drawn } = await import("../graph.js");
  canvas.replaceChildren(await drawn(draw()));
}

function form(from, to, hops) {
  const start = end("From", "from", from, "a therapy, a cell type, “any cell type”");
  const goal = end("To", "to", to, "an outcome, a condition, “any outcome”");
  const id = freshId("hops");
  const steps = el("select", { id, name: "max_hops" }, [1, 2, 3, 4, 5, 6].map((count) => el("option", { value: count }, count)));
  steps.value = hops;
  const submit = (event) => {
    event.preventDefault();
    const given = { from: start.input.value.trim(), to: goal.input.value.trim(), max_hops: steps.value };
    if (given.from && given.to) go(given);
  };
  return el(
    "form",
    { class: "path-form", action: "./", method: "get", on: { submit } },
    start.node,
    goal.node,
    el("p", { class: "field" }, el("label", { for: id }, "Steps at most"), steps),
    el("button", { type: "submit", class: "primary" }, "Find chains"),
  );
}

function end(label, name, value, hint) {
  const id = freshId(name);
  const listId = freshId("ends");
  const input = el("input", {
    id, name, type: "text", required: true, maxlength: 500, autocomplete: "off", role: "combobox",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId, placeholder: hint,
  });
  input.value = value;
  const list = el("ul", { id: listId, role: "listbox", "aria-label": `Suggestions: ${label}`, hidden: true });
  const put = (text) => {
    input.value = text;
  };
  completing(input, list, { onName: (entity) => put(entity.name), onText: put });
  return { input, node: el("div", { class: "field completes" }, el("label", { for: id }, label), input, list) };
}
