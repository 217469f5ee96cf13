// The desk by keyboard: j and k walk the list, Enter opens, o goes to the outcome.
import { useEffect } from "react";

const TYPING = new Set(["INPUT", "TEXTAREA", "SELECT"]);

function step(by) {
  const rows = [...document.querySelectorAll("[data-followup]")];
  if (!rows.length) return;
  const now = rows.indexOf(document.activeElement.closest?.("[data-followup]"));
  const next = now < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, now + by));
  rows[next].focus();
  rows[next].scrollIntoView({ block: "nearest" });
}

// Where list and customer stand below one another, what was chosen comes into sight.
function reveal(event) {
  const isStacked = window.matchMedia("(max-width: 999px)").matches;
  if (!isStacked || !event.target.closest?.("[data-followup]")) return;
  document.getElementById("followup")?.scrollIntoView({ block: "start" });
}

export function DeskKeys() {
  useEffect(() => {
    const pressed = (event) => {
      if (TYPING.has(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "j") step(1);
      else if (event.key === "k") step(-1);
      else if (event.key === "o") document.querySelector("[data-outcome]")?.focus();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", pressed);
    window.addEventListener("click", reveal);
    return () => {
      window.removeEventListener("keydown", pressed);
      window.removeEventListener("click", reveal);
    };
  }, []);
  return null;
}
