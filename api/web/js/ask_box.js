// The box: a question or a name, completed while it is typed (the ARIA combobox pattern).

import { announce, el, freshId, replace } from "./dom.js";
import { go } from "./address.js";
import { details, get } from "./service.js";
import { Word, plural } from "./words.js";

const PAUSE = 120;
const MOST = 8;

/** Complete an input; onName(entity) when a name alone is chosen. */
export function completing(input, list, { onName, onText, types, questions = false }) {
  let options = [];
  let active = -1;
  let timer = 0;
  let asking = null;

  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    options = [];
    active = -1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (place) => {
    active = place;
    [...list.children].forEach((node, i) => node.setAttribute("aria-selected", String(i === place)));
    const node = list.children[place];
    if (node) {
      input.setAttribute("aria-activedescendant", node.id);
      node.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };

  const choose = (option) => {
    close();
    if (option.question) onText(option.question);
    else if (option.start > 0) {
      input.value = `${input.value.slice(0, option.start)}${option.entity.name} `;
      input.focus();
    } else onName(option.entity);
  };

  const open = (found) => {
    options = found;
    replace(list, found.map((option, i) => item(option, () => choose(option), () => mark(i))));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    mark(-1);
    announce(found.length ? `${plural(found.length, "suggestion")}, arrow keys to choose` : "");
  };

  const look = async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const found = await suggestions(input.value, types, questions, asking.signal);
      if (document.activeElement === input) open(found);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && options.length) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !options.length) {
      if (event.key === "ArrowDown") look();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark((active + step + options.length + (active < 0 && step < 0 ? 1 : 0)) % options.length);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(options[active]);
    } else if (event.key === "Tab") close();
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  return { close };
}

function item(option, choose, point) {
  const inside = option.question
    ? [el("span", {}, option.question), el("small", {}, "question")]
    : [el("span", {}, option.entity.name), el("small", {}, Word(option.entity.type))];
  return el(
    "li",
    {
      id: freshId("option"),
      role: "option",
      "aria-selected": "false",
      on: {
        mousedown: (event) => event.preventDefault(),
        click: choose,
        mousemove: point,
      },
    },
    inside,
  );
}

/** Names that the whole text, or the words it ends with, begin; then questions that hold it. */
async function suggestions(text, types, questions, signal) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return questions ? (await details()).examples.slice(0, MOST).map((question) => ({ question })) : [];
  const found = await ends(text, types, questions, signal);
  const examples = questions ? (await details()).examples : [];
  const alike = examples.filter((one) => one.toLowerCase().includes(wanted) && one.toLowerCase() !== wanted);
  return [...found.slice(0, MOST - Math.min(alike.length, 3)), ...alike.slice(0, 3).map((question) => ({ question }))];
}

async function ends(text, types, questions, signal) {
  const starts = [text.length - text.trimStart().length];
  const words = [...text.matchAll(/\S+/g)].map((match) => match.index);
  if (questions && words.length > 2) starts.push(...words.slice(-3).filter((at) => text.length - at > 3 && at > starts[0]));
  for (const start of starts) {
    const part = text.slice(start).trim();
    if (part.length < 2) continue;
    const answer = await get("v1/entities", { q: part.slice(0, 200), type: types ?? [], limit: MOST }, signal);
    if (answer.items.length) return answer.items.map((entity) => ({ entity, start }));
  }
  return [];
}

/** The box in the page's head. */
export function askBox() {
  const form = document.getElementById("ask");
  const input = document.getElementById("q");
  const box = completing(input, document.getElementById("suggestions"), {
    questions: true,
    onText: (text) => {
      input.value = text;
      go({ q: text });
    },
    onName: (entity) => {
      input.value = entity.name;
      go({ entity: entity.id });
    },
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    box.close();
    const text = input.value.trim();
    go(text ? { q: text } : {});
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, dialog");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
  return input;
}
