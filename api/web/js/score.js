// A score is never alone: pointed at or focused, it says what it is made of.

import { el, svg } from "./dom.js";
import { get, pathOf } from "./service.js";
import { withTip } from "./tip.js";
import { number, plural, two, word } from "./words.js";

/** Claims whose reports are looked at for one tip. */
const MOST_CLAIMS = 6;

/** of: anything with score and counts; claims: ids of the claims it is made of. */
export function score(of, claims) {
  const dial = svg(
    "svg",
    { class: "dial", viewBox: "0 0 40 4", width: 40, height: 4, "aria-hidden": "true" },
    svg("rect", { class: "rail", width: 40, height: 4, rx: 2 }),
    svg("rect", { class: "fill", width: Math.max(of.score * 40, 1), height: 4, rx: 2 }),
  );
  const node = el(
    "button",
    { type: "button", class: "score", "aria-label": `Score ${two(of.score)}: what it is made of` },
    el("span", {}, two(of.score)),
    dial,
  );
  return withTip(node, (update) => explain(of, claims, update));
}

async function explain(of, claims, update) {
  const head = [
    el("strong", {}, `Score ${two(of.score)}`),
    el("p", {}, counted(of)),
  ];
  const rule = el(
    "p",
    { class: "quiet" },
    "Each independent study counts once, by its design and how sure its reader was; reports against lower it.",
  );
  if (!claims?.length || claims.length > MOST_CLAIMS) {
    update(head, rule);
    return;
  }
  update(head, rule, el("p", { class: "quiet" }, "Looking at the reports…"));
  try {
    const pages = await Promise.all(claims.map((id) => get(pathOf("v1/claims", id))));
    update(head, reasons(pages.flatMap((page) => page.evidence)), rule);
  } catch (error) {
    update(head, rule, el("p", {}, `The reports cannot be shown: ${error.message}.`));
  }
}

function counted(of) {
  const parts = [`${plural(of.supporting_count, "report")} for it`];
  parts.push(`${number(of.refuting_count)} against`);
  parts.push(of.study_count ? `in ${plural(of.study_count, "named study", "named studies")}` : "no named study");
  if (of.patient_count) parts.push(plural(of.patient_count, "patient"));
  return `${parts.join(", ")}.`;
}

/** What makes a report independent of another. */
function unit(report) {
  return report.study?.id ?? report.study?.name ?? report.publication?.id ?? report.id;
}

function reasons(reports) {
  const best = new Map();
  for (const report of reports) {
    const key = `${report.evidence_direction} ${unit(report)}`;
    if (!best.has(key) || best.get(key).weight < report.weight) best.set(key, report);
  }
  const units = [...best.values()].sort((a, b) => b.weight - a.weight);
  const shown = units.slice(0, 5).map((report) =>
    el(
      "li",
      {},
      el("b", {}, `${report.evidence_direction === "refutes" ? "−" : "+"} ${two(report.weight)}`),
      ` ${word(report.design?.type)}`,
      report.provenance.confidence === null ? "" : `, read with confidence ${two(report.provenance.confidence)}`,
    ),
  );
  const more = units.length - shown.length;
  return el("ul", { class: "reasons" }, shown, more > 0 && el("li", {}, `and ${plural(more, "more")}`));
}
