// The evidence of a claim, in a sheet over the page: who reported it, how, in whom, in which words.

import { directionWord } from "../bars.js";
import { announce, button, el, replace } from "../dom.js";
import { entityLink, idLink } from "../links.js";
import { problem, waiting } from "../problems.js";
import { get, pathOf } from "../service.js";
import { score } from "../score.js";
import { Word, number, plural, two, word } from "../words.js";

const sheet = document.getElementById("evidence");
let asking = null;
let closed = () => {};
let opener = null;

sheet.addEventListener("close", () => {
  asking?.abort();
  if (opener?.isConnected) opener.focus();
  closed();
});
// A click beside the sheet closes it, as Escape does.
sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());

/** Show the evidence of a claim, or nothing where the id is null. */
export async function showEvidence(id, onClose) {
  closed = onClose;
  if (!id) {
    if (sheet.open) {
      closed = () => {};
      sheet.close();
    }
    return;
  }
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  if (!sheet.open) {
    opener = document.activeElement;
    replace(sheet, head(el("h2", { id: "evidence-title" }, "Evidence")), waiting());
    sheet.showModal();
  }
  try {
    const page = await get(pathOf("v1/claims", id), {}, signal);
    replace(sheet, content(page));
    sheet.scrollTop = 0;
    announce(`${plural(page.evidence.length, "report")} of this claim`);
  } catch (error) {
    if (signal.aborted) return;
    replace(sheet, head(el("h2", { id: "evidence-title" }, "Evidence")), problem(error, () => showEvidence(id, onClose)));
  }
}

function head(title) {
  return el("div", { class: "sheet-head" }, title, button("Close", () => sheet.close(), { class: "close", autofocus: true }));
}

function content(page) {
  const title = el(
    "h2",
    { id: "evidence-title" },
    entityLink(page.subject),
    ` ${word(page.predicate)} `,
    entityLink(page.object),
    page.effect_direction && [" ", directionWord(page.effect_direction)],
    page.condition && [" in ", entityLink(page.condition)],
  );
  return [
    head(title),
    el(
      "p",
      { class: "strip" },
      el("span", {}, el("b", {}, number(page.supporting_count)), " for"),
      el("span", {}, el("b", {}, number(page.refuting_count)), " against"),
      el("span", {}, el("b", {}, number(page.study_count)), page.study_count === 1 ? " named study" : " named studies"),
      el("span", {}, el("b", {}, number(page.patient_count)), " patients"),
      el("span", {}, "score ", score(page, [page.id])),
    ),
    el("ol", { class: "reports" }, page.evidence.map(report)),
    el("p", { class: "quiet" }, "Claim ", el("code", {}, page.id)),
  ];
}

function report(found) {
  const against = found.evidence_direction === "refutes";
  return el(
    "li",
    { class: against ? "report against" : "report" },
    el(
      "h3",
      {},
      el("span", { class: against ? "side-mark against" : "side-mark" }, against ? "Against" : "For"),
      " ",
      reporter(found),
    ),
    quote(found.provenance.quote),
    el("dl", { class: "facts" }, rows(found).map(([label, value]) => [el("dt", {}, label), el("dd", {}, value)])),
  );
}

function reporter(found) {
  const name = found.study?.name ?? found.publication?.title ?? found.publication?.id ?? "A report without a name";
  return el("span", {}, name);
}

function quote(text) {
  return text ? el("blockquote", {}, text) : null;
}

function rows(found) {
  const all = [
    ["Design", design(found.design)],
    ["Result", result(found)],
    ["Given", treatment(found.treatment)],
    ["Patients", population(found)],
    ["Stage", found.stage && Word(found.stage)],
    ["Reservation", found.design?.limitations],
    ["Study", found.study && [study(found.study)]],
    ["Read in", publication(found)],
    ["In its words", saidAs(found.as_said)],
    ["Stated by", stated(found.provenance)],
    ["Counts alone", two(found.weight)],
    ["Loaded from", found.sources.map((one) => (one.record ? `${one.name}, record ${one.record}` : one.name)).join("; ")],
  ];
  return all.filter(([, value]) => value && (!Array.isArray(value) || value.length));
}

function design(found) {
  if (!found) return null;
  const parts = [Word(found.type)];
  if (found.phase) parts.push(word(found.phase));
  if (found.arms) parts.push(plural(found.arms, "arm"));
  if (found.masking) parts.push(`masking: ${found.masking}`);
  return parts.join(", ");
}

