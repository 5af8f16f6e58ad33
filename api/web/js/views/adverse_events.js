// Adverse events of a therapy as a forest plot, each rate with its interval where there is one.

import { el } from "../dom.js";
import { forest } from "../forest.js";
import { entityLink } from "../links.js";
import { nothing } from "../problems.js";
import { get, pathOf } from "../service.js";
import { csv, table } from "../table.js";
import { number, percent, plural } from "../words.js";
import { evidenceButtons } from "./claims.js";

function columns() {
  return [
    { label: "Adverse event", head: true, cell: (one) => entityLink(one.adverse_event), csv: (one) => one.adverse_event.name },
    { label: "Affected", numeric: true, cell: (one) => number(one.affected), csv: (one) => one.affected },
    { label: "At risk", numeric: true, cell: (one) => number(one.at_risk), csv: (one) => one.at_risk },
    { label: "Rate", numeric: true, cell: (one) => percent(one.rate), csv: (one) => one.rate },
    { label: "Interval", cell: (one) => interval(one), csv: (one) => interval(one) },
    { label: "Studies", numeric: true, cell: (one) => number(one.studies), csv: (one) => one.studies },
    { label: "Serious", cell: (one) => serious(one.serious), csv: (one) => serious(one.serious) },
    { label: "I²", numeric: true, cell: (one) => percent(one.heterogeneity?.i2), csv: (one) => one.heterogeneity?.i2 },
    { label: "Reports", cell: (one) => evidenceButtons(claimsOf(one.arms), one.adverse_event.name), csv: (one) => claimsOf(one.arms).join(" "), name: "Claim ids" },
  ];
}

const claimsOf = (reports) => [...new Set((reports ?? []).map((one) => one.claim_id).filter(Boolean))];

/** What is reported without a number at risk: how often is not known, and it is no part of a rate. */
function uncounted(answer) {
  const rows = answer.without_denominator ?? [];
  if (!rows.length) return null;
  const total = answer.without_denominator_total ?? rows.length;
  const shown = [
    { label: "Adverse event", head: true, cell: (one) => entityLink(one.adverse_event) },
    { label: "Reports", numeric: true, cell: (one) => number(one.report_count) },
    { label: "Against", numeric: true, cell: (one) => number(one.refuting_count) },
    { label: "Serious", cell: (one) => serious(one.serious) },
    { label: "Evidence", cell: (one) => evidenceButtons(claimsOf(one.reports), one.adverse_event.name) },
  ];
  return [
    el("h2", {}, "Reported, and not how often"),
    table({ caption: "Adverse events without a number at risk", columns: shown, rows }),
    total > rows.length && el("p", { class: "more" }, `The first ${rows.length} of ${total}.`),
  ];
}

function interval(one) {
  return one.ci_low === null || one.ci_low === undefined ? "–" : `${percent(one.ci_low)} to ${percent(one.ci_high)}`;
}

function serious(value) {
  if (value === null || value === undefined) return "not stated";
  if (typeof value === "number") return number(value);
  return value ? "yes" : "no";
}

/** The answer of a question about harms. */
export function adverseEventsView(answer) {
  const items = answer.items ?? [];
  const rest = uncounted(answer);
  if (!items.length && !rest) return { node: nothing("No adverse event is reported.", el("p", {}, "That is silence, not safety.")), said: "Nothing reported" };
  const shown = columns();
  const total = answer.total ?? items.length;
  return {
    node: el(
      "div",
      {},
      el("p", { class: "found" }, plural(total, "adverse event"), " with numbers"),
      items.length > 0 && [forest(items.map(plotRow)), table({ caption: "Adverse events", columns: shown, rows: items })],
      total > items.length && el("p", { class: "more" }, `The first ${items.length} of ${total}.`),
      rest,
    ),
    said: plural(total, "adverse event"),
    csv: items.length ? () => csv(shown, items) : null,
    claims: [...new Set([...items.flatMap((one) => claimsOf(one.arms)), ...(answer.without_denominator ?? []).flatMap((one) => claimsOf(one.reports))])],
  };
}

function plotRow(one) {
  return {
    label: one.serious ? `${one.adverse_event.name}, serious` : one.adverse_event.name,
    affected: one.affected,
    at_risk: one.at_risk,
    rate: one.rate,
    low: one.ci_low,
    high: one.ci_high,
    method: one.method,
    heterogeneity: one.heterogeneity,
    arms: (one.arms ?? []).map(arm),
  };
}

function arm(one) {
  return {
    label: [one.study, one.arm].filter(Boolean).join(", ") || "a report",
    affected: one.affected,
    at_risk: one.at_risk,
    rate: one.rate ?? (one.at_risk ? one.affected / one.at_risk : null),
    low: one.ci_low ?? null,
    high: one.ci_high ?? null,
  };
}

/** The harms of a profile: with pooled rates where the server gives them, else arm by arm. */
export function harmsOf(answer, filters) {
  if (!answer.adverse_events.length) {
    return el("p", { class: "quiet" }, "None is reported: that is silence, not safety.");
  }
  const place = el("div", {}, reported(answer));
  pooled(answer.therapy.id, filters).then((view) => view && place.replaceChildren(view, reported(answer)));
  return place;
}

async function pooled(id, filters) {
  try {
    const found = await get(`${pathOf("v1/therapies", id)}/adverse-events`, filters);
    const items = found.items?.filter((one) => one.rate !== null) ?? [];
    return items.length ? forest(items.map(plotRow)) : null;
  } catch {
    // Servers without pooled rates answer 404; what the profile says of each arm stays.
    return null;
  }
}

function reported(answer) {
  const rows = answer.adverse_events;
  const shown = [
    { label: "Adverse event", head: true, cell: (one) => entityLink(one.adverse_event) },
    { label: "Arms with numbers", numeric: true, cell: (one) => number(one.arm_count) },
    { label: "Rates", cell: (one) => rates(one) },
    { label: "Reports without", numeric: true, cell: (one) => number(one.unnumbered_count) },
    { label: "Studies", numeric: true, cell: (one) => number(one.study_count) },
    {
      label: "Reports",
      cell: (one) => evidenceButtons(one.claims, one.adverse_event.name),
    },
  ];
  const numbered = rows.filter((one) => one.arms.some((each) => each.rate !== null));
  return el(
    "div",
    {},
    numbered.length > 0 && forest(numbered.map((one) => ({ label: one.adverse_event.name, rate: null, arms: one.arms.map(arm) }))),
    table({ caption: "Adverse events as reported", columns: shown, rows }),
    answer.adverse_event_total > rows.length && el("p", { class: "more" }, `The first ${rows.length} of ${answer.adverse_event_total}.`),
  );
}

function rates(one) {
  const told = one.arms.filter((each) => each.rate !== null);
  if (!told.length) return el("span", { class: "quiet" }, "no numbers");
  return told.slice(0, 4).map((each) => `${number(each.affected)}/${number(each.at_risk)}`).join(", ");
}
