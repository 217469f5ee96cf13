// Room on a card, measured for all lists and charts at once: two layouts, not one for each.
import { useRef } from "react";
import { useBeforePaint } from "./face_context.js";

const waiting = new Set();
let asked = 0;

function settle(some) {
  some.forEach((one) => one.open());
  const seen = some.map((one) => one.look());
  some.forEach((one, n) => one.take(seen[n]));
}

// Lists are laid open, looked at and cut to their room; then charts take what the lists leave them.
function measure() {
  asked = 0;
  const all = [...waiting].filter((one) => one.element.isConnected);
  waiting.clear();
  settle(all.filter((one) => one.isList));
  settle(all.filter((one) => !one.isList));
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
      isList: Boolean(open),
      open: () => how.current.open?.(element),
      look: () => how.current.look(element),
      take: (seen) => how.current.take(seen, element),
    };
    const watch = new ResizeObserver(() => ask(one.current));
    watch.observe(element);
    watch.observe(element.parentElement); // A list ends with its rows: its room is its parent's.
    return () => watch.disconnect();
  }, []);
  useBeforePaint(() => ask(one.current), [cause]);
}
