// Taking an answer along: as CSV, as an HTTP call, as Cypher, into Neo4j Browser.

import { announce, button, el } from "./dom.js";
import { details } from "./service.js";

/** What each button says when it was not just pressed. */
const labels = new WeakMap();

async function copy(text, what, node) {
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    done = copyOldWay(text);
  }
  const said = done ? `${what} copied` : `${what} could not be copied`;
  announce(said);
  labels.has(node) || labels.set(node, node.textContent);
  node.textContent = done ? "Copied" : "Not copied";
  setTimeout(() => {
    node.textContent = labels.get(node);
  }, 1600);
}

/** Without a secure context there is no clipboard but this one. */
function copyOldWay(text) {
  const field = el("textarea", { class: "unseen", "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

function save(text, name) {
  const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  const link = el("a", { download: name });
  link.href = address;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Parameters and statement, as they can be pasted into Neo4j Browser. */
export function pasted(statement) {
  const lines = Object.entries(statement.parameters).map(
    ([name, value]) => `:param ${name} => ${JSON.stringify(value)};`,
  );
  return [...lines, statement.cypher].join("\n");
}

/** The call as an address that works from elsewhere. */
export function wholeAddress(call) {
  return new URL(call.replace(/^\//, ""), document.baseURI).href;
}

/** The tools of an answer. csv: () → text; claims: ids to draw in Neo4j Browser. */
export function tools({ csv, call, statements, claims, draw }) {
  const made = [];
  const tool = (label, action, given) => made.push(button(label, (event) => action(event.currentTarget), given));
  if (draw) tool("Draw", draw, { "aria-pressed": "false" });
  if (csv) {
    tool("Copy CSV", (node) => copy(csv(), "CSV", node));
    tool("Save CSV", () => save(csv(), "therapath.csv"));
  }
  if (call) tool("Copy HTTP call", (node) => copy(`curl '${wholeAddress(call).replaceAll("'", "%27")}'`, "HTTP call", node));
  if (statements?.length) {
    tool("Copy Cypher", (node) => copy(statements.map(pasted).join(";\n\n"), "Cypher", node));
  }
  const bar = el("div", { class: "tools", role: "group", "aria-label": "Take this answer along" }, made);
  if (claims?.length) addBrowser(bar, claims.slice(0, 100));
  return bar;
}

async function addBrowser(bar, ids) {
  const told = await details().catch(() => null);
  if (!told?.neo4j_browser) return;
  // Neo4j Browser draws what a single statement gives, so the ids, which are hexadecimal digits, go into it.
  const text = told.draw.replace("$ids", () => JSON.stringify(ids.filter((id) => /^[0-9a-f]{32}$/.test(id))));
  const address = new URL(told.neo4j_browser);
  if (!["http:", "https:"].includes(address.protocol)) return;
  address.searchParams.set("cmd", "edit");
  address.searchParams.set("arg", text);
  bar.append(
    el(
      "a",
      { class: "button", href: address.href, target: "_blank", rel: "noopener noreferrer" },
      "Open in Neo4j Browser",
    ),
  );
}
