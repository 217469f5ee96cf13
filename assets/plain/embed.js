// One card on another site: asks for its face by the address of this page, which carries the token.
import { drawCard } from "./face.js";

const root = document.getElementById("card");

async function show() {
  const answer = await fetch(`${window.location.pathname}/card${window.location.search}`, { credentials: "omit" });
  if (!answer.ok) {
    root.replaceChildren((await answer.json().catch(() => ({}))).detail ?? "");
    return 0;
  }
  const { tile, title, language, size, refresh_seconds: again } = await answer.json();
  document.documentElement.lang = language;
  root.replaceChildren(drawCard(tile, title, language, size));
  return again;
}

async function keep() {
  const again = await show();
  if (again > 0) setTimeout(keep, Math.max(again, 30) * 1000);
}

keep();
