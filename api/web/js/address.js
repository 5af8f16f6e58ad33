// The address bar holds the whole question: what is shown can be shared, and Back goes back.

import { el } from "./dom.js";

const listeners = [];
let shown = new URLSearchParams(location.search);

/** What the address asks for. */
export function asked() {
  return new URLSearchParams(location.search);
}

/** A relative address, so that it works under whatever path the page is served. */
export function href(parameters) {
  const found = new URLSearchParams();
  for (const [name, value] of entries(parameters)) {
    if (value !== null && value !== undefined && value !== "") found.append(name, value);
  }
  const text = found.toString();
  return text ? `?${text}` : "./";
}

function entries(parameters) {
  if (parameters instanceof URLSearchParams) return [...parameters];
  return Object.entries(parameters).flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((one) => [name, one]) : [[name, value]],
  );
}

/** Go to another place of this page. */
export function go(parameters, { replace = false } = {}) {
  const to = href(parameters);
  history[replace ? "replaceState" : "pushState"](null, "", to);
  tell();
}

/** Call back when the address has changed, with the one before. */
export function onChange(listener) {
  listeners.push(listener);
}

function tell() {
  const before = shown;
  shown = asked();
  for (const listener of listeners) listener(shown, before);
}

/** Change some parameters of what is shown; null takes one out. */
export function change(parameters, options) {
  const found = asked();
  for (const [name, value] of Object.entries(parameters)) {
    found.delete(name);
    for (const one of [value].flat()) if (one !== null && one !== "") found.append(name, one);
  }
  go(found, options);
}

/** A link to another place of this page; opens in a new tab as links do. */
export function placeLink(parameters, given, ...children) {
  return el("a", { ...given, href: href(parameters), "data-to": true }, ...children);
}

/** Follow links of this page without loading it anew. */
export function follow() {
  window.addEventListener("popstate", tell);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-to], a[data-home]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!link || !plain || event.defaultPrevented) return;
    event.preventDefault();
    go(new URLSearchParams(link.hasAttribute("data-home") ? "" : link.search));
  });
}
