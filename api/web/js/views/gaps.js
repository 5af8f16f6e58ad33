// Gaps: what is missing from the evidence, and why it counts as missing.

import { el, joined } from "../dom.js";
import { entityLink, idLink } from "../links.js";
import { nothing, truncated } from "../problems.js";
import { csv, table } from "../table.js";
import { number, plural, word } from "../words.js";
import { evidenceButtons } from "./claims.js";

const few = (list, total) => [joined(list.slice(0, 6).map((one) => entityLink(one))), total > 6 && ` and ${number(total - 6)} more`];
const names = (list) => list.map((one) => one.name).join("; ");
const buttons = (row, of) => evidenceButtons(row.claims, of);

const WHY = { label: "Why", cell: (row) => row.why, csv: (row) => row.why };

const COLUMNS = {
  animal_only: [
    { label: "Of", head: true, cell: (row) => entityLink(row.subject), csv: (row) => row.subject.name },
    { label: "Mechanism", cell: (row) => entityLink(row.mechanism), csv: (row) => row.mechanism.name },
    { label: "Animals", numeric: true, cell: (row) => number(row.animal_count), csv: (row) => row.animal_count },
    { label: "In vitro", numeric: true, cell: (row) => number(row.in_vitro_count), csv: (row) => row.in_vitro_count },
    WHY,
    { label: "Reports", cell: (row) => buttons(row, `${row.subject.name}, ${row.mechanism.name}`) },
  ],
  no_human_outcome: [
    { label: "Therapy", head: true, cell: (row) => entityLink(row.therapy), csv: (row) => row.therapy.name },
    { label: "Mechanisms", cell: (row) => few(row.mechanisms, row.mechanism_count), csv: (row) => names(row.mechanisms) },
    WHY,
  ],
  never_changed: [
    { label: "Outcome", head: true, cell: (row) => entityLink(row.outcome), csv: (row) => row.outcome.name },
    { label: "Therapies", cell: (row) => few(row.therapies, row.therapy_count), csv: (row) => names(row.therapies) },
    { label: "Patients", numeric: true, cell: (row) => number(row.patient_count), csv: (row) => row.patient_count },
    WHY,
    { label: "Reports", cell: (row) => buttons(row, row.outcome.name) },
  ],
  no_results: [
    { label: "Study", head: true, cell: (row) => row.study.name, csv: (row) => row.study.name },
    { label: "Id", cell: (row) => idLink(row.study.id), csv: (row) => row.study.id },
    { label: "Status", cell: (row) => word(row.status).toLowerCase(), csv: (row) => row.status },
    { label: "Phase", cell: (row) => word(row.phase), csv: (row) => row.phase },
    { label: "Therapies", cell: (row) => few(row.therapies, row.therapies.length), csv: (row) => names(row.therapies) },
    WHY,
  ],
};

const SAID = {
  animal_only: "Mechanisms supported from animals or in vitro alone",
  no_human_outcome: "Therapies with a mechanism and no outcome in humans",
  never_changed: "Outcomes that were measured and never reported as changed",
  no_results: "Studies that ended and have no results here",
};

/** The answer. */
export function gapsView(answer, { more } = {}) {
  const { kind } = answer.query;
  const columns = COLUMNS[kind] ?? [WHY];
  if (!answer.items.length) return { node: nothing("No gap of this kind is found."), said: "No gaps" };
  return {
    node: el(
      "div",
      {},
      el("p", { class: "found" }, `${SAID[kind] ?? word(kind)}: ${number(answer.total)}`),
      table({ caption: SAID[kind] ?? "Gaps", columns, rows: answer.items }),
      truncated(answer.items.length, answer.total, more),
    ),
    said: plural(answer.total, "gap"),
    csv: () => csv(columns, answer.items),
    claims: answer.items.flatMap((row) => row.claims ?? []),
  };
}
