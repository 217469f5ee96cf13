// Draws a face (the JSON of a card) with the platform alone: no build, no framework, no markup from
// data. Embeds use it, and so may any client that shows a home.
const SIZES = ["S", "M", "L", "XL"];
const REGION = { "zh-Hans": "zh-CN", "zh-Hant": "zh-Hant-HK", en: "en-GB" };
const SVG = "http://www.w3.org/2000/svg";
const FEW = { S: 0, M: 3, L: 6, XL: 60 };

export function el(name, props = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (value !== undefined && value !== "") made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

const svg = (name, props, ...children) => {
  const made = document.createElementNS(SVG, name);
  Object.entries(props).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children);
  return made;
};

// Words may stand for one language or for several; a home comes in the reader's alone.
export const words = (text, language) =>
  typeof text === "string" ? text : text?.[language] ?? text?.["zh-Hans"] ?? text?.en ?? "";

const number = (language, value, options) => new Intl.NumberFormat(REGION[language], options).format(value);
const fixed = (digits) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });
const signed = (value) => (value.signed ? { signDisplay: "exceptZero" } : {});

const FORMATS = {
  money: (value, language) => number(language, value.minor / 10 ** value.exponent, {
    style: "currency", currency: value.currency, currencyDisplay: "narrowSymbol",
    ...fixed(value.exponent), ...signed(value),
  }),
  percent: (value, language) =>
    number(language, value.share, { style: "percent", ...fixed(value.digits), ...signed(value) }),
  number: (value, language) =>
    number(language, value.scaled / 10 ** value.digits, fixed(value.digits)) + words(value.suffix, language),
  day: (value, language) =>
    new Intl.DateTimeFormat(REGION[language], { day: "numeric", month: "short", timeZone: "UTC" })
      .format(new Date(`${value.on}T00:00:00Z`)),
  when: (value, language) =>
    new Intl.DateTimeFormat(REGION[language], { dateStyle: "medium", timeStyle: "short" }).format(new Date(value.at)),
  text: (value, language) => words(value.text, language),
};

const DEFAULTS = { exponent: 2, digits: 0, currency: "CNY", suffix: "" };
export const say = (value, language) =>
  value && FORMATS[value.unit] ? FORMATS[value.unit]({ ...DEFAULTS, ...value }, language) : "";

const amount = (value) => {
  const full = { ...DEFAULTS, ...value };
  if (full.unit === "money") return full.minor / 10 ** full.exponent;
  if (full.unit === "percent") return full.share;
  return full.unit === "number" ? full.scaled / 10 ** full.digits : 0;
};

const line = (kind, text) => (text ? el("p", { class: `f-${kind}` }, text) : null);

const DRAWN = {
  figure: (block, at) => el("div", { class: "f-figure" },
    line("label", at.words(block.label)),
    el("p", { class: "f-value" }, at.say(block.value)),
    block.delta ? el("p", { class: "f-delta", "data-tone": block.tone }, at.say(block.delta)) : null,
    line("note", at.words(block.note))),
  rows: (block, at) => {
    const shown = block.rows.slice(0, FEW[at.size] || 2);
    return el("div", { class: "f-rows" },
      line("label", at.words(block.label)),
      el("ul", {}, ...shown.map((row) => el("li", {},
        el("span", { class: "f-words" },
          el("span", {}, at.words(row.title)), line("note", at.words(row.note)),
          row.chip ? el("span", { class: "f-chip", "data-tone": row.chip_tone }, at.words(row.chip)) : null),
        el("span", { class: "f-end" },
          row.value ? el("span", {}, at.say(row.value)) : null,
          row.delta ? el("span", { class: "f-delta", "data-tone": row.tone }, at.say(row.delta)) : null)))));
  },
  chart: (block, at) => el("figure", { class: "f-chart" },
    plot(block), el("figcaption", { class: "f-note" }, at.words(block.alt))),
  progress: (block, at) => el("div", { class: "f-progress" },
    el("p", { class: "f-label" }, at.words(block.label)),
    el("progress", { max: "1", value: String(block.share), "aria-label": at.words(block.label) }),
    line("note", at.words(block.note))),
  note: (block, at) => el("p", { class: "f-sentence", "data-tone": block.tone }, at.words(block.text)),
  table: (block, at) => el("div", { class: "f-table" }, el("table", {},
    el("thead", {}, el("tr", {}, ...block.columns.map((one) => el("th", {}, at.words(one.title))))),
    el("tbody", {}, ...block.rows.map((row) => el("tr", {}, ...row.map((one) => el("td", {}, at.say(one)))))))),
};

// The lines of a chart, or its bars; a ring is told by its sentence and its bars.
function plot(block) {
  const series = block.series.map((one) => one.values.map(amount));
  const all = series.flat();
  const low = Math.min(0, ...all), high = Math.max(...all, low + 1e-9);
  const y = (value) => 60 - (58 * (value - low)) / (high - low);
  const isLine = block.shape === "line";
  const drawn = series.flatMap((values, n) => {
    const step = 200 / Math.max(1, isLine ? values.length - 1 : values.length);
    if (isLine) {
      const points = values.map((value, x) => `${(x * step).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
      return [svg("polyline", { points, class: `f-line f-series-${n}` })];
    }
    return values.map((value, x) => svg("rect", {
      x: x * step + step * 0.15, width: step * 0.7, y: Math.min(y(value), y(0)),
      height: Math.max(1, Math.abs(y(value) - y(0))), class: `f-bar f-series-${n}`,
    }));
  });
  return svg("svg", { viewBox: "0 0 200 62", preserveAspectRatio: "none", "aria-hidden": "true" }, ...drawn);
}

// A ranked list is no face: what each entry is called, and its one sentence.
const drawList = (entries, language, size) => {
  const rows = entries.map((one) => ({ title: one.title ?? "", note: one.summary || one.reasons?.[0]?.text || "" }));
  return [DRAWN.rows({ rows }, { size, words: (text) => words(text, language), say: () => "" })];
};

const stands = (block, size) =>
  SIZES.indexOf(size) >= SIZES.indexOf(block.since ?? (block.type === "table" ? "XL" : "S")) && SIZES.indexOf(size) <= SIZES.indexOf(block.until ?? "XL");

// Returns the elements of a face; blocks that ask for something to be done are left to the bank's own ends.
export function drawFace(face, language, size = "M") {
  if (face && !face.blocks) return drawList(face.rows ?? [], language, size);
  const at = { size, words: (text) => words(text, language), say: (value) => say(value, language) };
  return (face?.blocks ?? [])
    .filter((block) => DRAWN[block.type] && stands(block, size))
    .map((block) => DRAWN[block.type](block, at));
}

// Returns a whole card: header, face or message, source and age.
export function drawCard(tile, title, language, size = "M") {
  const isFilled = tile.state === "ready" || tile.state === "partial";
  const body = isFilled ? drawFace(tile.data, language, size) : [el("p", { class: "f-sentence" }, tile.message)];
  const age = tile.as_of ? say({ unit: "when", at: tile.as_of }, language) : "";
  const foot = [tile.source, age].filter(Boolean).join(" · ");
  return el("section", { class: "f-card", "data-kind": tile.kind, "data-state": tile.state, "data-tile": tile.id },
    el("h2", {}, tile.title || title), ...body, line("foot", isFilled ? foot : ""));
}
