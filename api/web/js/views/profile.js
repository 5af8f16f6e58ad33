// The profile of a therapy: evidence, outcomes matrix, mechanisms, harms, studies, reservations.

import { directionWord } from "../bars.js";
import { el, joined } from "../dom.js";
import { entityLink, idLink, typeLabel } from "../links.js";
import { score } from "../score.js";
import { csv, table } from "../table.js";
import { DIRECTIONS, SIGNS, Word, number, plural, word } from "../words.js";
import { harmsOf } from "./adverse_events.js";
import { claimText, evidenceButton, evidenceButtons } from "./claims.js";
import { mechanismGraph } from "./mechanism.js";

/** The answer. */
export function profileView(answer, { asks = null, filters = {} } = {}) {
  const columns = outcomeColumns(answer.outcomes);
  const claims = claimsOf(answer);
  const node = el(
    "div",
    { class: "profile" },
    about(answer.therapy, asks === null),
    asks,
    strip(answer.evidence),
    reservations(answer),
    section("Outcomes", `${plural(answer.outcome_total, "outcome")}, from the patient’s side`, answer.outcomes.length
      ? matrix(answer.outcomes, columns)
      : el("p", { class: "quiet" }, "No outcome is reported, which is not the same as no effect.")),
    section("How it works", "Cells it uses, mechanisms it acts through, and where these lead", mechanisms(answer), mechanismGraph(answer, filters)),
    section("Adverse events", null, harmsOf(answer, filters)),
    studies(answer),
    claimSection("Compared with", answer.comparisons),
    claimSection("Given for", answer.treats),
    sources(answer),
  );
  return {
    node,
    said: `Profile of ${answer.therapy.name}`,
    csv: answer.outcomes.length ? () => csv(columns, answer.outcomes) : null,
    claims,
  };
}

function claimsOf(answer) {
  const sections = [answer.cell_types, answer.mechanisms, answer.treats, answer.comparisons];
  return [
    ...answer.outcomes.flatMap((one) => one.claims),
    ...sections.flatMap((one) => one.claims.map((claim) => claim.id)),
    ...answer.adverse_events.flatMap((one) => one.claims),
  ];
}

function section(title, lead, ...children) {
  return el("section", {}, el("h2", {}, title), lead && el("p", { class: "quiet" }, lead), children);
}

function about(therapy, named) {
  const names = therapy.synonyms;
  const kinds = (list, said) => list.length > 0 && el("p", {}, said, joined(list.slice(0, 8).map((one) => entityLink(one))), list.length > 8 && ` and ${list.length - 8} more`);
  return el(
    "div",
    { class: "about" },
    el("p", {}, typeLabel(therapy.type), " ", named && [el("b", {}, therapy.name), " "], idLink(therapy.id)),
    therapy.description && el("p", { class: "lead" }, therapy.description),
    names.length > 0 && el("p", { class: "quiet" }, `Also called ${names.slice(0, 6).join(", ")}${names.length > 6 ? ` and ${names.length - 6} more` : ""}.`),
    kinds(therapy.broader, "A kind of "),
    kinds(therapy.narrower, "Includes "),
  );
}

function strip(evidence) {
  const figure = (count, one, many) => el("span", {}, el("b", {}, number(count)), ` ${count === 1 ? one : many}`);
  const designs = Object.entries(evidence.by_design).sort((a, b) => b[1] - a[1]);
  return [
    el(
      "p",
      { class: "strip" },
      figure(evidence.unit_count, "independent unit", "independent units"),
      figure(evidence.study_count, "named study", "named studies"),
      figure(evidence.patient_count, "patient", "patients"),
      figure(evidence.report_count, "report", "reports"),
    ),
    designs.length > 0 && el("p", { class: "quiet" }, "Reports by design: ", designs.map(([name, count], i) => `${i ? " · " : ""}${word(name)} ${number(count)}`).join("")),
  ];
}

function reservations(answer) {
  const list = answer.reservations;
  if (!list.length) return null;
  const shown = list.slice(0, 3);
  const item = (one) => el("li", {}, Word(one.kind), ": ", one.text, one.reports > 0 && el("span", { class: "quiet" }, ` (${plural(one.reports, "report")})`));
  return el(
    "section",
    { class: "reservations" },
    el("h2", {}, "Reservations"),
    el("ul", {}, shown.map(item)),
    list.length > 3 && el("details", {}, el("summary", {}, `${list.length - 3} more`), el("ul", {}, list.slice(3).map(item))),
  );
}

function cellOf(reported, direction) {
  return reported.effects.find((one) => one.effect_direction === direction);
}

