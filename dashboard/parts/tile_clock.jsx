// Asks for cards again whose time has come, while somebody looks at the page.
import { useEffect, useRef } from "react";

const TICK_MS = 5_000;
const MINUTE_MS = 60_000;
const SPREAD = 0.2; // So that many pages, and many cards of one page, do not ask at the same moment.

const next = (seconds) => Date.now() + seconds * 1000 * (1 + SPREAD * Math.random());

export function TileClock({ items = [], seconds = {}, watches = false, onDue, onMinute }) {
  const due = useRef(new Map());
  const latest = useRef({});
  latest.current = { seconds, watches, onDue, onMinute };
  useEffect(() => {
    const kinds = new Map(items.filter((item) => seconds[item.kind]).map((item) => [item.id, item.kind]));
    for (const id of due.current.keys()) if (!kinds.has(id)) due.current.delete(id);
    for (const [id, kind] of kinds) if (!due.current.has(id)) due.current.set(id, { kind, at: next(seconds[kind]) });
  }, [items, seconds]);
  useEffect(() => {
    let minute = Date.now() + MINUTE_MS;
    const look = () => {
      if (document.hidden) return;
      const { seconds: every, watches: isWatching, onDue: tell, onMinute: tellMinute } = latest.current;
      const now = Date.now();
      const ids = [...due.current].filter(([, one]) => one.at <= now).map(([id]) => id);
      for (const id of ids) due.current.get(id).at = next(every[due.current.get(id).kind] ?? MINUTE_MS);
      if (ids.length) tell?.(ids);
      if (now < minute) return;
      minute = now + MINUTE_MS;
      if (isWatching) tellMinute?.();
    };
    const timer = setInterval(look, TICK_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return null;
}
