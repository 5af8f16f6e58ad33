// The first page: what can be asked.

import { placeLink } from "../address.js";
import { el } from "../dom.js";
import { details, get } from "../service.js";
import { plural } from "../words.js";

const MORE = [
  ["Compare", "compare natalizumab and ocrelizumab"],
  ["Disagreement", "where do studies disagree about MSC therapy"],
  ["Mechanism path", "how does MSC therapy improve EDSS"],
  ["Gaps", "which mechanisms are claimed only in animals"],
];

/** Show it. */
export async function showHome(_parameters, signal) {
  const { examples } = await details();
  const figures = el("p", { class: "figures", "aria-live": "off" });
  fillFigures(figures, signal);
  const node = el(
    "div",
    { class: "home" },
    el("h1", {}, "Which therapy, by which mechanism, to which outcome, and who says so"),
    el("p", { class: "lead" }, "Ask in plain words, or type the name of a therapy, outcome, mechanism, cell or condition. Each answer leads to the reports behind it."),
    el("h2", {}, "Ask, for example"),
    el("ul", { class: "examples" }, examples.map((text) => el("li", {}, placeLink({ q: text }, {}, text)))),
    el("h2", {}, "Or look for"),
    el(
      "ul",
      { class: "examples" },
      MORE.map(([what, text]) => el("li", {}, placeLink({ q: text }, {}, el("b", {}, `${what} `), text))),
    ),
    figures,
  );
  return { node };
}

async function fillFigures(place, signal) {
  try {
    const schema = await get("v1/schema", {}, signal);
    const count = (label) => schema.labels.find((one) => one.label === label)?.count ?? 0;
    const parts = [
      plural(count("Claim"), "claim"),
      plural(count("Evidence"), "report"),
      plural(count("Therapy"), "therapy", "therapies"),
      plural(count("Publication"), "publication"),
    ];
    place.append(`In the graph: ${parts.join(" · ")}. Neo4j ${schema.neo4j}, version ${schema.version.slice(0, 12)}. `, placeLink({ view: "graph" }, {}, "What is in it"));
    if (!count("Claim")) place.prepend("The graph is empty; `therapath demo` loads the packaged evidence. ");
  } catch (error) {
    if (!signal.aborted) place.append(`The graph cannot be counted now: ${error.message}.`);
  }
}

