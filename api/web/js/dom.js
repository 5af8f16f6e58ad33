// Elements made of names, attributes and children. Text only ever becomes a text node, so that
// nothing that comes out of the graph can be taken for markup.

const SVG = "http://www.w3.org/2000/svg";

/** Attributes that hold addresses or run text; only links.js and address.js may set `href`. */
const REFUSED = /^(on|style$|srcdoc$|srcset$)/i;

function fill(node, given, children) {
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, action] of Object.entries(value)) node.addEventListener(event, action);
    } else if (name === "text") {
      node.textContent = value;
    } else if (REFUSED.test(name)) {
      throw new Error(`${name} is not set here`);
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(node, children);
  return node;
}

/** Add children: nodes as they are, lists item by item, anything else as text. */
export function append(node, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

/** An HTML element. */
export function el(name, given = {}, ...children) {
  return fill(document.createElement(name), given, children);
}

/** An SVG element. */
export function svg(name, given = {}, ...children) {
  return fill(document.createElementNS(SVG, name), given, children);
}

/** A button that does something here. */
export function button(label, action, given = {}) {
  return el("button", { type: "button", on: { click: action }, ...given }, label);
}

/** Take out all children and put others there. */
export function replace(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

/** Say something to a screen reader, and to nobody else. */
export function announce(text) {
  document.getElementById("announce").textContent = text;
}

let last = 0;
/** An id that no other element has. */
export function freshId(stem) {
  last += 1;
  return `${stem}-${last}`;
}

/** Nodes with commas between them. */
export function joined(nodes) {
  return nodes.map((node, i) => [i ? ", " : "", node]);
}
