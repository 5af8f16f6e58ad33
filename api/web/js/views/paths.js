// Chains of claims, drawn left to right, each step with its sign; the weakest one is marked.

import { el } from "../dom.js";
import { placeLink } from "../address.js";
import { nothing } from "../problems.js";
import { csv } from "../table.js";
import { SIGNS, Word, number, plural, two, word } from "../words.js";
import { claimText, evidenceButton } from "./claims.js";

const COLUMNS = [
  { label: "Path", csv: (row) => row.place },
  { label: "Path score", csv: (row) => row.path.score },
  { label: "Sign", csv: (row) => row.path.sign },
  { label: "Step", csv: (row) => row.step },
  { label: "Subject", csv: (row) => row.claim.subject.name },
  { label: "Predicate", csv: (row) => row.claim.predicate },
  { label: "Object", csv: (row) => row.claim.object.name },
  { label: "Direction", csv: (row) => row.claim.effect_direction },
  { label: "Score", csv: (row) => row.claim.score },
  { label: "Claim id", csv: (row) => row.claim.id },
];

function rows(items) {
  return items.flatMap((path, i) => path.steps.map((claim, k) => ({ path, claim, place: i + 1, step: k + 1 })));
}

/** The answer. */
export function pathsView(answer) {
  const { items } = answer;
  if (!items.length) return { node: none(answer), said: "No path" };
  return {
    node: el(
      "div",
      {},
      el(
        "p",
        { class: "found" },
        plural(items.length, "chain"),
        ", best first. A chain’s score is the product of its steps’.",
        answer.more && " There are more.",
      ),
      answer.truncated && el("p", { class: "notice" }, "The search had to leave something unread, so better chains may be missing. Fewer steps or a nearer goal help."),
      el("ol", { class: "chains" }, items.map(chain)),
    ),
    said: plural(items.length, "chain"),
    csv: () => csv(COLUMNS, rows(items)),
    claims: [...new Set(items.flatMap((path) => path.steps.map((step) => step.id)))],
    draw: () => ({ claims: items.flatMap((path) => path.steps) }),
  };
}

function none(answer) {
  const other = answer.other_way;
  return el(
    "div",
    {},
    nothing(
      "No chain of claims leads from one to the other.",
      el("p", {}, "More steps, a broader name at either end, or fewer filters may find one."),
    ),
    answer.truncated && el("p", { class: "notice" }, "The search had to leave something unread."),
    other.length > 0 && [el("h2", {}, "The other way round"), el("ol", { class: "chains" }, other.map(chain))],
  );
}

function verdict(path) {
  if (path.benefit === true) return "says that the patient gains";
  if (path.benefit === false) return "says that the patient loses";
  return "does not say whether the patient gains";
}

function chain(path) {
  const weakest = path.steps.length > 1 ? path.weakest.step : -1;
  const parts = [node(path.nodes[0])];
  path.steps.forEach((step, i) => parts.push(arrow(step, i === weakest, path.weakest), node(path.nodes[i + 1])));
  return el(
    "li",
    { class: "chain" },
    el(
      "p",
      { class: "chain-head" },
      el("span", {}, "score ", el("b", {}, two(path.score))),
      el("span", {}, "sign ", el("b", {}, signText(path.sign))),
      el("span", {}, verdict(path)),
    ),
    el("div", { class: "chain-line" }, parts),
  );
}

function signText(sign) {
  if (sign === "+1") return "+";
  return sign === "-1" ? "−" : "none";
}

function node(entity) {
  return placeLink({ entity: entity.id }, { class: `node type-${entity.type}` }, el("small", {}, Word(entity.type)), el("span", {}, entity.name));
}

function lacks(step) {
  const found = [step.animal_only && "animals only", step.remark_only && "remarks only", step.machine_only && "programs only"];
  return found.filter(Boolean).join(", ");
}

function arrow(step, weakest, lack) {
  const effect = step.effect_direction;
  const missing = lacks(step);
  const said = `${claimText(step)}, score ${two(step.score)}${weakest ? ", the weakest step" : ""}${missing ? `, ${missing}` : ""}: evidence`;
  return evidenceButton(
    step.id,
    [
      el("span", { class: "verb" }, word(step.predicate), effect && el("span", { class: `effect ${effect}` }, ` ${SIGNS[effect] ?? ""} ${effect}`)),
      el("span", { class: "line-end", "aria-hidden": "true" }),
      el("span", { class: "small" }, `${two(step.score)} · ${plural(step.evidence_count, "report")}`),
      (weakest || missing) && el("span", { class: "weak" }, [weakest && "weakest step", missing].filter(Boolean).join(" · ")),
    ],
    { class: `arrow ${weakest ? "weakest" : ""}`, "aria-label": said, title: weakest ? `weakest: ${number(lack.score)}` : null },
  );
}
