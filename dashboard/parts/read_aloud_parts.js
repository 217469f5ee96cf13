// What is read of a card or a page: its lines in order, each with the element that it stands in.

const SILENT = [
  "script", "style", "svg", "button", "select", "input", "textarea", "nav", "[hidden]", "[inert] [inert]",
  "[aria-hidden=true]", "[data-silent]", "dialog:not([open])", "[role=menu]", ".skip", ".dock",
].join(",");
const LINE = "p, li, tr, dt, dd, h1, h2, h3, h4, h5, h6, summary, figcaption, .row, .figure, [role=img]";
const HIDDEN = /•{3,}/g;

const isSeen = (element) => element.checkVisibility?.({ visibilityProperty: true }) ?? true;

// The words of one line; what stands beside each other is parted by a short pause.
function wordsOf(element, pause) {
  if (element.matches("[role=img][aria-label]")) return element.getAttribute("aria-label");
  const words = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) words.push(node.textContent.trim());
    else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(SILENT) && isSeen(node)) {
      for (const child of node.childNodes) walk(child);
    }
  };
  walk(element);
  return words.filter(Boolean).join(pause);
}

// Returns `[{ element, words }]`; a line within a line is read with the outer one, lists line by line.
export function linesOf(root, { hidden = "", pause = ", " } = {}) {
  const lines = [];
  const add = (element) => {
    const words = wordsOf(element, pause).replace(HIDDEN, hidden);
    if (words) lines.push({ element, words });
  };
  const hasText = (element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
  const visit = (element) => {
    if (element.matches(SILENT) || !isSeen(element)) return;
    const isLine = element.matches(LINE) && !element.querySelector("p, li, tr, h1, h2, h3");
    if (isLine || hasText(element)) return void add(element);
    for (const child of element.children) visit(child);
  };
  visit(root);
  return lines;
}
