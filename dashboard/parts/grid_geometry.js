// The grid's arithmetic on the client, as in dashboard/layouts/geometry.py: pure functions.

export const inOrder = (places) =>
  [...places].sort((a, b) => a.y - b.y || a.x - b.x || (a.tile < b.tile ? -1 : 1));

export const overlap = (a, b) =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

const sharesColumns = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w;
const sharesRows = (a, b) => a.y < b.y + b.h && b.y < a.y + a.h;

// Lets every card rise until it rests on another one or on the top.
export function compact(places) {
  const placed = [];
  for (const place of inOrder(places)) {
    const floors = placed.filter((other) => sharesColumns(other, place)).map((o) => o.y + o.h);
    placed.push({ ...place, y: Math.max(0, ...floors) });
  }
  return inOrder(placed);
}

// Puts one card where it is wanted. What lay there takes its old spot if it fits, else moves down.
export function settle(places, wanted, columns) {
  const from = places.find((place) => place.tile === wanted.tile) ?? wanted;
  const x = Math.max(0, Math.min(wanted.x, columns - wanted.w));
  const mover = { ...wanted, x, y: Math.max(0, wanted.y) };
  const others = inOrder(places.filter((place) => place.tile !== mover.tile));
  const hit = others.filter((place) => overlap(place, mover));
  const placed = [mover, ...others.filter((place) => !hit.includes(place))];
  const homeless = [];
  for (const place of hit) {
    const swapped = {
      ...place,
      x: Math.max(0, Math.min(from.x + place.x - mover.x, columns - place.w)),
      y: Math.max(0, from.y + place.y - mover.y),
    };
    if (placed.some((other) => overlap(other, swapped))) homeless.push(place);
    else placed.push(swapped);
  }
  return compact(sink(placed, homeless, mover));
}

// Cards without a spot go down; so does whatever they would cover, but never the mover.
function sink(placed, homeless, mover) {
  const settled = [mover];
  const rest = inOrder([...placed.filter((place) => place !== mover), ...homeless]);
  for (const place of rest) {
    const next = { ...place };
    while (settled.some((other) => overlap(other, next))) next.y += 1;
    settled.push(next);
  }
  return settled;
}

// One step by key or button: past the neighbour in that direction, else into the free space.
export function step(places, tile, direction, columns, stride) {
  const me = places.find((place) => place.tile === tile);
  const others = places.filter((place) => place.tile !== tile);
  if (!me) return places;
  if (direction === "up" || direction === "down") return stepRows(places, me, others, direction, columns);
  const beside = others.filter((place) => sharesRows(place, me));
  const ahead = beside
    .filter((place) => (direction === "right" ? place.x >= me.x + me.w : place.x + place.w <= me.x))
    .sort((a, b) => (direction === "right" ? a.x - b.x : b.x - a.x))[0];
  const free = direction === "right" ? me.x + stride : me.x - stride;
  const past = ahead && (direction === "right" ? ahead.x + ahead.w - me.w : ahead.x);
  const x = Math.max(0, Math.min(ahead ? past : free, columns - me.w));
  return x === me.x ? places : settle(places, { ...me, x }, columns);
}

function stepRows(places, me, others, direction, columns) {
  const near = others.filter((place) => sharesColumns(place, me));
  if (direction === "up") {
    const above = near.filter((place) => place.y < me.y).sort((a, b) => b.y + b.h - a.y - a.h)[0];
    return above ? settle(places, { ...me, y: above.y }, columns) : places;
  }
  const below = near.filter((place) => place.y >= me.y + me.h).sort((a, b) => a.y - b.y)[0];
  return below ? settle(places, { ...below, y: me.y }, columns) : places;
}

export const sizeOf = (place, forms) =>
  Object.keys(forms).find((size) => forms[size][0] === place.w && forms[size][1] === place.h);

// The next larger or smaller size that the kind offers, with its form here.
export function resized(places, tile, change, { forms, sizes, columns }) {
  const me = places.find((place) => place.tile === tile);
  if (!me) return places;
  const offered = Object.keys(forms).filter((size) => sizes.includes(size));
  const next = offered[offered.indexOf(sizeOf(me, forms)) + change];
  if (!next) return places;
  const [w, h] = forms[next];
  return settle(places, { ...me, w, h }, columns);
}

// The offered form that is closest to what the pointer draws.
export function nearestForm(w, h, forms, sizes) {
  const offered = sizes.map((size) => forms[size]);
  const distance = ([fw, fh]) => Math.abs(fw - w) + 1.5 * Math.abs(fh - h);
  return offered.reduce((best, form) => (distance(form) < distance(best) ? form : best));
}

// Lays cards out one after the other at the first spot with room (the order is what counts).
export function flow(ordered, columns) {
  const placed = [];
  for (const { tile, w, h } of ordered) {
    const rows = [...new Set([0, ...placed.map((place) => place.y + place.h)])].sort((a, b) => a - b);
    placed.push(firstSpot(placed, rows, { tile, w, h }, columns));
  }
  return inOrder(placed);
}

function firstSpot(placed, rows, card, columns) {
  for (const y of rows)
    for (let x = 0; x + card.w <= columns; x += 1) {
      const spot = { ...card, x, y };
      if (!placed.some((other) => overlap(other, spot))) return spot;
    }
  return { ...card, x: 0, y: rows[rows.length - 1] };
}

export const same = (a, b) =>
  a.length === b.length &&
  a.every((p) => b.some((q) => q.tile === p.tile && q.x === p.x && q.y === p.y && q.w === p.w && q.h === p.h));
