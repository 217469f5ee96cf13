// From values to places in the drawing: pure functions, without any element.
import { extent, ticks } from "d3-array";
import { sized } from "./face_values.js";

const PAD = 0.08;

export const linear = ([from, to], [start, end]) => {
  const span = to - from || 1;
  return (value) => start + ((value - from) / span) * (end - start);
};

// The lowest and highest value to be drawn; bars stand on zero, lines on a little air.
export function bounds(block) {
  const all = block.series.flatMap((one) => one.values.map(sized));
  if (block.goal) all.push(sized(block.goal));
  const [low = 0, high = 1] = extent(all.filter(Number.isFinite));
  if (block.shape === "bars") return [Math.min(0, low), Math.max(0, high) || 1];
  const air = (high - low || Math.abs(high) || 1) * PAD;
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

// Where each label stands, 0..1: dates by their time, everything else evenly.
export function spread(labels) {
  const times = labels.map((one) => (one.unit === "day" || one.unit === "when" ? sized(one) : Number.NaN));
  const [first, last] = [times[0], times[times.length - 1]];
  if (times.every(Number.isFinite) && last > first) return times.map((one) => (one - first) / (last - first));
  return labels.map((_, n) => (labels.length > 1 ? n / (labels.length - 1) : 0.5));
}

export const marks = ([low, high], count) => ticks(low, high, count);

// The points of one line; those that cannot be drawn are left out.
export const points = (series, x, y) =>
  series.values
    .map((value, n) => [x(n + (series.start ?? 0)), y(sized(value))])
    .filter(([left, top]) => Number.isFinite(left) && Number.isFinite(top));

// Labels that stand too close are pushed apart, from the top down.
export function apart(tops, gap, floor) {
  const order = tops.map((top, n) => [top, n]).sort((a, b) => a[0] - b[0]);
  const placed = [];
  let free = Number.NEGATIVE_INFINITY;
  for (const [top, n] of order) {
    placed[n] = Math.max(top, free);
    free = placed[n] + gap;
  }
  const over = Math.max(0, free - gap - floor);
  return placed.map((top) => top - over);
}
