// An answer of a kind that has no drawing of its own: its rows, with whatever columns they have.

import { el } from "../dom.js";
import { entityLink } from "../links.js";
import { nothing } from "../problems.js";
import { csv, table } from "../table.js";
import { Word, number, plural } from "../words.js";
import { evidenceButton } from "./claims.js";

const isEntity = (value) => value !== null && typeof value === "object" && "id" in value && "name" in value && "type" in value;

function cell(value, field) {
  if (value === null || value === undefined) return "–";
  if (field === "claim_id") return evidenceButton(value);
  if (isEntity(value)) return entityLink(value);
  if (Array.isArray(value)) return value.length ? value.map((one, i) => [i ? ", " : "", cell(one)]) : "–";
  if (typeof value === "object") return plain(value);
  return typeof value === "number" ? number(value) : String(value);
}

function plain(value) {
  if (value === null || value === undefined) return "";
  if (isEntity(value)) return value.name;
  if (Array.isArray(value)) return value.map(plain).filter(Boolean).join(", ");
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .filter(([, inner]) => inner !== null && inner !== undefined && inner !== "")
    .map(([name, inner]) => `${Word(name)}: ${plain(inner)}`)
    .join(", ");
}

/** The answer as a table. */
export function rowsView(answer) {
  const rows = answer.items ?? [];
  if (!rows.length) return { node: nothing("Nothing is reported."), said: "Nothing reported" };
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row).filter((name) => row[name] !== null && row[name] !== undefined)))];
  const columns = fields.map((name) => ({
    label: Word(name),
    head: name === fields[0],
    numeric: rows.every((row) => row[name] === null || row[name] === undefined || typeof row[name] === "number"),
    cell: (row) => cell(row[name], name),
    csv: (row) => (typeof row[name] === "number" ? row[name] : plain(row[name])),
  }));
  const total = answer.total ?? rows.length;
  return {
    node: el("div", {}, el("p", { class: "found" }, plural(total, "row")), table({ caption: "Answer", columns, rows })),
    said: plural(total, "row"),
    csv: () => csv(columns, rows),
  };
}
