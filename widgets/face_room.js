// Room on a card, measured for all its lists and charts at once: one layout, not one for each.
import { useRef } from "react";
import { useBeforePaint } from "./face_context.js";

const waiting = new Set();
let asked = 0;

// First everything is laid open, then all are looked at, then each takes what it has room for.
function measure() {
  asked = 0;
  const all = [...waiting].filter((one) => one.element.isConnected);
  waiting.clear();
  all.forEach((one) => one.open?.());
  const seen = all.map((one) => one.look());
  all.forEach((one, n) => one.take(seen[n]));
}

function ask(one) {
  waiting.add(one);
  asked ||= requestAnimationFrame(measure);
}

// Measures before the next paint, and again when the element's size or the cause changes.
export function useMeasured(ref, { open, look, take }, cause) {
  const how = useRef(null);
  how.current = { open, look, take };
  const one = useRef(null);
  useBeforePaint(() => {
    const element = ref.current;
    one.current = {
      element,
      open: () => how.current.open?.(element),
      look: () => how.current.look(element),
      take: (seen) => how.current.take(seen, element),
    };
    const watch = new ResizeObserver(() => ask(one.current));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  useBeforePaint(() => ask(one.current), [cause]);
}
