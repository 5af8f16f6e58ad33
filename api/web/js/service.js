// Calls to the server that served the page; relative, so that a path in front of it is kept.

/** What the server says is wrong: an RFC 9457 problem. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `the server answered ${status}`);
    this.status = status;
    this.title = body.title || "Failed";
    this.field = body.field;
    this.advice = body.advice;
    this.nearMisses = body.near_misses || [];
    this.candidates = body.candidates || [];
    this.suggestions = body.suggestions || [];
    this.understood = body.understood || [];
  }
}

/** Nothing answers. */
export class Unreachable extends Error {}

function query(parameters) {
  const found = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of [value].flat()) {
      if (one !== null && one !== undefined && one !== "") found.append(name, one);
    }
  }
  const text = found.toString();
  return text ? `?${text}` : "";
}

/** The relative address of a call. */
export function callAddress(path, parameters = {}) {
  return `${path}${query(parameters)}`;
}

/** Ask the server; throws Problem, Unreachable or, when broken off, AbortError. */
export async function get(path, parameters = {}, signal = undefined) {
  let answer;
  try {
    answer = await fetch(callAddress(path, parameters), {
      signal,
      headers: { accept: "application/json" },
      credentials: "same-origin",
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Unreachable("the server does not answer");
  }
  let body;
  try {
    body = await answer.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    // A proxy in front of a server that is down answers in its own words.
    if (answer.status >= 500) throw new Unreachable("the server does not answer");
    throw new Problem(answer.status, { detail: "the answer is no JSON" });
  }
  if (!answer.ok) throw new Problem(answer.status, body);
  return body;
}

/** The path of one thing, its name or id made safe. */
export function pathOf(...parts) {
  return parts.map((part, i) => (i ? encodeURIComponent(part) : part)).join("/");
}

let told;
/** What the page must be told once: examples, filters, where pages about ids are. */
export function details() {
  told ??= get("explorer.json").catch((error) => {
    told = undefined;
    throw error;
  });
  return told;
}
