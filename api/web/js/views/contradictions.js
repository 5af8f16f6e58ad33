// Contradictions: the two opposed sides beside each other, and what differs between them.

import { directionWord } from "../bars.js";
import { el } from "../dom.js";
import { entityLink, idLink } from "../links.js";
import { nothing, truncated } from "../problems.js";
import { csv } from "../table.js";
import { number, plural, two, word } from "../words.js";
import { evidenceButton } from "./claims.js";

// Of what differs, so many values are shown at once on each side.
const MOST_VALUES = 6;

const COLUMNS = [
  { label: "Subject", csv: (row) => row.item.subject.name },
  { label: "Object", csv: (row) => row.item.object.name },
  { label: "Direction", csv: (row) => row.side.effect_direction },
  { label: "Reports", csv: (row) => row.side.evidence_count },
  { label: "For or against", csv: (row) => row.side.evidence_direction },
  { label: "Studies", csv: (row) => row.side.study_count },
  { label: "Patients", csv: (row) => row.side.patient_count },
  { label: "Score", csv: (row) => row.side.score },
];

/** The answer. */
export function contradictionsView(answer, { more } = {}) {
  const { items } = answer;
  if (!items.length) {
    return { node: nothing("No reports disagree here.", el("p", {}, "Where only one side was reported, nothing can contradict it.")), said: "No contradictions" };
  }
  const claims = [...new Set(items.flatMap((item) => item.sides.flatMap((side) => side.sources.map((one) => one.claim_id))))];
  return {
    node: el(
      "div",
      {},
      el("p", { class: "found" }, plural(answer.total, "contradiction"), ", the strongest weaker side first"),
      items.map(card),
      truncated(items.length, answer.total, more),
    ),
    said: plural(answer.total, "contradiction"),
    csv: () => csv(COLUMNS, items.flatMap((item) => item.sides.map((side) => ({ item, side })))),
    claims,
  };
}

function card(item) {
  const [left, right] = item.opposed;
  const others = item.sides.filter((_, i) => i !== left && i !== right);
  return el(
    "section",
    { class: "card" },
    el("h2", {}, entityLink(item.subject), ` ${word(item.predicate)} `, entityLink(item.object)),
    el("div", { class: "two opposed" }, sideOf(item.sides[left]), sideOf(item.sides[right])),
    others.length > 0 && el("details", {}, el("summary", {}, plural(others.length, "further side")), others.map(sideOf)),
    differences(item, left, right),
  );
}

function sideOf(side) {
  const against = side.evidence_direction === "refutes";
  return el(
    "div",
    { class: `opinion ${side.effect_direction ?? ""} ${against ? "against" : ""}` },
    el("h3", {}, against && "Against: ", directionWord(side.effect_direction)),
    el(
      "p",
      { class: "strip" },
      el("span", {}, el("b", {}, number(side.unit_count)), " independent"),
      el("span", {}, el("b", {}, number(side.patient_count)), " patients"),
      el("span", {}, "score ", el("b", {}, two(side.score))),
    ),
    el(
      "ul",
      { class: "sources" },
      side.sources.map((one) =>
        el(
          "li",
          {},
          el("span", {}, one.study_name ?? one.publication_title ?? one.publication_id ?? "A report"),
          one.section && el("span", { class: "quiet" }, ` ${one.section}`),
          " ",
          one.publication_id && idLink(one.publication_id),
          " ",
          evidenceButton(one.claim_id, "Evidence", { "aria-label": `Evidence: ${one.study_name ?? one.publication_title ?? one.claim_id}` }),
        ),
      ),
    ),
  );
}

function differences(item, left, right) {
  if (!item.differs.length && !item.shared.length) {
    return el("p", { class: "quiet" }, "The reports tell no context in which the sides could differ.");
  }
  const values = (difference, side) => few(difference.sides.find((one) => one.side === side)?.values ?? []);
  return el(
    "div",
    {},
    item.differs.length > 0 && [
      el("h3", {}, "What differs, most telling first"),
      el(
        "dl",
        { class: "differs" },
        item.differs.map((one) => [el("dt", {}, word(one.context)), el("dd", {}, values(one, left)), el("dd", {}, values(one, right))]),
      ),
      el("p", { class: "quiet" }, "A difference is no cause."),
    ],
    item.shared.length > 0 && el("p", { class: "quiet" }, "The same on both sides: ", item.shared.map((one) => `${word(one.context)} ${show(one.value)}`).join(", "), "."),
  );
}

/** The commonest values with their counts; the rest, which may be hundreds, can be opened. */
function few(values) {
  if (!values.length) return "not stated";
  const told = values.map((one) => `${show(one.value)} (${number(one.units)})`);
  const rest = told.slice(MOST_VALUES);
  return [
    told.slice(0, MOST_VALUES).join(", "),
    rest.length > 0 && el("details", {}, el("summary", {}, `${number(rest.length)} more`), el("span", {}, rest.join(", "))),
  ];
}

const show = (value) => (typeof value === "number" ? number(value) : word(value));
