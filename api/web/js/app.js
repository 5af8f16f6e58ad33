// The page: what the address asks for is what is shown.

import { asked, change, follow, onChange } from "./address.js";
import { askBox } from "./ask_box.js";
import { announce, replace } from "./dom.js";
import { know } from "./links.js";
import { problem, waiting } from "./problems.js";
import { details } from "./service.js";
import { watchTip } from "./tip.js";
import { showEvidence } from "./views/evidence.js";
import { showEntity } from "./views/entity.js";
import { showHome } from "./views/home.js";
import { showPaths } from "./views/path_page.js";
import { showQuestion } from "./views/question.js";
import { showOverview } from "./views/overview.js";

const main = document.getElementById("main");
const input = askBox();
let running = null;

/** Which page an address asks for. */
function pageOf(parameters) {
  if (parameters.has("q")) return [showQuestion, parameters.get("q")];
  if (parameters.has("entity")) return [showEntity, ""];
  if (parameters.has("from") || parameters.get("view") === "paths") return [showPaths, ""];
  if (parameters.get("view") === "graph") return [showOverview, ""];
  return [showHome, ""];
}

/** What the page itself is about: everything but the sheet over it. */
function withoutSheet(parameters) {
  const found = new URLSearchParams(parameters);
  found.delete("claim");
  return found.toString();
}

async function show() {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  const parameters = asked();
  const [page, question] = pageOf(parameters);
  if (document.activeElement !== input) input.value = question;
  const later = setTimeout(() => replace(main, waiting()), 250);
  main.setAttribute("aria-busy", "true");
  try {
    know((await details()).pages);
    const { title, said, node } = await page(parameters, signal);
    if (signal.aborted) return;
    replace(main, node);
    document.title = title ? `${title} · therapath` : "therapath";
    announce(said ?? "");
  } catch (error) {
    if (signal.aborted || error.name === "AbortError") return;
    replace(main, problem(error, show));
    document.title = "therapath";
  } finally {
    clearTimeout(later);
    if (!signal.aborted) main.removeAttribute("aria-busy");
  }
}

function sheet() {
  showEvidence(asked().get("claim"), () => change({ claim: null }));
}

onChange((now, before) => {
  if (withoutSheet(now) !== withoutSheet(before)) {
    const newPage = now.get("q") !== before.get("q") || now.get("entity") !== before.get("entity");
    show().then(() => newPage && window.scrollTo(0, 0));
  }
  if (now.get("claim") !== before.get("claim")) sheet();
});

watchTip();
follow();
show().then(() => asked().has("claim") && sheet());
