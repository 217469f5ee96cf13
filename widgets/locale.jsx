// The one place where the page learns its language, theme, senior edition and hidden amounts.
// They are mirrored in one cookie, so that the first paint after a reload is already right.
import { useContext, useEffect, useSyncExternalStore } from "react";
import { ColorModeContext } from "$/utils/context";

const COOKIE = "companion_view";
const LANGUAGES = ["zh-Hans", "zh-Hant", "en"];
const THEMES = ["system", "light", "dark"];
const DEFAULT = { language: "zh-Hans", theme: "system", hidden: false, senior: false };
const listeners = new Set();
let current = null;

function guess() {
  const wanted = (navigator.language || "").toLowerCase();
  if (!wanted.startsWith("zh")) return "en";
  return /hant|tw|hk|mo/.test(wanted) ? "zh-Hant" : "zh-Hans";
}

function read() {
  const found = document.cookie.match(/(?:^|; )companion_view=([^;]+)/);
  const [language, theme, hidden, senior] = found ? found[1].split(".") : [];
  return {
    language: LANGUAGES.includes(language) ? language : guess(),
    theme: THEMES.includes(theme) ? theme : "system",
    hidden: hidden === "1",
    senior: senior === "1",
  };
}

function dress(view) {
  const root = document.documentElement;
  root.lang = view.language;
  root.dataset.senior = view.senior ? "on" : "off";
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

export function setView(change) {
  const next = { ...snapshot(), ...change };
  if (Object.keys(next).every((key) => next[key] === current[key])) return;
  current = next;
  const packed = [next.language, next.theme, next.hidden ? 1 : 0, next.senior ? 1 : 0].join(".");
  document.cookie = `${COOKIE}=${packed}; path=/; max-age=31536000; samesite=lax`;
  dress(next);
  listeners.forEach((listener) => listener());
}

export function useView() {
  return useSyncExternalStore(subscribe, snapshot, () => DEFAULT);
}

// Adopts what the server knows of a signed-in person; `ready` guards the empty first state.
export function ViewBridge({ ready = false, language, theme, hidden, senior }) {
  const view = useView();
  const { setColorMode } = useContext(ColorModeContext);
  useEffect(() => {
    if (!ready) return;
    const chosen = LANGUAGES.includes(language) ? { language } : {}; // None chosen: as the browser.
    setView({ ...chosen, theme, hidden, senior });
  }, [ready, language, theme, hidden, senior]);
  useEffect(() => {
    dress(view);
    setColorMode(view.theme);
  }, [view]);
  return null;
}

export function tr(view, texts, params) {
  const text = texts[view.language] ?? texts.en;
  if (!params) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name) => params[name] ?? whole);
}

const formats = new Map();
function format(key, make) {
  if (!formats.has(key)) formats.set(key, make());
  return formats.get(key);
}

const REGION = { "zh-Hans": "zh-CN", "zh-Hant": "zh-Hant-HK", en: "en-GB" };

export function money(view, minor, currency, exponent) {
  if (minor === null || minor === undefined) return "";
  if (view.hidden) return "••••";
  const region = REGION[view.language];
  const digits = exponent ?? 2;
  const key = `m${region}${currency}${digits}`;
  const made = format(key, () =>
    new Intl.NumberFormat(region, {
      style: "currency",
      currency: currency || "CNY",
      currencyDisplay: "narrowSymbol",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }));
  return made.format(minor / 10 ** digits);
}

export function percent(view, share, digits = 0) {
  if (share === null || share === undefined) return "";
  const region = REGION[view.language];
  const made = format(`p${region}${digits}`, () =>
    new Intl.NumberFormat(region, { style: "percent", maximumFractionDigits: digits }));
  return made.format(share);
}

export function day(view, iso) {
  if (!iso) return "";
  const region = REGION[view.language];
  const made = format(`d${region}`, () =>
    new Intl.DateTimeFormat(region, { day: "numeric", month: "short", timeZone: "UTC" }));
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
