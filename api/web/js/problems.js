// What is said while waiting, when there is nothing, and when something is wrong.

import { placeLink } from "./address.js";
import { button, el } from "./dom.js";
import { entityLink, typeLabel } from "./links.js";
import { Problem, Unreachable } from "./service.js";

/** Shown until an answer is there; quick answers never show it. */
export function waiting(what = "Looking…") {
  return el("p", { class: "notice waiting", role: "status" }, el("span", { class: "spinner", "aria-hidden": "true" }), what);
}

/** Nothing was found, which is not the same as no effect. */
export function nothing(text, ...more) {
  return el("div", { class: "notice" }, el("p", {}, el("strong", {}, text)), more);
}

/** More was found than is shown. */
export function truncated(shown, total, more) {
  if (shown >= total) return null;
  return el(
    "p",
    { class: "more" },
    `The first ${shown} of ${total}. `,
    more && button("Show more", more),
  );
}

function questions(list) {
  return el("ul", { class: "choices" }, list.map((text) => el("li", {}, placeLink({ q: text }, {}, text))));
}

function entities(list) {
  return el(
    "ul",
    { class: "choices" },
    list.map((entity) => el("li", {}, entityLink(entity), " ", typeLabel(entity.type))),
  );
}

/** An error, with what can be done about it. */
export function problem(error, again) {
  const retry = again && button("Try again", again, { class: "primary" });
  if (error instanceof Unreachable) {
    return el(
      "div",
      { class: "notice bad", role: "alert" },
      el("h2", {}, "The server does not answer"),
      el("p", {}, "It may have been stopped. ", el("code", {}, "therapath serve"), " starts it."),
      retry,
    );
  }
  if (!(error instanceof Problem)) {
    return el(
      "div",
      { class: "notice bad", role: "alert" },
      el("h2", {}, "This cannot be shown"),
      el("p", {}, error.message),
    );
  }
  const parts = [el("h2", {}, error.title), el("p", {}, sentence(error.message))];
  if (error.advice) parts.push(el("p", {}, sentence(error.advice)));
  if (error.understood.length) parts.push(el("p", { class: "quiet" }, `Recognised: ${error.understood.join(", ")}.`));
  if (error.candidates.length) parts.push(el("h3", {}, "Which one?"), entities(error.candidates));
  if (error.nearMisses.length) parts.push(el("h3", {}, "Nearest names"), entities(error.nearMisses));
  if (error.suggestions.length) parts.push(el("h3", {}, "Nearest questions"), questions(error.suggestions));
  if (error.status >= 500) parts.push(retry);
  const bad = error.status >= 500;
  return el("div", { class: `notice ${bad ? "bad" : ""}`, role: "alert" }, parts);
}

function sentence(text) {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
