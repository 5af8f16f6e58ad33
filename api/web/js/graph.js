// Graphs by Cytoscape.js: types in columns from left to right, effects in colour, width by score.

import { go } from "./address.js";
import { button, el } from "./dom.js";
import { Word, plural, two, word } from "./words.js";

/** Left to right; the middle of a drawing around one thing stands between. */
const COLUMN = { CellType: 0, Therapy: 1, Study: 1, Mechanism: 2, AdverseEvent: 3, Outcome: 3, Condition: 4 };
const SHAPE = { CellType: "ellipse", Therapy: "round-rectangle", Mechanism: "hexagon", Outcome: "round-tag", AdverseEvent: "diamond", Condition: "rectangle", Study: "barrel" };
const GAP_X = 300;
const GAP_Y = 42;
/** More than this is no picture; the table has the rest. */
const MOST_ELEMENTS = 3000;

let library;
/** The library, or null where it was not there when the package was built. */
function cytoscape() {
  library ??= import("../vendor/cytoscape.esm.min.mjs").then(
    (found) => found.default,
    () => null,
  );
  return library;
}

/** A drawing of claims, or of one thing and its neighbours. */
export async function drawn({ claims = [], middle = null, neighbors = [], more = false }) {
  const make = await cytoscape();
  if (!make) {
    return el(
      "p",
      { class: "notice" },
      "Graphs need Cytoscape.js, which could not be fetched when therapath was installed. Installing it again with a network brings it; the table has the same claims.",
    );
  }
  const graph = gather(claims, middle, neighbors);
  place(graph, middle?.id);
  return frame(make, graph, more);
}

