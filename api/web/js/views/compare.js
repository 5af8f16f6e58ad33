// Therapies side by side: what compares them directly, then outcomes and harms, a cell for each.

import { directionBar, directionWord } from "../bars.js";
import { el } from "../dom.js";
import { entityLink, idLink } from "../links.js";
import { score } from "../score.js";
import { csv, table } from "../table.js";
import { DIRECTIONS, number, percent, plural } from "../words.js";
import { claimText, evidenceButton, evidenceButtons } from "./claims.js";

function effectsOf(cell) {
  const found = {};
  for (const one of cell.effects) if (one.effect_direction) found[one.effect_direction] = one.unit_count;
  return found;
}

const cellButtons = (cell, of) => evidenceButtons(cell.claims, of);

function outcomeCell(cell, most, of) {
  if (!cell) return el("span", { class: "quiet" }, "not reported");
  return el("span", { class: "stack" }, directionBar(effectsOf(cell), most), el("span", {}, plural(cell.patient_count, "patient"), " ", score(cell, cell.claims)), el("span", {}, cellButtons(cell, of)));
}

function harmCell(cell, of) {
  if (!cell) return el("span", { class: "quiet" }, "not reported");
  const told = cell.arms.filter((arm) => arm.rate !== null);
  const rates = told.slice(0, 3).map((arm) => `${percent(arm.rate)} (${number(arm.affected)}/${number(arm.at_risk)})`);
  return el("span", { class: "stack" }, el("span", {}, rates.length ? rates.join(", ") : "reported, without numbers"), el("span", {}, cellButtons(cell, of)));
}

/** The answer. */
export function compareView(answer) {
  const { therapies } = answer;
  const sums = answer.outcomes.flatMap((row) => row.cells.filter(Boolean).map((cell) => DIRECTIONS.reduce((sum, one) => sum + (effectsOf(cell)[one] ?? 0), 0)));
  const most = Math.max(1, ...sums);
  const outcomes = [
    { label: "Outcome", head: true, cell: (row) => entityLink(row.outcome), csv: (row) => row.outcome.name },
    ...therapies.map((therapy, i) => ({
      label: therapy.name,
      cell: (row) => outcomeCell(row.cells[i], most, `${row.outcome.name}, ${therapy.name}`),
      csv: (row) => (row.cells[i] ? DIRECTIONS.map((one) => `${one} ${effectsOf(row.cells[i])[one] ?? 0}`).join(" ") : ""),
    })),
  ];
  const harms = [
    { label: "Adverse event", head: true, cell: (row) => entityLink(row.adverse_event) },
    ...therapies.map((therapy, i) => ({ label: therapy.name, cell: (row) => harmCell(row.cells[i], `${row.adverse_event.name}, ${therapy.name}`) })),
  ];
  const { comparability } = answer;
  return {
    node: el(
      "div",
      {},
      el("p", { class: "found" }, therapies.map((one, i) => [i ? " and " : "", entityLink(one)])),
      comparability.notes.length > 0 && el("ul", { class: "notes" }, comparability.notes.map((note) => el("li", {}, note))),
      el("h2", {}, "Compared directly"),
      answer.head_to_head.length ? el("ul", { class: "cards" }, answer.head_to_head.map(headToHead)) : el("p", { class: "quiet" }, "No report compares them directly."),
      el("h2", {}, "Outcomes"),
      answer.outcomes.length ? table({ caption: "Outcomes side by side", columns: outcomes, rows: answer.outcomes }) : el("p", { class: "quiet" }, "None of them has a reported outcome here."),
      el("h2", {}, "Adverse events"),
      answer.adverse_events.length ? table({ caption: "Adverse events side by side", columns: harms, rows: answer.adverse_events }) : el("p", { class: "quiet" }, "None is reported."),
    ),
    said: `${plural(answer.outcomes.length, "outcome")} side by side`,
    csv: answer.outcomes.length ? () => csv(outcomes, answer.outcomes) : null,
    claims: [...answer.head_to_head.map((one) => one.id), ...answer.outcomes.flatMap((row) => row.cells.filter(Boolean).flatMap((cell) => cell.claims))],
  };
}

function headToHead(claim) {
  return el(
    "li",
    { class: "card" },
    evidenceButton(claim.id, claimText(claim), { class: "open line" }),
    claim.effect_direction && [" ", directionWord(claim.effect_direction)],
    el(
      "ul",
      {},
      claim.reports.slice(0, 5).map((one) =>
        el("li", {}, [one.measure, one.estimate !== null && `${one.estimate_type?.replaceAll("_", " ") ?? "estimate"} ${number(one.estimate)}`, one.ci_low !== null && `${number(one.ci_low)} to ${number(one.ci_high)}`, one.p_value !== null && `p = ${number(one.p_value)}`].filter(Boolean).join(", ") || "no numbers", " ", one.publication_id && idLink(one.publication_id)),
      ),
    ),
  );
}
