// The numbers of an outcome, by study, arm and time, and what can be summed up of them.

import { directionWord } from "../bars.js";
import { el } from "../dom.js";
import { entityLink } from "../links.js";
import { nothing, truncated } from "../problems.js";
import { csv, table } from "../table.js";
import { number, plural, word } from "../words.js";
import { evidenceButton } from "./claims.js";

const given = (value) => value !== null && value !== undefined;

function figures(one) {
  const unit = one.unit ? ` ${one.unit}` : "";
  const parts = [
    given(one.baseline) && `baseline ${number(one.baseline)}`,
    given(one.value) && `${number(one.value)}${unit}`,
    given(one.change) && `change ${number(one.change)}`,
    given(one.estimate) && `${word(one.estimate_type)} ${number(one.estimate)}`,
    given(one.ci_low) && `interval ${number(one.ci_low)} to ${number(one.ci_high)}`,
    given(one.p_value) && `p = ${number(one.p_value)}`,
    given(one.responders) && `${number(one.responders)} responders`,
    given(one.affected) && `${number(one.affected)} of ${number(one.at_risk)} affected`,
    one.change_direction && word(one.change_direction),
  ];
  return parts.filter(Boolean).join(", ") || "no numbers";
}

const arm = (one) => [one.arm, one.comparator && `against ${one.comparator}`].filter(Boolean).join(" ") || "–";

const COLUMNS = [
  { label: "Therapy", head: true, cell: (one) => entityLink(one.therapy), csv: (one) => one.therapy.name },
  { label: "Study", cell: (one) => one.study ?? one.publication_title ?? "–", csv: (one) => one.study ?? one.publication_title },
  { label: "Measure", cell: (one) => one.measure ?? one.outcome.name, csv: (one) => one.measure ?? one.outcome.name },
  { label: "Arm", cell: arm, csv: arm },
  { label: "Result", cell: figures, csv: figures },
  { label: "Months", numeric: true, cell: (one) => number(one.timepoint_months), csv: (one) => one.timepoint_months },
  { label: "Analysed", numeric: true, cell: (one) => number(one.n), csv: (one) => one.n },
  { label: "Direction", cell: (one) => [!one.supports && "against ", directionWord(one.effect_direction)], csv: (one) => one.effect_direction },
  {
    label: "Reports",
    name: "Claim id",
    cell: (one) => evidenceButton(one.claim_id, "Evidence", { "aria-label": `Evidence: ${one.therapy.name}, ${one.measure ?? one.outcome.name}` }),
    csv: (one) => one.claim_id,
  },
];

function summed(one) {
  return el(
    "li",
    {},
    el("b", {}, `${word(one.form)} ${number(one.estimate)}`),
    ` (${number(one.ci_low)} to ${number(one.ci_high)}), `,
    plural(one.studies, "study", "studies"),
    `, ${plural(one.patients, "patient")}; ${one.method}. `,
    el("span", { class: "quiet" }, one.comparable),
  );
}

/** The answer. */
export function outcomeResultsView(answer, { more } = {}) {
  const { items } = answer;
  if (!items.length) return { node: nothing("No result is reported.", el("p", {}, "No loaded source says so under these filters.")), said: "Nothing reported" };
  const summaries = answer.summaries ?? [];
  return {
    node: el(
      "div",
      {},
      el("p", { class: "found" }, plural(answer.total, "result")),
      summaries.length > 0 && [el("h2", {}, "Summed up"), el("ul", {}, summaries.map(summed))],
      table({ caption: "Results", columns: COLUMNS, rows: items }),
      truncated(items.length, answer.total, more),
    ),
    said: plural(answer.total, "result"),
    csv: () => csv(COLUMNS, items),
    claims: [...new Set(items.map((one) => one.claim_id))],
  };
}
