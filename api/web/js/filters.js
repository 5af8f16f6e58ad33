// The filters at the side: which reports count. Each change is a change of the address.

import { asked, change, href } from "./address.js";
import { button, el, freshId } from "./dom.js";
import { Word } from "./words.js";

const OFTEN = ["studied_in", "min_phase", "min_design", "donor", "route", "hide_machine_made"];

/** Names of the filters that the address sets. */
export function filtersOf(parameters, filters) {
  const given = {};
  for (const { name } of filters) {
    const values = parameters.getAll(name);
    if (values.length) given[name] = values.length > 1 ? values : values[0];
  }
  return given;
}

/** The form. inForce: what the answer was asked under, words of the question included. */
export function filterForm(filters, inForce, { totals }) {
  const shown = filters.filter((one) => totals || !one.totals);
  const often = shown.filter((one) => OFTEN.includes(one.name));
  often.sort((a, b) => OFTEN.indexOf(a.name) - OFTEN.indexOf(b.name));
  const rest = shown.filter((one) => !OFTEN.includes(one.name));
  const set = shown.filter((one) => asked().has(one.name));
  const restSet = rest.some((one) => isSet(inForce[one.name], one));
  return el(
    "form",
    { class: "filters", "aria-label": "Filters", on: { submit: (event) => event.preventDefault() } },
    el("h2", {}, "Which reports count"),
    often.map((one) => control(one, inForce[one.name])),
    el("details", { open: restSet }, el("summary", {}, "More filters"), rest.map((one) => control(one, inForce[one.name]))),
    set.length > 0 && button("Clear filters", () => change(Object.fromEntries(set.map((one) => [one.name, null]))), { class: "clear" }),
  );
}

function isSet(value, filter) {
  if (filter.name === "sort") return value && value !== "score";
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined && value !== false;
}

function control(filter, value) {
  const id = freshId("filter");
  const set = (to) => change({ [filter.name]: to });
  const help = el("small", { id: `${id}-help` }, filter.help);
  if (filter.kind === "flag") {
    const box = el("input", { type: "checkbox", id, name: filter.name, "aria-describedby": `${id}-help`, checked: value === true });
    box.addEventListener("change", () => set(box.checked ? "true" : null));
    return el("p", { class: "field flag" }, box, el("label", { for: id }, Word(filter.name)), help);
  }
  if (filter.kind === "choices") return choices(filter, value ?? [], set);
  const field = filter.kind === "choice" ? select(filter, value) : input(filter, value);
  field.id = id;
  field.name = filter.name;
  field.setAttribute("aria-describedby", `${id}-help`);
  field.addEventListener("change", () => field.checkValidity() && set(field.value.trim() || null));
  return el("p", { class: "field" }, el("label", { for: id }, Word(filter.name)), field, help);
}

function select(filter, value) {
  const own = filter.name === "sort" ? [] : [el("option", { value: "" }, "any")];
  const made = el("select", {}, own, filter.choices.map((choice) => el("option", { value: choice }, Word(choice))));
  made.value = value ?? (filter.name === "sort" ? "score" : "");
  return made;
}

function input(filter, value) {
  const numeric = filter.kind === "number";
  const made = el("input", {
    type: numeric ? "number" : "text",
    min: filter.minimum,
    max: filter.maximum,
    step: numeric ? "any" : null,
    maxlength: numeric ? null : 200,
  });
  made.value = value ?? "";
  return made;
}

function choices(filter, given, set) {
  const boxes = filter.choices.map((choice) => {
    const id = freshId("choice");
    const box = el("input", { type: "checkbox", id, value: choice, checked: given.includes(choice) });
    return { box, node: el("span", { class: "choice" }, box, el("label", { for: id }, Word(choice))) };
  });
  for (const { box } of boxes) {
    box.addEventListener("change", () => {
      const chosen = boxes.filter((one) => one.box.checked).map((one) => one.box.value);
      set(chosen.length ? chosen : null);
    });
  }
  return el(
    "fieldset",
    { class: "field" },
    el("legend", {}, Word(filter.name)),
    el("small", {}, filter.help),
    boxes.map((one) => one.node),
  );
}

/** The filters as words, each with a way to take it out. */
export function chips(filters, parameters) {
  const given = filters.filter((one) => parameters.has(one.name));
  if (!given.length) return null;
  return el(
    "ul",
    { class: "chips", "aria-label": "Filters set" },
    given.map(({ name, kind }) => {
      const without = new URLSearchParams(parameters);
      without.delete(name);
      const said = kind === "flag" ? Word(name) : `${Word(name)}: ${parameters.getAll(name).map(Word).join(", ")}`;
      const link = el("a", { "data-to": true, "aria-label": `Without ${said}` }, "×");
      link.setAttribute("href", href(without));
      return el("li", {}, said, " ", link);
    }),
  );
}
