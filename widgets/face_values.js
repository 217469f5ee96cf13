// Typed values of a face: how each unit is written in the view's language, and its size as a number.
import { day, money, month, number, percent, pick, when } from "../words/locale.jsx";

const AMOUNTS = /(?:[¥￥$€£]|HK\$|US\$)\s?[\d.,]+\d(?:[万億亿]|[kmb]n?)?|[\d.,]*\d\s?元/gi;

// A sentence of the server; where amounts are hidden, those within it are hidden too.
export function words(view, text) {
  const found = pick(view, text);
  return view.hidden ? found.replace(AMOUNTS, "••••") : found;
}

const WRITTEN = {
  money: (view, one, { short }) =>
    money(view, one.minor, one.currency, one.exponent, { signed: one.signed, short }),
  percent: (view, one) => percent(view, one.share, one.digits ?? 0, { signed: one.signed, exact: true }),
  number: (view, one, { short }) => {
    const count = one.digits ?? 0;
    const digits = { minimumFractionDigits: count, maximumFractionDigits: count };
    const compact = { notation: "compact", maximumFractionDigits: 1 };
    const text = number(view, one.scaled / 10 ** count, short ? compact : digits);
    return text + (short ? "" : words(view, one.suffix));
  },
  day: (view, one) => day(view, one.on),
  when: (view, one) => when(view, one.at),
  text: (view, one) => words(view, one.text),
};

export const written = (view, value, how = {}) => (value ? (WRITTEN[value.unit]?.(view, value, how) ?? "") : "");

const SIZED = {
  money: (one) => one.minor / 10 ** (one.exponent ?? 2),
  percent: (one) => one.share,
  number: (one) => one.scaled / 10 ** (one.digits ?? 0),
  day: (one) => Date.parse(one.on),
  when: (one) => Date.parse(one.at),
};

// The value as a number to draw with; words have none.
export const sized = (value) => SIZED[value?.unit]?.(value) ?? Number.NaN;

// The same unit with another size: what the ticks of an axis are written with.
export function like(value, size) {
  if (value.unit === "money") return { ...value, minor: Math.round(size * 10 ** (value.exponent ?? 2)) };
  if (value.unit === "percent") return { ...value, share: size };
  if (value.unit === "number") return { ...value, scaled: Math.round(size * 10 ** (value.digits ?? 0)) };
  return value;
}

// What stands below a chart: first days of months are written as months.
export function labelled(view, labels) {
  const isMonths = labels.length > 1 && labels.every((one) => one.unit === "day" && one.on.endsWith("-01"));
  return labels.map((one) => (isMonths ? month(view, one.on) : written(view, one)));
}

// How wide a text is, in Latin letters: Chinese ones are twice as wide.
export const widthOf = (text) => [...text].reduce((sum, one) => sum + (one > "\u2e80" ? 1.8 : 1), 0);
