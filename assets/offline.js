// Draws the last home that this device kept, with its age; all words and figures come from it.
const HOME = "companion-home-1";
const HOME_FILE = "/offline/home.json";
const LONGEST_MS = 12 * 3600 * 1000; // As long as a session may last.

const root = document.documentElement;
const packed = /(?:^|; )companion_view=([^;]+)/.exec(document.cookie);
const [language, theme, , senior, scale] = packed ? packed[1].split(".") : [];
const isDark = theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
root.classList.add(isDark ? "dark" : "light");
root.lang = language || "zh-Hans";
root.dataset.senior = senior === "1" ? "on" : "off";
root.dataset.scale = scale || "150";
root.dataset.contrast = theme === "contrast" ? "on" : "off";

function made(tag, className, words) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (words) element.textContent = words;
  return element;
}

function line({ as, parts }) {
  if (as === "figure") return made("p", "figure", parts.join(" "));
  if (as === "text") return made("p", "muted", parts.join(" "));
  const row = made("p", "offline-row");
  const last = parts.length > 1 ? [parts.slice(0, -1).join(" · "), parts.at(-1)] : parts;
  row.append(...last.map((words) => made("span", "", words)));
  return row;
}

function card({ title, lines, foot }) {
  const section = made("section", "card");
  section.append(made("h2", "", title), ...lines.map(line));
  if (foot) section.append(made("p", "caption", foot));
  return section;
}

async function kept() {
  const found = await (await caches.open(HOME)).match(HOME_FILE);
  const home = found && (await found.json());
  if (home && Date.now() - home.at < LONGEST_MS) return home;
  await caches.delete(HOME);
  return null;
}

function told(at, lang) {
  return new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

async function draw() {
  const home = location.pathname === "/" ? await kept() : null;
  if (!home) return;
  document.getElementById("title").textContent = home.labels.title;
  document.getElementById("age").textContent = home.labels.age.replace("{time}", told(home.at, home.language));
  document.getElementById("again").textContent = home.labels.again;
  document.getElementById("cards").append(...home.cards.map(card));
  root.dataset.offline = "home";
}

window.addEventListener("online", () => location.reload());
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", draw);
else draw();
