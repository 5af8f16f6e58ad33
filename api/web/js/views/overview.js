// What is in the graph, and where it comes from.

import { el } from "../dom.js";
import { nothing } from "../problems.js";
import { get } from "../service.js";
import { table } from "../table.js";
import { Word, number, plural, word } from "../words.js";

/** Show it. */
export async function showOverview(_parameters, signal) {
  const [schema, sources] = await Promise.all([get("v1/schema", {}, signal), get("v1/sources", {}, signal)]);
  const node = el(
    "article",
    { class: "answer" },
    el("h1", {}, "What is in the graph"),
    el("p", { class: "understood" }, `Version ${schema.version} on Neo4j ${schema.neo4j}`),
    el("h2", {}, "Loaded sources"),
    sources.items.length ? sourcesTable(sources.items) : nothing("Nothing is loaded.", el("p", {}, el("code", {}, "therapath demo"), " loads the packaged evidence.")),
    el("h2", {}, "Claims"),
    table({
      caption: "Claims by predicate",
      columns: [
        { label: "Claim", head: true, cell: (one) => Word(one.predicate) },
        { label: "Of", cell: (one) => one.subjects.map(word).join(", ") },
        { label: "To", cell: (one) => one.objects.map(word).join(", ") },
        { label: "Count", numeric: true, cell: (one) => number(one.count) },
      ],
      rows: schema.predicates,
    }),
    el("h2", {}, "Nodes"),
    table({
      caption: "Nodes by label",
      columns: [
        { label: "Label", head: true, cell: (one) => Word(one.label) },
        { label: "Count", numeric: true, cell: (one) => number(one.count) },
      ],
      rows: schema.labels,
    }),
  );
  return { title: "What is in it", node, said: plural(sources.total, "source") };
}

function sourcesTable(items) {
  return table({
    caption: "Loaded sources",
    columns: [
      { label: "Name", head: true, cell: (one) => one.name },
      { label: "Version", cell: (one) => one.version ?? "–" },
      { label: "Licence", cell: (one) => one.licence ?? "not stated" },
      { label: "Reports", numeric: true, cell: (one) => number(one.evidence_count) },
      { label: "Terms", numeric: true, cell: (one) => number(one.term_count) },
      { label: "Whole", cell: (one) => (one.complete ? "yes" : "no, a load was broken off") },
    ],
    rows: items,
  });
}
