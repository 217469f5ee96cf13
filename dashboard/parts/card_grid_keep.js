// Keeps the words of the home on this device for when there is no connection. What was ranked for
// the customer is left out (consent may change meanwhile), amounts that are hidden stay hidden.
import { useEffect } from "react";
import { linesOf } from "./read_aloud_parts.js";

const HOME = "companion-home-1";
const HOME_FILE = "/offline/home.json";
const SETTLED_MS = 2500;
const PART = "\u001f";

function styleOf(element) {
  if (element.closest(".figure, .hero, [data-figure]")) return "figure";
  return element.matches("p, h3, figcaption, summary, [role=img]") ? "text" : "row";
}

function cardOf(section) {
  const inside = section.querySelector(".tile-body") ?? section;
  const isFoot = ({ element }) => element.closest(".tile-foot");
  const lines = linesOf(inside, { hidden: "••••", pause: PART });
  return {
    title: section.getAttribute("aria-label"),
    lines: lines.filter((one) => !isFoot(one)).map(({ element, words }) => ({ as: styleOf(element), parts: words.split(PART) })),
    foot: lines.filter(isFoot).map(({ words }) => words.replaceAll(PART, " ")).join(" · "),
  };
}

async function keep(grid, kinds, labels) {
  const seen = [...grid.querySelectorAll('[data-tile]:is([data-state="ready"], [data-state="partial"])')];
  const cards = seen.filter((section) => kinds.includes(section.dataset.kind)).map(cardOf);
  const language = document.documentElement.lang;
  const words = { title: labels.offline, age: labels.offlineAge, again: labels.offlineAgain };
  const home = JSON.stringify({ at: Date.now(), language, labels: words, cards });
  const store = await caches.open(HOME);
  await store.put(HOME_FILE, new Response(home, { headers: { "content-type": "application/json" } }));
}

// Writes once the cards have come to rest; only where the device has a service worker for us.
export function useKept(gridRef, items, { kinds, labels, editing }) {
  useEffect(() => {
    if (!window.caches || !navigator.serviceWorker?.controller || editing || !items.length) return undefined;
    const timer = setTimeout(() => keep(gridRef.current, kinds, labels).catch(() => {}), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [items, editing, labels]);
}