function outcomeColumns(outcomes) {
  // A column for mixed only where something is.
  const directions = DIRECTIONS.filter((one) => one !== "mixed" || outcomes.some((row) => cellOf(row, one)));
  return [
    { label: "Outcome", head: true, cell: (one) => entityLink(one.outcome), csv: (one) => one.outcome.name },
    ...directions.map((direction) => ({
      label: Word(direction),
      numeric: true,
      cell: (one) => matrixCell(cellOf(one, direction), direction),
      csv: (one) => cellOf(one, direction)?.unit_count ?? 0,
    })),
    { label: "Studies", numeric: true, cell: (one) => number(one.study_count), csv: (one) => one.study_count },
    { label: "Patients", numeric: true, cell: (one) => number(one.patient_count), csv: (one) => one.patient_count },
    { label: "Best design", cell: (one) => word(one.best_design), csv: (one) => one.best_design },
    { label: "Score", numeric: true, cell: (one) => score(one, one.claims), csv: (one) => one.score },
    {
      label: "Reports",
      cell: (one) => evidenceButtons(one.claims, one.outcome.name),
      csv: (one) => one.claims.join(" "),
      name: "Claim ids",
    },
  ];
}

function matrixCell(found, direction) {
  if (!found) return el("span", { class: "quiet" }, "·");
  const against = found.refuting_unit_count ? ` (${number(found.refuting_unit_count)} against)` : "";
  return el("span", { class: `count cell ${direction}` }, el("span", { "aria-hidden": "true" }, `${SIGNS[direction]} `), number(found.unit_count), against);
}

function matrix(outcomes, columns) {
  return table({ caption: "Outcomes by direction: independent studies or reports", columns, rows: outcomes, kind: "matrix" });
}

function mechanisms(answer) {
  const row = (claim) =>
    el(
      "li",
      {},
      evidenceButton(claim.id, claim.object.name, { class: "open line", "aria-label": `Evidence: ${claimText(claim)}` }),
      claim.said_of && el("span", { class: "quiet" }, `said of ${claim.said_of.name}`),
      score(claim, [claim.id]),
    );
  const list = (title, of) =>
    el("div", {}, el("h3", {}, title), of.claims.length ? el("ul", { class: "claims scored" }, of.claims.map(row)) : el("p", { class: "quiet" }, "none reported"), of.total > of.claims.length && el("p", { class: "more" }, `The first ${of.claims.length} of ${of.total}.`));
  return el("div", { class: "two" }, list("Cells", answer.cell_types), list("Mechanisms", answer.mechanisms));
}

function studies(answer) {
  if (!answer.studies.length) return null;
  const rows = answer.studies.flatMap((group) => group.studies);
  const columns = [
    { label: "Study", head: true, cell: (one) => one.name },
    { label: "Id", cell: (one) => idLink(one.id, one.id.startsWith("therapath:") ? "no registry id" : one.id) },
    { label: "Phase", cell: (one) => word(one.phase) },
    { label: "Status", cell: (one) => (one.status ? word(one.status).toLowerCase() : "–") },
    { label: "Enrolled", numeric: true, cell: (one) => number(one.enrollment) },
    { label: "Reports", numeric: true, cell: (one) => number(one.reports) },
  ];
  return section("Studies", answer.study_total > rows.length ? `${rows.length} of ${answer.study_total}` : null, table({ caption: "Studies", columns, rows }));
}

function claimSection(title, of) {
  if (!of.claims.length) return null;
  return section(
    title,
    null,
    el(
      "ul",
      { class: "claims" },
      of.claims.map((claim) =>
        el(
          "li",
          {},
          evidenceButton(claim.id, claimText(claim), { class: "open line" }),
          claim.stages.length > 0 && el("span", { class: "quiet" }, ` ${claim.stages.map(word).join(", ")}`),
          claim.effect_direction && [" ", directionWord(claim.effect_direction)],
          " ",
          score(claim, [claim.id]),
        ),
      ),
    ),
    of.total > of.claims.length && el("p", { class: "more" }, `The first ${of.claims.length} of ${of.total}.`),
  );
}

function sources(answer) {
  if (!answer.sources.length) return null;
  const places = new Map();
  for (const one of answer.sources) {
    const key = one.publication_id;
    places.set(key, { ...one, sections: [...(places.get(key)?.sections ?? []), where(one)] });
  }
  return section(
    "Where to read it",
    null,
    el(
      "ul",
      { class: "sources" },
      [...places.values()].map((one) =>
        el(
          "li",
          {},
          one.title ?? one.publication_id,
          one.year && ` (${one.year})`,
          " ",
          idLink(one.publication_id),
          el("details", {}, el("summary", {}, plural(one.sections.length, "place")), el("ul", {}, one.sections.map((text) => el("li", {}, text)))),
        ),
      ),
    ),
  );
}

function where(one) {
  const parts = [one.section, one.start !== null && `characters ${number(one.start)} to ${number(one.end)}`];
  return parts.filter(Boolean).join(", ") || "no place given";
}
