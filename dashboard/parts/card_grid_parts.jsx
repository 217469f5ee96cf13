// What the grid is made of: its breakpoint, each card's spot, the first skeleton, the sliding.
import { useEffect, useLayoutEffect, useRef, useState } from "react";

const SHAPE = "companion_home_shape";
const SHORT = { desktop: "d", tablet: "t", phone: "p" };
const QUERIES = { phone: "(max-width: 679px)", tablet: "(max-width: 999px)" };
export const useBeforePaint = typeof window === "undefined" ? useEffect : useLayoutEffect;

const breakpointNow = () =>
  ["phone", "tablet"].find((one) => window.matchMedia(QUERIES[one]).matches) ?? "desktop";

export function useBreakpoint() {
  const [breakpoint, setBreakpoint] = useState("desktop");
  useBeforePaint(() => {
    const update = () => setBreakpoint(breakpointNow());
    const lists = Object.values(QUERIES).map((query) => window.matchMedia(query));
    lists.forEach((list) => list.addEventListener("change", update));
    update();
    return () => lists.forEach((list) => list.removeEventListener("change", update));
  }, []);
  return breakpoint;
}

// Where a card lies at each breakpoint, as custom properties that the style sheet picks from.
export function spots(tile, places) {
  const style = {};
  for (const [breakpoint, short] of Object.entries(SHORT)) {
    const one = (places[breakpoint] ?? []).find((place) => place.tile === tile);
    style[`--${short}`] = one ? "flex" : "none";
    if (!one) continue;
    style[`--${short}-column`] = `${one.x + 1} / span ${one.w}`;
    style[`--${short}-row`] = `${one.y + 1} / span ${one.h}`;
  }
  return style;
}

// The last shape of the home (no names, no figures): the first paint has it before the data.
export function remember(places) {
  const shape = {};
  for (const breakpoint of Object.keys(SHORT))
    shape[breakpoint] = (places[breakpoint] ?? []).map(({ x, y, w, h }, n) => ({ tile: `s${n}`, x, y, w, h }));
  try {
    localStorage.setItem(SHAPE, JSON.stringify(shape));
  } catch {
    // Storage is off: the next first paint shows the default shape.
  }
}

function recall(fallback) {
  try {
    const shape = JSON.parse(localStorage.getItem(SHAPE) ?? "null");
    return Array.isArray(shape?.phone) && Array.isArray(shape?.desktop) ? shape : fallback;
  } catch {
    return fallback;
  }
}

export function Skeleton({ shape }) {
  const [known, setKnown] = useState(null);
  useBeforePaint(() => setKnown(recall(shape)), []);
  if (!known) return null;
  const count = Math.max(...Object.keys(SHORT).map((one) => known[one]?.length ?? 0));
  return Array.from({ length: count }, (_, n) => (
    <div key={n} className="card tile" data-state="loading" data-skeleton style={spots(`s${n}`, known)} aria-hidden>
      <div className="tile-skeleton">
        <span className="skeleton w-40" />
        <span className="skeleton w-70" />
        <span className="skeleton w-55" />
      </div>
    </div>
  ));
}

// Slides cards from where they were to where they are; nothing moves under reduced motion.
export function useSlide(gridRef, dropped, lying, active) {
  const before = useRef(new Map());
  useBeforePaint(() => {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const now = new Map();
    for (const element of gridRef.current?.querySelectorAll("[data-tile]") ?? []) {
      const tile = element.dataset.tile;
      const spot = { x: element.offsetLeft, y: element.offsetTop };
      now.set(tile, spot);
      const was = before.current.get(tile);
      const shift = dropped.current?.tile === tile ? dropped.current.offset : { x: 0, y: 0 };
      if (!active || calm || !was) continue;
      const [dx, dy] = [was.x + shift.x - spot.x, was.y + shift.y - spot.y];
      if (!dx && !dy) continue;
      element.animate?.(
        [{ transform: `translate(${dx}px, ${dy}px)` }, { transform: "none" }],
        { duration: 160, easing: "cubic-bezier(0.2, 0.7, 0.3, 1)" },
      );
    }
    before.current = now;
    dropped.current = null;
  }, [lying, active]);
}

// A body that scrolls can be reached by keyboard; one that does not is no stop.
export function useReachable(gridRef, ...causes) {
  useEffect(() => {
    for (const body of gridRef.current?.querySelectorAll(".tile-body") ?? []) {
      if (body.scrollHeight > body.clientHeight + 1) body.tabIndex = 0;
      else body.removeAttribute("tabindex");
    }
  }, causes);
}
