// What can be done with a card and what is said of it: moving, resizing, picking up, removing.
import { useRef, useState } from "react";
import { flow, inOrder, resized, same, step } from "./grid_geometry.js";

const DIRECTIONS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
const MIRRORED = { left: "right", right: "left", up: "up", down: "down" };

// Columns count from where lines begin: read from the right, "left" is one column more.
export const along = (direction) =>
  document.documentElement.dir === "rtl" ? MIRRORED[direction] : direction;

export const fill = (template = "", values) =>
  template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

// In one column only the order counts: the card changes places with the one before or after it.
function swapped(lying, tile, direction, { columns, has }) {
  const order = inOrder(lying);
  const seen = order.filter((place) => has(place.tile)).map((place) => place.tile);
  const n = seen.indexOf(tile);
  const other = seen[direction === "up" || direction === "left" ? n - 1 : n + 1];
  if (n < 0 || !other) return lying;
  const [a, b] = [tile, other].map((one) => order.findIndex((place) => place.tile === one));
  [order[a], order[b]] = [order[b], order[a]];
  return flow(order, columns);
}

function described(template, title, places, tile) {
  const me = places.find((place) => place.tile === tile);
  if (!me) return "";
  return fill(template, { title, row: me.y + 1, column: me.x + 1, w: me.w, h: me.h });
}

// `grid` is how it lies here: breakpoint, columns, forms, stride, isStack; `about` knows the cards.
export function useMoves({ grid, about, places, revision, labels, onSave, onRemove }) {
  const [local, setLocal] = useState(places);
  const [picked, setPicked] = useState(null);
  const [chosen, setChosen] = useState("");
  const [said, setSaid] = useState("");
  const wantFocus = useRef("");
  const lying = local[grid.breakpoint] ?? [];

  // With the cards themselves, not after them: no card is drawn before its place is known.
  const [seen, setSeen] = useState(revision);
  if (seen !== revision) {
    setSeen(revision);
    setLocal(places);
    setPicked(null);
  }

  const show = (next) => setLocal((all) => ({ ...all, [grid.breakpoint]: inOrder(next) }));
  const where = (next, tile) => described(labels.where, about.title(tile), next, tile);

  // Says why the bank's rules do not let a card do that.
  const refused = (tile, verb) => {
    const why = about.why(tile, verb);
    if (why) setSaid(why);
    return why !== "";
  };

  // Shows and, unless the card is still in hand, saves; only when something changed.
  const apply = (next, tile, hold = false) => {
    wantFocus.current = tile;
    if (same(next, lying)) return setSaid(`${labels.edge} ${where(next, tile)}`);
    show(next);
    setSaid(where(next, tile));
    if (!hold) onSave(next);
    return undefined;
  };
  const move = (direction, tile, hold) =>
    refused(tile, "move") ||
    apply(grid.isStack ? swapped(lying, tile, direction, { ...grid, has: about.has })
      : step(lying, tile, direction, grid.columns, grid.stride), tile, hold);
  const size = (change, tile, hold) =>
    refused(tile, "resize") ||
    apply(resized(lying, tile, change, { ...grid, sizes: about.sizes(tile) }), tile, hold);

  const pick = (tile) => {
    if (refused(tile, "move")) return;
    setPicked({ tile, places: lying });
    setChosen(tile);
    setSaid(fill(labels.picked, { title: about.title(tile) }));
  };
  const drop = (tile) => {
    if (!same(lying, picked.places)) onSave(lying);
    setSaid(`${fill(labels.dropped, { title: about.title(tile) })} ${where(lying, tile)}`);
    setPicked(null);
  };
  const putBack = () => {
    show(picked.places);
    setSaid(fill(labels.back, { title: about.title(picked.tile) }));
    wantFocus.current = picked.tile;
    setPicked(null);
  };
  const remove = (tile) => {
    if (refused(tile, "remove")) return undefined;
    const order = inOrder(lying).map((place) => place.tile);
    const n = order.indexOf(tile);
    wantFocus.current = order[n + 1] ?? order[n - 1] ?? "";
    setChosen("");
    setSaid(fill(labels.removed, { title: about.title(tile) }));
    return onRemove?.(tile);
  };

  const onKey = (event, tile) => {
    const hold = picked?.tile === tile;
    const direction = along(DIRECTIONS[event.key]);
    if (direction && event.shiftKey) size(direction === "right" || direction === "down" ? 1 : -1, tile, hold);
    else if (direction) move(direction, tile, hold);
    else if (event.key === " " || event.key === "Enter") hold ? drop(tile) : pick(tile);
    else if (event.key === "Escape" && hold) putBack();
    else if (event.key === "Delete" || event.key === "Backspace") remove(tile);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const rest = () => {
    setChosen("");
    setPicked(null);
  };
  return { local, lying, picked, chosen, said, wantFocus, setChosen, apply, move, size, remove, rest, refused, onKey };
}
