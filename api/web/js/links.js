// Links: to places of this page by id, and out of it by CURIE through a fixed list of addresses.

import { placeLink } from "./address.js";
import { el } from "./dom.js";
import { Word } from "./words.js";

const TRIAL = /^NCT\d{8}$/;
const CURIE = /^([A-Za-z][A-Za-z0-9_.-]*):(\S+)$/;

let pages = {};

/** Take the list of addresses: prefix → what stands before the local part. */
export function know(addresses) {
  pages = addresses;
}

/** The address of a page about an id, or null: only ever on a host of the list. */
export function pageOf(id) {
  const text = String(id ?? "");
  const [prefix, local] = TRIAL.test(text) ? ["NCT", text] : (CURIE.exec(text)?.slice(1) ?? []);
  if (!prefix || !Object.hasOwn(pages, prefix)) return null;
  const start = pages[prefix];
  const address = start + encodeURIComponent(local).replaceAll("%2F", "/");
  let made;
  try {
    made = new URL(address);
  } catch {
    return null;
  }
  const known = new URL(start);
  const safe = made.protocol === "https:" || made.protocol === "http:";
  return safe && made.origin === known.origin && address.startsWith(start) ? made.href : null;
}

/** An id, linked to its page where there is one. */
export function idLink(id, text = id) {
  const address = pageOf(id);
  if (!address) return el("span", { class: "id" }, text);
  return el(
    "a",
    { class: "id out", href: address, target: "_blank", rel: "noopener noreferrer" },
    text,
    el("span", { class: "unseen" }, " (opens another site)"),
  );
}

/** An entity's name, linked to its page here. */
export function entityLink(entity, given = {}) {
  return placeLink({ entity: entity.id }, { class: "name", ...given }, entity.name);
}

/** The type of an entity, as a quiet label. */
export function typeLabel(type) {
  return el("span", { class: `type type-${/^\w+$/.test(type) ? type : "other"}` }, Word(type));
}
