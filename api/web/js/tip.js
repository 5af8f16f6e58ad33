// One tip for the whole page: shown beside what is pointed at or has the focus, Escape hides it.

import { replace } from "./dom.js";

const tip = () => document.getElementById("tip");
let owner = null;
let later = 0;

function place(node) {
  const box = node.getBoundingClientRect();
  const own = tip();
  const width = Math.min(360, window.innerWidth - 24);
  own.style.width = `${width}px`;
  const left = Math.min(Math.max(12, box.right - width), window.innerWidth - width - 12);
  own.style.left = `${left}px`;
  const height = own.offsetHeight;
  const below = box.bottom + 6;
  const fits = below + height < window.innerHeight || box.top < height + 12;
  own.style.top = `${fits ? below : box.top - height - 6}px`;
}

async function show(node, content) {
  clearTimeout(later);
  if (owner === node) return;
  hide();
  owner = node;
  node.setAttribute("aria-describedby", "tip");
  const own = tip();
  const update = (...children) => {
    if (owner !== node) return;
    replace(own, children);
    own.hidden = false;
    place(node);
  };
  await content(update);
}

/** Hide it. */
export function hide() {
  owner?.removeAttribute("aria-describedby");
  owner = null;
  tip().hidden = true;
}

const leave = () => {
  later = setTimeout(hide, 150);
};

/** Give a node a tip; content(update) calls update with what is to be seen, more than once if need be. */
export function withTip(node, content) {
  node.addEventListener("mouseenter", () => show(node, content));
  node.addEventListener("focus", () => show(node, content));
  node.addEventListener("click", () => show(node, content));
  node.addEventListener("mouseleave", () => document.activeElement !== node && leave());
  node.addEventListener("blur", hide);
  return node;
}

/** Once, at the start. */
export function watchTip() {
  tip().addEventListener("mouseenter", () => clearTimeout(later));
  tip().addEventListener("mouseleave", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && owner) {
      hide();
      event.stopPropagation();
      event.preventDefault();
    }
  }, true);
  window.addEventListener("scroll", hide, { passive: true });
  window.addEventListener("resize", hide);
}
