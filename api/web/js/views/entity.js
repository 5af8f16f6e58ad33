// The page of one thing: a therapy's profile, or what it is and what claims join it to.

import { placeLink } from "../address.js";
import { directionWord } from "../bars.js";
import { tools } from "../copying.js";
import { el, joined } from "../dom.js";
import { filterForm, filtersOf, chips } from "../filters.js";
import { entityLink, idLink, typeLabel } from "../links.js";
import { nothing, truncated } from "../problems.js";
import { details, get, pathOf, Problem } from "../service.js";
import { csv, table } from "../table.js";
import { number, two, word } from "../words.js";
import { profileView } from "./profile.js";

/** Questions that make sense of each type. */
const ASK = {
  Outcome: ["which therapies improve {}", "which therapies have no effect on {}", "which therapies worsen {}"],
  Condition: ["which therapies treat {}", "contradictions in {}"],
  Mechanism: ["which therapies act through {}", "what contributes to {}"],
  CellType: ["which therapies use {}"],
  AdverseEvent: ["which therapies cause {}"],
  Therapy: ["what does {} improve", "side effects of {}", "where do studies disagree about {}"],
  Study: [],
};

/** Show it. */
export async function showEntity(parameters, signal) {
  const id = parameters.get("entity");
  const entity = await get(pathOf("v1/entities", id), {}, signal);
  if (entity.type === "Therapy") return therapyPage(entity, parameters, signal);
  return entityPage(entity, signal);
}

/** Questions about it. */
export function asks(entity) {
  const list = ASK[entity.type] ?? [];
  if (!list.length) return null;
  return el(
    "p",
    { class: "asks" },
    list.map((text) => {
      const question = text.replace("{}", () => entity.name);
      return placeLink({ q: question }, { class: "chip" }, question);
    }),
  );
}

async function therapyPage(entity, parameters, signal) {
  const { filters } = await details();
  const given = filtersOf(parameters, filters.filter((one) => !one.totals));
  const answer = await get(pathOf("v1/therapies", entity.id), given, signal);
  const view = profileView(answer, { asks: asks(entity), filters: given });
  const query = new URLSearchParams(Object.entries(given).flatMap(([name, value]) => [value].flat().map((one) => [name, one])));
  const call = `${pathOf("v1/therapies", entity.id)}${query.size ? `?${query}` : ""}`;
  const node = el(
    "div",
    { class: "with-side" },
    el(
      "aside",
      { class: "side" },
      el(
        "details",
        { open: window.matchMedia("(min-width: 64rem)").matches },
        el("summary", {}, "Filters"),
        filterForm(filters, answer.query, { totals: false }),
      ),
    ),
    el(
      "article",
      { class: "answer" },
      el("h1", {}, entity.name),
      chips(filters, parameters),
      tools({ csv: view.csv, call, claims: view.claims }),
      view.node,
    ),
  );
  return { title: entity.name, node, said: `Profile of ${entity.name}` };
}

async function entityPage(entity, signal) {
  const limit = 100;
  const call = pathOf("v1/entities", entity.id, "neighbors");
  let near = { items: [], total: 0, counts: [] };
  try {
    near = await get(`${pathOf("v1/entities", entity.id)}/neighbors`, { limit }, signal);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
  }
  const place = el("div", { class: "canvas-place" });
  const columns = neighborColumns();
  const node = el(
    "article",
    { class: "answer" },
    el("h1", {}, entity.name),
    about(entity),
    asks(entity),
    tools({
      csv: near.items.length ? () => csv(columns, near.items) : null,
      call,
      draw: near.items.length ? (button) => toggle(button, place, entity, near.items) : null,
    }),
    place,
    el("h2", {}, "What claims join it to"),
    near.items.length
      ? table({ caption: `What claims join ${entity.name} to`, columns, rows: near.items })
      : nothing("No claim names it.", el("p", {}, "A narrower or broader thing may be what sources speak of.")),
    truncated(near.items.length, near.total),
  );
  return { title: entity.name, node, said: entity.name };
}

function neighborColumns() {
  return [
    { label: "Claim", cell: (one) => (one.way === "in" ? `← ${word(one.predicate)}` : `${word(one.predicate)} →`), csv: (one) => `${one.predicate} ${one.way}` },
    { label: "Name", head: true, cell: (one) => entityLink(one.entity), csv: (one) => one.entity.name },
    { label: "Type", cell: (one) => typeLabel(one.entity.type), csv: (one) => one.entity.type },
    { label: "Directions", cell: (one) => (one.effects.length ? one.effects.map((effect) => [directionWord(effect), " "]) : "–"), csv: (one) => one.effects.join(" ") },
    { label: "Claims", numeric: true, cell: (one) => number(one.claim_count), csv: (one) => one.claim_count },
    { label: "Studies", numeric: true, cell: (one) => number(one.study_count), csv: (one) => one.study_count },
    { label: "Best score", numeric: true, cell: (one) => two(one.score), csv: (one) => one.score },
  ];
}

async function toggle(button, place, entity, items) {
  const on = button.getAttribute("aria-pressed") === "true";
  button.setAttribute("aria-pressed", String(!on));
  if (on) {
    place.replaceChildren();
    return;
  }
  const { drawn } = await import("../graph.js");
  place.replaceChildren(await drawn({ middle: entity, neighbors: items }));
}

/** Id, type, description, other names, broader things. */
export function about(entity) {
  const names = entity.synonyms ?? [];
  return el(
    "div",
    { class: "about" },
    el("p", {}, typeLabel(entity.type), " ", idLink(entity.id)),
    entity.description && el("p", { class: "lead" }, entity.description),
    names.length > 0 && el("p", { class: "quiet" }, `Also called ${names.slice(0, 8).join(", ")}${names.length > 8 ? ` and ${names.length - 8} more` : ""}.`),
    entity.parents?.length > 0 && el("p", {}, "A kind of ", joined(entity.parents.map((one) => entityLink(one)))),
    entity.minimum !== undefined && entity.minimum !== null && el("p", { class: "quiet" }, `From ${number(entity.minimum)} to ${number(entity.maximum)} ${entity.unit ?? ""}.`),
    entity.xrefs?.length > 0 && el("p", { class: "quiet" }, "Elsewhere: ", joined(entity.xrefs.slice(0, 12).map((one) => idLink(one)))),
  );
}