function gather(claims, middle, neighbors) {
  const nodes = new Map();
  const edges = new Map();
  const node = (entity) => nodes.set(entity.id, entity);
  if (middle) node(middle);
  for (const claim of claims) {
    if (nodes.size + edges.size > MOST_ELEMENTS) break;
    node(claim.subject);
    node(claim.object);
    edges.set(claim.id, { id: claim.id, source: claim.subject.id, target: claim.object.id, predicate: claim.predicate, effect: claim.effect_direction, score: claim.score, claim: true });
  }
  for (const one of neighbors) {
    node(one.entity);
    const [source, target] = one.way === "in" ? [one.entity.id, middle.id] : [middle.id, one.entity.id];
    const id = `${source} ${one.predicate} ${target}`;
    edges.set(id, { id, source, target, predicate: one.predicate, effect: one.effects.length === 1 ? one.effects[0] : one.effects.length ? "mixed" : null, score: one.score, claim: false });
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

/** Positions: a column by type, rows in the order of what they are joined to, so that lines cross less. */
function place(graph, middle) {
  const columns = new Map();
  for (const node of graph.nodes) {
    const column = COLUMN[node.type] ?? 2;
    if (!columns.has(column)) columns.set(column, []);
    columns.get(column).push(node);
  }
  const near = new Map(graph.nodes.map((node) => [node.id, []]));
  for (const edge of graph.edges) {
    near.get(edge.source).push(edge.target);
    near.get(edge.target).push(edge.source);
  }
  const rank = new Map();
  const used = [...columns.keys()].sort();
  const number = (list) => list.forEach((node, i) => rank.set(node.id, i - (list.length - 1) / 2));
  for (const column of used) number(columns.get(column));
  const mean = (node) => {
    const ids = near.get(node.id);
    return ids.length ? ids.reduce((sum, id) => sum + rank.get(id), 0) / ids.length : 0;
  };
  for (let round = 0; round < 6; round += 1) {
    for (const column of round % 2 ? [...used].reverse() : used) {
      const list = columns.get(column);
      const at = new Map(list.map((node) => [node.id, mean(node)]));
      list.sort((a, b) => at.get(a.id) - at.get(b.id) || (a.name < b.name ? -1 : 1));
      number(list);
    }
  }
  graph.positions = new Map();
  const most = Math.max(...[...columns.values()].map((list) => list.length));
  // As wide as a screen where there are many rows, so that lines do not run steep.
  const gap = Math.max(GAP_X, (most * GAP_Y * 0.9) / Math.max(used.length - 1, 1));
  graph.rows = most;
  graph.sides = new Map();
  used.forEach((column, i) => {
    const side = i === 0 ? "left" : i === used.length - 1 ? "right" : "below";
    for (const node of columns.get(column)) {
      graph.positions.set(node.id, { x: i * gap, y: rank.get(node.id) * GAP_Y });
      graph.sides.set(node.id, used.length > 1 ? side : "below");
    }
  });
  graph.middle = middle;
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: of("text"), paper: of("paper"), quiet: of("quiet"), line: of("line-strong"), accent: of("accent"),
    improved: of("improved"), worsened: of("worsened"), unchanged: of("unchanged"), mixed: of("mixed"),
  };
}

function styleOf(graph) {
  const c = colours();
  const few = graph.edges.length <= 150;
  return [
    { selector: "node", style: {
      shape: (node) => SHAPE[node.data("type")] ?? "ellipse", width: 16, height: 16, "background-color": c.paper, "border-width": 2, "border-color": c.quiet,
      label: "data(name)", color: c.text, "font-size": 12, "font-family": "system-ui, sans-serif", "text-wrap": "ellipsis", "text-max-width": "240px",
      "text-valign": (node) => (node.data("side") === "below" ? "bottom" : "center"),
      "text-halign": (node) => (node.data("side") === "below" ? "center" : node.data("side")),
      "text-margin-y": (node) => (node.data("side") === "below" ? 3 : 0), "text-margin-x": (node) => ({ left: -6, right: 6 })[node.data("side")] ?? 0, "min-zoomed-font-size": 6, "text-background-color": c.paper, "text-background-opacity": 0.85, "text-background-padding": 1,
    } },
    { selector: "node[?middle]", style: { "border-color": c.accent, "background-color": c.accent, width: 20, height: 20, "font-weight": 600 } },
    { selector: "edge", style: {
      width: (edge) => 1 + 4 * edge.data("score"), "line-color": (edge) => c[edge.data("effect")] ?? c.line, "target-arrow-color": (edge) => c[edge.data("effect")] ?? c.line,
      "target-arrow-shape": (edge) => (edge.data("effect") === "worsened" ? "tee" : "triangle"), "curve-style": few ? "unbundled-bezier" : "straight",
      "line-style": (edge) => (edge.data("effect") === "unchanged" ? "dashed" : "solid"), "arrow-scale": 0.9,
    } },
    { selector: "node:active, edge:active", style: { "overlay-opacity": 0.1 } },
    { selector: ".far", style: { opacity: 0.18 } },
  ];
}

function elements(graph) {
  return [
    ...graph.nodes.map((node) => ({ data: { id: node.id, name: node.name, type: node.type, middle: node.id === graph.middle, side: graph.sides.get(node.id) }, position: graph.positions.get(node.id) })),
    ...graph.edges.map((edge) => ({ data: edge })),
  ];
}

function frame(make, graph, more) {
  const stage = el("div", { class: "stage", role: "img", "aria-label": saidOf(graph) });
  const hint = el("p", { class: "quiet hint", "aria-live": "polite" }, "Click a name for its page, a line for its evidence.");
  let drawing = null;
  const zoom = (by) => drawing?.zoom({ level: drawing.zoom() * by, renderedPosition: { x: stage.clientWidth / 2, y: stage.clientHeight / 2 } });
  const tools = el(
    "div",
    { class: "tools", role: "group", "aria-label": "The drawing" },
    button("Fit", () => drawing?.fit(undefined, 30)),
    button("+", () => zoom(1.3), { "aria-label": "Larger" }),
    button("−", () => zoom(1 / 1.3), { "aria-label": "Smaller" }),
    button("Save picture", () => drawing && savePicture(drawing)),
  );
  stage.style.height = `${Math.min(Math.max(graph.rows * GAP_Y + 90, 200), Math.max(window.innerHeight * 0.7, 320))}px`;
  // It needs its size before it can be drawn, so it is drawn once it stands in the page.
  requestAnimationFrame(() => {
    drawing = make({
      container: stage, elements: elements(graph), style: styleOf(graph), layout: { name: "preset", padding: 30 },
      maxZoom: 3, minZoom: 0.05, textureOnViewport: graph.edges.length > 600, hideEdgesOnViewport: graph.edges.length > 1500, pixelRatio: "auto",
    });
    // A small graph is not blown up to fill the stage.
    if (drawing.zoom() > 1.25) {
      drawing.zoom(1.25);
      drawing.center();
    }
    listen(drawing, hint);
    recolour(drawing, graph, stage);
  });
  return el(
    "figure",
    { class: "canvas" },
    tools,
    stage,
    el("figcaption", {}, legend(), hint, more && el("p", { class: "quiet" }, "Only the best chains are drawn."), list(graph)),
  );
}

function listen(drawing, hint) {
  drawing.on("tap", "node", (event) => go({ entity: event.target.id() }));
  drawing.on("tap", "edge", (event) => {
    if (event.target.data("claim")) {
      const now = new URLSearchParams(location.search);
      now.set("claim", event.target.id());
      go(now);
    }
  });
  drawing.on("mouseover", "node, edge", (event) => {
    const near = event.target.isNode() ? event.target.closedNeighborhood() : event.target.union(event.target.connectedNodes());
    drawing.batch(() => {
      drawing.elements().addClass("far");
      near.removeClass("far");
    });
    hint.textContent = event.target.isNode() ? `${event.target.data("name")} · ${Word(event.target.data("type"))}` : edgeText(drawing, event.target.data());
  });
  drawing.on("mouseout", "node, edge", () => drawing.elements(".far").removeClass("far"));
}

function edgeText(drawing, edge) {
  const name = (id) => drawing.getElementById(id).data("name");
  return `${name(edge.source)} ${word(edge.predicate)} ${name(edge.target)}${edge.effect ? `: ${edge.effect}` : ""} · score ${two(edge.score)}`;
}

function recolour(drawing, graph, stage) {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const again = () => {
    if (!stage.isConnected) dark.removeEventListener("change", again);
    else drawing.style(styleOf(graph));
  };
  dark.addEventListener("change", again);
}

function savePicture(drawing) {
  const link = el("a", { download: "therapath-graph.png" });
  drawing.png({ output: "blob-promise", full: true, scale: 2, maxWidth: 8000, maxHeight: 8000, bg: colours().paper }).then((blob) => {
    link.href = URL.createObjectURL(blob);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
}

function saidOf(graph) {
  return `A drawing of ${plural(graph.nodes.length, "name")} and ${plural(graph.edges.length, "claim")}; the list below it says the same in words.`;
}

function legend() {
  return el(
    "p",
    { class: "legend" },
    ["improved", "unchanged", "worsened", "mixed"].map((one) => el("span", { class: `stroke ${one}` }, `${one} `)),
    "wider: better supported",
  );
}

function list(graph) {
  const name = new Map(graph.nodes.map((node) => [node.id, node.name]));
  const shown = graph.edges.slice(0, 300);
  return el(
    "details",
    {},
    el("summary", {}, "The drawing in words"),
    el("ul", {}, shown.map((edge) => el("li", {}, `${name.get(edge.source)} ${word(edge.predicate)} ${name.get(edge.target)}${edge.effect ? `: ${edge.effect}` : ""}`))),
    graph.edges.length > shown.length && el("p", { class: "quiet" }, `and ${graph.edges.length - shown.length} more`),
  );
}
