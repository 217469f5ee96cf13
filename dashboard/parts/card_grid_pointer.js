// Moving and resizing cards by mouse, pen or finger: from pointer events to wanted places.
import { useCallback, useEffect, useRef, useState } from "react";
import { flow, inOrder, nearestForm, settle } from "./grid_geometry.js";

const THRESHOLD = 4;
const EDGE = 72;
const SCROLL_PER_SECOND = 1100;
const LONGEST_FRAME_MS = 120;

function measure(grid, columns) {
  const style = getComputedStyle(grid);
  const gap = parseFloat(style.columnGap) || 0;
  const row = parseFloat(style.gridAutoRows) || 72;
  const column = (grid.clientWidth - gap * (columns - 1)) / columns;
  return { ux: column + gap, uy: row + gap, rtl: style.direction === "rtl" };
}

// In one column the card takes the turn of the card under the pointer.
function overtaken(it, pointer, columns) {
  const under = document.elementsFromPoint(pointer.x, pointer.y).map((one) => one.closest("[data-tile]"));
  const over = under.find((one) => one && one !== it.element)?.dataset.tile;
  const order = inOrder(it.origin);
  const to = order.findIndex((one) => one.tile === over);
  if (to < 0) return { over: "", preview: it.origin };
  const rest = order.filter((one) => one !== it.me);
  rest.splice(to, 0, it.me);
  return { over, preview: flow(rest, columns) };
}

// Returns what is being dragged, its preview places, and the handlers that start it.
export function usePointer({ gridRef, columns, stride, forms, isStack, sizesOf, places, onDrop, onSelect }) {
  const [drag, setDrag] = useState(null);
  const live = useRef(null);
  const latest = useRef({});
  latest.current = { columns, stride, forms, isStack, sizesOf, places, onDrop, onSelect };

  const place = useCallback((pointer) => {
    const { start, units, origin, me, mode } = live.current;
    const now = latest.current;
    const scrolled = window.scrollY - start.scroll;
    const dx = (pointer.x - start.x) * (units.rtl ? -1 : 1);
    const dy = pointer.y - start.y + scrolled;
    if (mode === "move") {
      const x = Math.round((me.x + dx / units.ux) / now.stride) * now.stride;
      return { ...me, x, y: Math.round(me.y + dy / units.uy) };
    }
    const wanted = [me.w + dx / units.ux, me.h + dy / units.uy];
    const [w, h] = nearestForm(...wanted, now.forms, now.sizesOf(me.tile));
    return { ...me, w, h };
  }, []);

  const follow = useCallback((pointer) => {
    const it = live.current;
    it.pointer = pointer;
    if (!it.moving && Math.hypot(pointer.x - it.start.x, pointer.y - it.start.y) < THRESHOLD) return;
    it.moving = true;
    if (it.mode === "move") {
      const dy = pointer.y - it.start.y + window.scrollY - it.start.scroll;
      it.offset = { x: pointer.x - it.start.x, y: dy };
      it.element.style.transform = `translate(${it.offset.x}px, ${it.offset.y}px) scale(1.02)`;
    }
    if (latest.current.isStack) {
      const { over, preview } = overtaken(it, pointer, latest.current.columns);
      it.preview = preview;
      if (over !== it.key) setDrag({ tile: it.me.tile, mode: it.mode, preview: it.origin, over });
      it.key = over;
      return;
    }
    const wanted = place(pointer);
    const key = [wanted.x, wanted.y, wanted.w, wanted.h].join();
    if (key === it.key) return;
    it.key = key;
    const preview = settle(it.origin, wanted, latest.current.columns);
    it.preview = preview;
    setDrag({ tile: it.me.tile, mode: it.mode, preview });
  }, [place]);

  const finish = useCallback((keep) => {
    const it = live.current;
    if (!it) return;
    live.current = null;
    cancelAnimationFrame(it.frame);
    it.release();
    it.element.style.transform = "";
    setDrag(null);
    if (!it.moving) latest.current.onSelect(it.me.tile);
    else if (keep && it.preview) latest.current.onDrop(it.preview, it.me.tile, it.offset);
  }, []);

  const begin = useCallback((event, tile, mode) => {
    if (event.button !== 0 || live.current) return;
    const me = latest.current.places.find((one) => one.tile === tile);
    const grid = gridRef.current;
    const element = grid?.querySelector(`[data-tile="${CSS.escape(tile)}"]`);
    if (!me || !element) return;
    event.preventDefault();
    event.stopPropagation();
    const start = { x: event.clientX, y: event.clientY, scroll: window.scrollY };
    const it = { me, mode, element, start, origin: latest.current.places, pointer: start };
    it.units = measure(grid, latest.current.columns);
    live.current = it;
    it.release = listen(event.pointerId, follow, finish);
    autoscroll(it, follow);
  }, [follow, finish, gridRef]);

  useEffect(() => () => live.current?.release(), []);
  return { drag, begin, isInHand: () => live.current !== null, cancel: () => finish(false) };
}

function listen(pointerId, follow, finish) {
  const mine = (run) => (event) => event.pointerId === pointerId && run(event);
  const move = mine((event) => {
    event.preventDefault();
    follow({ x: event.clientX, y: event.clientY });
  });
  const up = mine(() => finish(true));
  const lost = mine(() => finish(false));
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", up);
  window.addEventListener("pointercancel", lost);
  return () => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", up);
    window.removeEventListener("pointercancel", lost);
  };
}

// Scrolls the page while the pointer rests near its upper or lower edge.
function autoscroll(it, follow) {
  let before = performance.now();
  const tick = (now) => {
    const seconds = Math.min(now - before, LONGEST_FRAME_MS) / 1000;
    before = now;
    const near = it.pointer.y < EDGE ? -1 : it.pointer.y > window.innerHeight - EDGE ? 1 : 0;
    if (it.moving && near) {
      window.scrollBy(0, near * SCROLL_PER_SECOND * Math.max(seconds, 0));
      follow(it.pointer);
    }
    it.frame = requestAnimationFrame(tick);
  };
  it.frame = requestAnimationFrame(tick);
}