const NUMBERS = [
  ["value", "value"],
  ["baseline", "at baseline"],
  ["change", "change"],
  ["estimate", "estimate"],
  ["responders", "responders"],
  ["n", "analysed"],
];

function result(found) {
  const of = found.result;
  if (!of) return null;
  const parts = [];
  if (of.measure) parts.push(of.measure);
  if (of.arm || of.comparator) parts.push([of.arm ?? "treated", of.comparator && ` against ${of.comparator}`]);
  for (const [field, label] of NUMBERS) {
    if (of[field] === null) continue;
    const kind = field === "estimate" && of.estimate_type ? word(of.estimate_type) : label;
    const unit = of.unit && ["value", "baseline", "change"].includes(field) ? ` ${of.unit}` : "";
    parts.push(`${kind} ${number(of[field])}${unit}`);
  }
  if (of.ci_low !== null || of.ci_high !== null) parts.push(`interval ${number(of.ci_low)} to ${number(of.ci_high)}`);
  if (of.p_value !== null) parts.push(`p = ${number(of.p_value)}`);
  if (of.affected !== null) parts.push(of.at_risk === null ? `${number(of.affected)} affected` : `${number(of.affected)} of ${number(of.at_risk)} affected`);
  if (of.serious !== null) parts.push(of.serious ? "serious" : "not serious");
  if (of.change_direction) parts.push(word(of.change_direction));
  if (of.timepoint_months !== null) parts.push(`after ${plural(of.timepoint_months, "month")}`);
  return parts.length ? list(parts) : null;
}

function treatment(of) {
  if (!of) return null;
  const parts = [of.donor, of.route, of.cell_source].filter(Boolean).map(String);
  if (of.dose !== null || of.dose_max !== null) {
    const range = of.dose === null ? `up to ${number(of.dose_max)}` : [of.dose, of.dose_max].filter((one) => one !== null).map(number).join(" to ");
    parts.push(`${range} ${of.dose_unit ?? ""}`.trim());
  }
  if (of.administrations !== null) parts.push(`given ${plural(of.administrations, "time")}`);
  if (of.schedule) parts.push(of.schedule);
  if (of.conditioning) parts.push(`after ${of.conditioning}`);
  return parts.length ? list(parts) : null;
}

function range(low, high, what, unit = "") {
  if (low === null && high === null) return null;
  if (low === null) return `${what} up to ${number(high)}${unit}`;
  if (high === null) return `${what} from ${number(low)}${unit}`;
  return `${what} ${number(low)} to ${number(high)}${unit}`;
}

function population(found) {
  const of = found.population;
  const parts = [found.patients !== null && plural(found.patients, "patient")];
  if (of) {
    parts.push(
      of.sex && of.sex !== "ALL" && word(of.sex).toLowerCase(),
      of.course,
      range(of.age_min, of.age_max, "age", " years"),
      range(of.edss_min, of.edss_max, "EDSS"),
      range(of.duration_min_years, of.duration_max_years, "ill for", " years"),
      of.description,
    );
  }
  const told = parts.filter(Boolean);
  return told.length ? list(told) : null;
}

function study(of) {
  const parts = [of.name];
  if (of.id) parts.push(idLink(of.id));
  if (of.enrollment !== null) parts.push(`${number(of.enrollment)} enrolled`);
  if (of.status) parts.push(word(of.status).toLowerCase());
  if (of.why_stopped) parts.push(`stopped: ${of.why_stopped}`);
  return list(parts);
}

function publication(found) {
  const of = found.publication;
  const { section, start, end } = found.provenance;
  const parts = [];
  if (of) {
    parts.push(of.title ?? "", [of.journal, of.year].filter(Boolean).join(" "), idLink(of.id));
    // An address that a source gave is shown, never made a link: only CURIEs lead out.
    if (of.url) parts.push(el("span", { class: "id" }, of.url));
  }
  if (section) parts.push(section);
  if (start !== null) parts.push(`characters ${number(start)} to ${number(end)}`);
  return parts.filter((one) => one !== "").length ? list(parts.filter((one) => one !== "")) : null;
}

function saidAs(of) {
  const parts = [`${of.subject} · ${of.object}`];
  if (of.condition) parts.push(of.condition);
  return list(parts);
}

function stated(of) {
  const parts = [word(of.agent_type), word(of.knowledge_level), of.extractor];
  if (of.confidence !== null) parts.push(`confidence ${two(of.confidence)}`);
  return list(parts.filter(Boolean));
}

function list(parts) {
  return el("span", { class: "parts" }, parts.map((part, i) => [i ? " · " : "", part]));
}
