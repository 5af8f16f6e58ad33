// What a search found.

import { el } from "../dom.js";
import { entityLink, idLink, typeLabel } from "../links.js";
import { nothing, truncated } from "../problems.js";
import { csv, table } from "../table.js";
import { number, plural } from "../words.js";

const MATCH = { name: "its name", synonym: "a synonym", text: "words of it" };

/** The answer. */
export function entitiesView(answer, { more } = {}) {
  if (!answer.items.length) {
    return { node: nothing("Nothing is called that.", nearest(answer.near_misses)), said: "Nothing found" };
  }
  const columns = [
    { label: "Name", head: true, cell: (one) => entityLink(one), csv: (one) => one.name },
    { label: "Type", cell: (one) => typeLabel(one.type), csv: (one) => one.type },
    { label: "Id", cell: (one) => idLink(one.id), csv: (one) => one.id },
    { label: "Found by", cell: (one) => MATCH[one.match] ?? one.match },
    { label: "Claims", numeric: true, cell: (one) => number(one.claim_count), csv: (one) => one.claim_count },
  ];
  return {
    node: el(
      "div",
      {},
      el("p", { class: "found" }, plural(answer.total, "name"), ", closest first"),
      table({ caption: "Names found", columns, rows: answer.items }),
      truncated(answer.items.length, answer.total, more),
    ),
    said: plural(answer.total, "name"),
    csv: () => csv(columns, answer.items),
  };
}

function nearest(misses) {
  if (!misses?.length) return null;
  return [
    el("p", {}, "Nearest names:"),
    el("ul", { class: "choices" }, misses.map((one) => el("li", {}, entityLink(one), " ", typeLabel(one.type)))),
  ];
}
