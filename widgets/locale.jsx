// The one place where the page learns its language, theme, senior edition and hidden amounts.
// They are mirrored in one cookie, so that the first paint after a reload is already right.
import { useContext, useEffect, useSyncExternalStore } from "react";
import { ColorModeContext } from "$/utils/context";

const COOKIE = "companion_view";
const LANGUAGES = ["zh-Hans", "zh-Hant", "en"];
const THEMES = ["system", "light", "dark", "contrast"];
const SCALES = ["150", "175", "200"];
const DEFAULT = { language: "zh-Hans", theme: "system", hidden: false, senior: false, scale: 150 };
const listeners = new Set();
let current = null;

function guess() {
  const wanted = (navigator.language || "").toLowerCase();
  if (!wanted.startsWith("zh")) return "en";
  return /hant|tw|hk|mo/.test(wanted) ? "zh-Hant" : "zh-Hans";
}

function read() {
  const found = document.cookie.match(/(?:^|; )companion_view=([^;]+)/);
  const [language, theme, hidden, senior, scale] = found ? found[1].split(".") : [];
  return {
    language: LANGUAGES.includes(language) ? language : guess(),
    theme: THEMES.includes(theme) ? theme : "system",
    hidden: hidden === "1",
    senior: senior === "1",
    scale: SCALES.includes(scale) ? Number(scale) : 150,
  };
}

// High contrast is chosen here, or by the device where the colours follow it.
const isHigh = (theme) =>
  theme === "contrast" || (theme === "system" && window.matchMedia("(prefers-contrast: more)").matches);

// As dashboard/parts/first_paint.js does before this script is there.
function dress(view) {
  const root = document.documentElement;
  root.lang = view.language;
  root.dataset.senior = view.senior ? "on" : "off";
  root.dataset.scale = String(view.scale);
  root.dataset.contrast = isHigh(view.theme) ? "on" : "off";
}

function snapshot() {
  if (!current) {
    current = read();
    dress(current);
  }
  return current;
}

function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// Shows this one page so, without keeping it: the playground's stage.
export function showAs(change) {
  current = { ...snapshot(), ...change };
  dress(current);
  listeners.forEach((listener) => listener());
}

export function setView(change) {
  const next = { ...snapshot(), ...change };
  if (Object.keys(next).every((key) => next[key] === current[key])) return;
  current = next;
  const packed = [next.language, next.theme, next.hidden ? 1 : 0, next.senior ? 1 : 0, next.scale].join(".");
  document.cookie = `${COOKIE}=${packed}; path=/; max-age=31536000; samesite=lax`;
  dress(next);
  listeners.forEach((listener) => listener());
}

export function useView() {
  return useSyncExternalStore(subscribe, snapshot, () => DEFAULT);
}

// Adopts what the server knows of a signed-in person; `ready` guards the empty first state.
export function ViewBridge({ ready = false, language, theme, hidden, senior, scale }) {
  const view = useView();
  const { setColorMode } = useContext(ColorModeContext);
  useEffect(() => {
    if (!ready) return;
    const chosen = LANGUAGES.includes(language) ? { language } : {}; // None chosen: as the browser.
    setView({ ...chosen, theme, hidden, senior, scale });
  }, [ready, language, theme, hidden, senior, scale]);
  useEffect(() => {
    dress(view);
    setColorMode(view.theme === "contrast" ? "system" : view.theme);
  }, [view]);
  return null;
}

export function tr(view, texts, params) {
  const said = (view.senior && texts.plain) || texts; // The senior edition's plain words.
  const text = said[view.language] ?? said.en;
  if (!params) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name) => params[name] ?? whole);
}

const formats = new Map();
function format(key, make) {
  if (!formats.has(key)) formats.set(key, make());
  return formats.get(key);
}

const REGION = { "zh-Hans": "zh-CN", "zh-Hant": "zh-Hant-HK", en: "en-GB" };

// A number of the view's region; the formatter is made once per set of options.
export function number(view, value, options = {}) {
  const region = REGION[view.language];
  const key = `n${region}${JSON.stringify(options)}`;
  return format(key, () => new Intl.NumberFormat(region, options)).format(value);
}

const sign = (signed) => (signed ? { signDisplay: "exceptZero" } : {});
const between = (digits) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });

export function money(view, minor, currency, exponent, { signed, short } = {}) {
  if (minor === null || minor === undefined) return "";
  if (view.hidden) return "••••";
  const digits = exponent ?? 2;
  const money = { style: "currency", currency: currency || "CNY", currencyDisplay: "narrowSymbol" };
  const precise = short ? { notation: "compact", maximumFractionDigits: 1 } : between(digits);
  return number(view, minor / 10 ** digits, { ...money, ...precise, ...sign(signed) });
}

export function percent(view, share, digits = 0, { signed, exact } = {}) {
  if (share === null || share === undefined) return "";
  const precise = exact ? between(digits) : { maximumFractionDigits: digits };
  return number(view, share, { style: "percent", ...precise, ...sign(signed) });
}

export function day(view, iso) {
  if (!iso) return "";
  const region = REGION[view.language];
  const made = format(`d${region}`, () =>
    new Intl.DateTimeFormat(region, { day: "numeric", month: "short", timeZone: "UTC" }));
  return made.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
}

export function month(view, iso) {
  const region = REGION[view.language];
  const made = format(`o${region}`, () => new Intl.DateTimeFormat(region, { month: "short", timeZone: "UTC" }));
  return made.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
}

export function when(view, iso) {
  if (!iso) return "";
  const then = new Date(iso);
  const region = REGION[view.language];
  const minutes = Math.round((then - Date.now()) / 60000);
  if (Math.abs(minutes) >= 1440) {
    const made = format(`w${region}`, () =>
      new Intl.DateTimeFormat(region, { day: "numeric", month: "short", year: "numeric" }));
    return made.format(then);
  }
  const made = format(`r${region}`, () => new Intl.RelativeTimeFormat(region, { numeric: "auto" }));
  return Math.abs(minutes) < 60 ? made.format(minutes, "minute") : made.format(Math.round(minutes / 60), "hour");
}

export function clock(view, iso) {
  if (!iso) return "";
  const region = REGION[view.language];
  const made = format(`c${region}`, () =>
    new Intl.DateTimeFormat(region, { hour: "2-digit", minute: "2-digit" }));
  return made.format(new Date(iso));
}

// Texts stored per language: the language itself, else Simplified, else English.
export function pick(view, texts) {
  if (!texts || typeof texts === "string") return texts ?? "";
  return texts[view.language] ?? texts["zh-Hans"] ?? texts.en ?? "";
}
