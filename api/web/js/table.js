// Tables: one list of columns gives what is shown and what is copied as CSV.

import { button, el, freshId } from "./dom.js";

/**
 * A table.
 * columns: [{label, cell(row) → node or text, csv(row) → text or number, numeric, head}]
 * detail(row) → node: makes each row one that opens.
 */
export function table({ caption, columns, rows, detail, kind = "" }) {
  const heads = columns.map((column) =>
    el(
      "th",
      { scope: "col", role: "columnheader", class: column.numeric ? "number" : null },
      column.label,
    ),
  );
  if (detail) heads.push(el("th", { scope: "col", role: "columnheader" }, el("span", { class: "unseen" }, "Details")));
  const body = el("tbody", { role: "rowgroup" });
  for (const row of rows) body.append(...line(row, columns, detail));
  return el(
    "div",
    { class: "scroll" },
    el(
      "table",
      { class: `rows ${kind}`, role: "table" },
      el("caption", { class: "unseen" }, caption),
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, heads)),
      body,
    ),
  );
}

function line(row, columns, detail) {
  const cells = columns.map((column) =>
    el(
      column.head ? "th" : "td",
      {
        role: column.head ? "rowheader" : "cell",
        scope: column.head ? "row" : null,
        class: column.numeric ? "number" : null,
        "data-label": column.label,
      },
      column.cell(row),
    ),
  );
  const shown = el("tr", { role: "row" }, cells);
  if (!detail) return [shown];
  const id = freshId("detail");
  const cell = el("td", { role: "cell", colspan: columns.length + 1 });
  const hidden = el("tr", { role: "row", class: "detail", id, hidden: true }, cell);
  const toggle = button("Evidence", () => {
    const open = toggle.getAttribute("aria-expanded") === "true";
    if (!open && !cell.firstChild) cell.append(detail(row));
    toggle.setAttribute("aria-expanded", String(!open));
    hidden.hidden = open;
  }, { class: "toggle", "aria-expanded": "false", "aria-controls": id });
  shown.append(el("td", { role: "cell", class: "act" }, toggle));
  return [shown, hidden];
}

/** Rows as CSV (RFC 4180), without what a spreadsheet would take for a formula. */
export function csv(columns, rows) {
  const written = columns.filter((column) => column.csv);
  const lines = [written.map((column) => column.name ?? column.label)];
  for (const row of rows) lines.push(written.map((column) => column.csv(row)));
  return `${lines.map((cells) => cells.map(field).join(",")).join("\r\n")}\r\n`;
}

function field(value) {
  if (value === null || value === undefined) return "";
  let text = String(value);
  if (typeof value !== "number" && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
