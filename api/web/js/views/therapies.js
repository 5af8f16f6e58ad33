// The headline answer: therapies, what was reported in which direction, by how much evidence.

import { directionBar, legend } from "../bars.js";
import { el } from "../dom.js";
import { placeLink } from "../address.js";
import { entityLink } from "../links.js";
import { nothing, truncated } from "../problems.js";
import { score } from "../score.js";
import { csv, table } from "../table.js";
import { DIRECTIONS, number, plural, word } from "../words.js";
import { claimText, evidenceButton } from "./claims.js";

function design(context) {
  if (!context) return "–";
  const parts = [context.phase, context.best_design].filter(Boolean).map(word);
  return parts.join(", ") || "not stated";
}

function counts(item, context) {
  if (context) return context.effects;
  const found = {};
  for (const claim of item.claims) {
    if (claim.effect_direction) found[claim.effect_direction] = (found[claim.effect_direction] ?? 0) + 1;
  }
  return found;
}

function columnsOf(contexts) {
  const of = (item) => contexts.get(item.therapy.id);
  const sum = (found) => DIRECTIONS.reduce((total, direction) => total + (found[direction] ?? 0), 0);
  let most = 1;
  const columns = [
    { label: "Therapy", head: true, cell: (item) => entityLink(item.therapy), csv: (item) => item.therapy.name },
    { label: "Direction", cell: (item) => directionBar(counts(item, of(item)), most) },
    { label: "Studies", numeric: true, cell: (item) => number(item.study_count), csv: (item) => item.study_count },
    { label: "Patients", numeric: true, cell: (item) => number(item.patient_count), csv: (item) => item.patient_count },
    { label: "Best design", cell: (item) => design(of(item)), csv: (item) => design(of(item)) },
    { label: "Score", numeric: true, cell: (item) => score(item, item.claims.map((claim) => claim.id)), csv: (item) => item.score },
  ];
  const hidden = [
    { label: "Therapy id", csv: (item) => item.therapy.id },
    ...DIRECTIONS.map((direction) => ({ label: direction, csv: (item) => counts(item, of(item))[direction] ?? 0 })),
    { label: "Reports for", csv: (item) => item.supporting_count },
    { label: "Reports against", csv: (item) => item.refuting_count },
  ];
  const scaled = (items) => {
    most = Math.max(1, ...items.map((item) => sum(counts(item, of(item)))));
    return columns;
  };
  return { scaled, written: [...columns, ...hidden] };
}

const LINES = [
  ["studies", "Studies"],
  ["given", "Given"],
  ["cell_types", "Cells"],
  ["mechanisms", "Acts through"],
  ["adverse_events", "Harms reported"],
  ["reservations", "Reservations"],
  ["sources", "Read in"],
];
const MOST = 4;

function lines(context) {
  if (!context) return null;
  const found = LINES.filter(([key]) => context[key]?.length).map(([key, label]) => {
    const shown = context[key].slice(0, MOST);
    const rest = context[key].length - shown.length;
    const long = key === "reservations" || key === "sources" || key === "studies";
    const inside = long
      ? el("ul", {}, shown.map((text) => el("li", {}, text)), rest > 0 && el("li", { class: "quiet" }, `and ${rest} more`))
      : `${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
    return [el("dt", {}, label), el("dd", {}, inside)];
  });
  return el("dl", { class: "facts" }, found);
}

function letIn(item) {
  const narrower = item.matched.filter((one) => one.via.length);
  if (!narrower.length) return null;
  return el(
    "p",
    { class: "quiet" },
    "Let in as narrower: ",
    narrower.map((one, i) => [i ? "; " : "", one.matched.name, " (", one.via.map((step) => step.name).join(" › "), ")"]),
    ".",
  );
}

function detail(item, context) {
  return el(
    "div",
    { class: "inside" },
    el(
      "ul",
      { class: "claims" },
      item.claims.map((claim) =>
        el(
          "li",
          {},
          evidenceButton(claim.id, claimText(claim), { class: "open line" }),
          el("span", { class: "quiet" }, ` ${plural(claim.evidence_count, "report")}`),
        ),
      ),
    ),
    lines(context),
    letIn(item),
  );
}

const OTHERWISE = { improved: "improve", unchanged: "have no effect on", worsened: "worsen" };

/** Where nothing is reported: the questions next to it, without its filters. */
function nearest(query) {
  const outcome = query.outcome?.entity;
  if (!outcome) return null;
  const condition = query.condition ? ` in ${query.condition.entity.name}` : "";
  const questions = Object.values(OTHERWISE).map((verb) => `which therapies ${verb} ${outcome.name}`);
  if (condition) questions.unshift(`which therapies ${OTHERWISE[query.effect] ?? "affect"} ${outcome.name}${condition}`);
  return [
    el("p", {}, "Nearest:"),
    el(
      "ul",
      { class: "choices" },
      questions.map((text) => el("li", {}, placeLink({ q: text }, {}, text))),
      el("li", {}, entityLink(outcome), " and what claims join it to"),
    ),
  ];
}

/** The answer. */
export function therapiesView(answer, context = [], { more } = {}) {
  const { items } = answer;
  if (!items.length) {
    return {
      node: nothing(
        "No therapy is reported to do this.",
        el("p", {}, "No loaded source says so under these filters, which is not the same as no effect."),
        nearest(answer.query),
      ),
      said: "Nothing reported",
    };
  }
  const contexts = new Map(context.map((one) => [one.therapy_id, one]));
  const { scaled, written } = columnsOf(contexts);
  return {
    node: el(
      "div",
      {},
      el("p", { class: "found" }, plural(answer.total, "therapy", "therapies"), ", best supported first"),
      table({
        caption: "Therapies, best supported first",
        columns: scaled(items),
        rows: items,
        detail: (item) => detail(item, contexts.get(item.therapy.id)),
        kind: "therapies",
      }),
      legend(),
      truncated(items.length, answer.total, more),
    ),
    said: plural(answer.total, "therapy", "therapies"),
    csv: () => csv(written, items),
    claims: items.flatMap((item) => item.claims.map((claim) => claim.id)),
    draw: () => ({ claims: items.flatMap((item) => item.claims) }),
  };
}
