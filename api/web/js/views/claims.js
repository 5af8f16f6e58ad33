// Claims: as a table, as one line, and as a button that opens the evidence.

import { change } from "../address.js";
import { directionWord } from "../bars.js";
import { button, el } from "../dom.js";
import { entityLink } from "../links.js";
import { nothing, truncated } from "../problems.js";
import { score } from "../score.js";
import { csv, table } from "../table.js";
import { number, plural, word } from "../words.js";

/** A button that opens the evidence of a claim. */
export function evidenceButton(id, label = "Evidence", given = {}) {
  return button(label, () => change({ claim: id }), { class: "open", "aria-haspopup": "dialog", ...given });
}

/** Most claims of one row that have a button of their own. */
const MOST_BUTTONS = 4;

/** A button for each claim of a row: the only one says what it does, several are numbered. */
export function evidenceButtons(ids, of) {
  const shown = ids.slice(0, MOST_BUTTONS);
  const buttons = shown.map((id, i) =>
    evidenceButton(id, ids.length > 1 ? String(i + 1) : "Evidence", { "aria-label": `Evidence ${i + 1}: ${of}` }),
  );
  return el("span", { class: "several" }, buttons, ids.length > shown.length && `+${ids.length - shown.length}`);
}

/** A claim in words. */
export function claimText(claim) {
  const effect = claim.effect_direction ? `: ${claim.effect_direction}` : "";
  const condition = claim.condition ? ` in ${claim.condition.name}` : "";
  return `${claim.subject.name} ${word(claim.predicate)} ${claim.object.name}${effect}${condition}`;
}

/** Columns of a table of claims; those that say the same in every row are only written as CSV. */
function claimColumns(items) {
  const same = (of) => items.length > 1 && items.every((claim) => of(claim) === of(items[0]));
  const subject = !same((claim) => claim.subject.id);
  const condition = !same((claim) => claim.condition?.id);
  return [
    { label: "Subject", head: true, shown: subject, cell: (c) => entityLink(c.subject), csv: (c) => c.subject.name },
    { label: "Claim", shown: !same((claim) => claim.predicate), cell: (c) => word(c.predicate), csv: (c) => c.predicate },
    { label: "Object", head: !subject, cell: (c) => entityLink(c.object), csv: (c) => c.object.name },
    { label: "Direction", shown: items.some((claim) => claim.effect_direction), cell: (c) => (c.effect_direction ? directionWord(c.effect_direction) : "–"), csv: (c) => c.effect_direction },
    { label: "Condition", shown: condition, cell: (c) => (c.condition ? entityLink(c.condition) : "–"), csv: (c) => c.condition?.name },
    { label: "For", numeric: true, cell: (c) => number(c.supporting_count), csv: (c) => c.supporting_count },
    { label: "Against", numeric: true, cell: (c) => number(c.refuting_count), csv: (c) => c.refuting_count },
    { label: "Studies", numeric: true, cell: (c) => number(c.study_count), csv: (c) => c.study_count },
    { label: "Patients", numeric: true, cell: (c) => number(c.patient_count), csv: (c) => c.patient_count },
    { label: "Score", numeric: true, cell: (c) => score(c, [c.id]), csv: (c) => c.score },
    {
      label: "Reports",
      name: "Claim id",
      cell: (c) => evidenceButton(c.id, "Evidence", { "aria-label": `Evidence: ${claimText(c)}` }),
      csv: (c) => c.id,
    },
  ];
}

/** What all of them have in common, as words. */
function shared(items) {
  if (items.length < 2) return "";
  const [first] = items;
  const same = (of) => items.every((claim) => of(claim) === of(first));
  const parts = [];
  if (same((claim) => claim.subject.id)) parts.push(`of ${first.subject.name}`);
  if (same((claim) => claim.predicate)) parts.push(`“${word(first.predicate)}”`);
  if (first.condition && same((claim) => claim.condition?.id)) parts.push(`in ${first.condition.name}`);
  return parts.length ? `: all ${parts.join(", ")}` : "";
}

/** The answer that lists claims. */
export function claimsView(answer, { more } = {}) {
  const { items } = answer;
  if (!items.length) {
    return {
      node: nothing("Nothing is reported of it.", el("p", {}, "No loaded source says so, which is not the same as no effect.")),
      said: "Nothing reported",
    };
  }
  const columns = claimColumns(items);
  const shown = columns.filter((column) => column.shown !== false);
  return {
    node: el(
      "div",
      {},
      el("p", { class: "found" }, plural(answer.total, "claim"), `, best supported first${shared(items)}`),
      table({ caption: "Claims", columns: shown, rows: items }),
      truncated(items.length, answer.total, more),
    ),
    said: plural(answer.total, "claim"),
    csv: () => csv(columns, items),
    claims: items.map((claim) => claim.id),
    draw: () => ({ claims: items }),
  };
}
